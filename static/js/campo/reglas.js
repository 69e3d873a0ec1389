// What a visit must have, as the server will ask of it (afiliacion/acciones/visitas.py): told here so
// that nobody learns it hours later.
import { dia, esFinDeSemana, masDias } from "./tiempo.js";

const VUELVEN = new Set(["reintento", "presencial", "mudanza", "direccion"]);
const DIAS_REINTENTO_MAXIMO = 365;
const PERDIDA_GESTACION = "perdida_gestacion";

export const vuelve = (resultado) => VUELVEN.has(resultado.siguiente);

export const resultadosDe = (resultados, parada) => {
  const conGestante = parada.casos.some((caso) => caso.tipo === "gestante");
  return resultados.filter((r) => conGestante || r.codigo !== PERDIDA_GESTACION);
};

/** Of whom an outcome may speak, when it concerns one person only. */
export const posibles = (resultado, casos) =>
  resultado.codigo === PERDIDA_GESTACION ? casos.filter((caso) => caso.tipo === "gestante") : casos;

/** A working day, not after the deadline while that is still ahead. */
export const proponerReintento = (resultado, vence_el, desde = dia()) => {
  const hoy = dia();
  let cuando = masDias(desde, resultado.dias_reintento);
  if (cuando < hoy) cuando = hoy;
  while (esFinDeSemana(cuando)) cuando = masDias(cuando, 1);
  return vence_el >= hoy && cuando > vence_el ? vence_el : cuando;
};

/** The nine digits of a Peruvian mobile without its prefix, or "" when it is not one. */
export const normalizarTelefono = (escrito) => {
  const digitos = escrito.replace(/[\s.()-]/g, "").replace(/^(\+51|0051|51)(?=9\d{8}$)/, "");
  return /^9\d{8}$/.test(digitos) && new Set(digitos).size > 1 ? digitos : "";
};

export const NO_ES_CELULAR = "Escriba un celular de nueve dígitos que empiece en 9.";

const falloDeFecha = (fecha, casos) => {
  if (!fecha) return "Escriba la fecha.";
  if (fecha > dia()) return "La fecha no puede ser posterior a hoy.";
  const eventos = casos.map((caso) => caso.evento_el).filter(Boolean).sort();
  if (eventos.length && fecha < eventos[0])
    return "La fecha es anterior al nacimiento o al inicio de la gestación.";
  return "";
};

/** A sentence for each field that must be mended, by its name. */
export const errores = (valores, { resultado, parada }) => {
  const fallos = {};
  if (!valores.modalidad) fallos.modalidad = "Elija si fue una visita o una llamada.";
  if (!resultado) return { ...fallos, resultado: "Elija qué pasó." };
  const vale = valores.modalidad === "telefono" ? resultado.por_telefono : resultado.en_persona;
  if (!vale) fallos.resultado = "Ese resultado no corresponde: elija otro.";
  if (resultado.exige_motivo && !valores.motivo.trim()) fallos.motivo = "Escriba el motivo.";
  if (resultado.siguiente === "mudanza" && !/^\d{6}$/.test(valores.distrito_nuevo ?? ""))
    fallos.distrito_texto = "Elija el distrito de la lista, o escriba los seis números de su ubigeo.";
  if (resultado.siguiente === "cerrada") {
    const casos = posibles(resultado, parada.casos);
    if (casos.length > 1 && !valores.caso) fallos.caso = "Indique de quién se trata.";
  }
  if (valores.telefono_nuevo.trim() && !normalizarTelefono(valores.telefono_nuevo))
    fallos.telefono_nuevo = NO_ES_CELULAR;
  const deFecha = falloDeFecha(valores.fecha, parada.casos);
  if (deFecha) fallos.fecha = deFecha;
  if (vuelve(resultado) && valores.reintento_el) {
    const hoy = dia();
    if (valores.reintento_el < hoy || valores.reintento_el > masDias(hoy, DIAS_REINTENTO_MAXIMO))
      fallos.reintento_el = "Elija un día desde hoy y dentro de un año.";
  }
  return fallos;
};

const numero = (texto) => (texto ? Number(texto) : null);

/** The alert of a facility that does not serve: the one that asks why. */
export const ESTABLECIMIENTO = "establecimiento";

/** What travels: only what the outcome asks for, by the names of the contract. */
export const datosDeVisita = (valores, { resultado, parada, fotos }) => {
  const ubica = ["mudanza", "direccion"].includes(resultado.siguiente);
  const porTelefono = valores.modalidad === "telefono";
  return {
    version: parada.version,
    modalidad: valores.modalidad,
    resultado: resultado.codigo,
    fecha: valores.fecha,
    telefono: porTelefono ? numero(valores.telefono) : null,
    telefono_nuevo: normalizarTelefono(valores.telefono_nuevo),
    motivo: resultado.exige_motivo ? valores.motivo.trim() : "",
    observacion: valores.observacion.trim(),
    reintento_el: vuelve(resultado) ? valores.reintento_el || null : null,
    alertas: valores.alertas,
    causa: valores.alertas.includes(ESTABLECIMIENTO) ? valores.causa : "",
    distrito_nuevo: resultado.siguiente === "mudanza" ? valores.distrito_nuevo : null,
    direccion: ubica ? valores.direccion.trim() : "",
    referencia: ubica ? valores.referencia.trim() : "",
    caso: resultado.siguiente === "cerrada" ? numero(valores.caso) : null,
    fotos,
    aviso: numero(valores.aviso),
  };
};
