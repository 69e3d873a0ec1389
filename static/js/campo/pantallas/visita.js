// What happened? The outcomes as large buttons; the rest appears only if it applies.
import { abrirBorrador } from "../borrador.js";
import { eleccion, grupo, leer, mostrarErrores, opcion, texto } from "../campos.js";
import { catalogo, contexto, parada as traer } from "../contexto.js";
import { chip, enlace, nodo, parrafo } from "../nodos.js";
import { deContacto, guardar, nombreAlerta } from "../registros.js";
import { datosDeVisita, errores, posibles, proponerReintento, resultadosDe, vuelve } from "../reglas.js";
import { clasePlazo, dia, fecha, plazo } from "../tiempo.js";
import { uuid } from "../uuid.js";
import { distritos, fotos, porQueNoAtiende, sinEspacio } from "./partes.js";

const NADIE = "Este hogar no está en la ruta que lleva en el teléfono.";
const vacia = () => ({
  id: uuid(), modalidad: "presencial", resultado: "", caso: "", motivo: "", direccion: "", referencia: "",
  reintento_el: "", telefono: "", telefono_nuevo: "", observacion: "", fecha: dia(), alertas: [], causa: "",
  distrito_texto: "", distrito_nuevo: "", fotos: [], aviso: "",
});

const si = (cual, ...hijos) => nodo("div", { clase: `si si-${cual}` }, ...hijos);

const botones = (resultados, valores, parada) =>
  resultados.map((r) =>
    opcion({
      nombre: "resultado",
      codigo: r.codigo,
      dicho: r.nombre,
      pequeno: vuelve(r) && ` Volver el ${fecha(proponerReintento(r, parada.vence_el))}`,
      marcado: valores.resultado === r.codigo,
      datos: {
        rotulo: { "data-telefono": r.por_telefono ? "si" : "no", "data-persona": r.en_persona ? "si" : "no" },
        entrada: {
          "data-siguiente": r.siguiente,
          "data-motivo": r.exige_motivo ? "si" : "no",
          "data-reintento": vuelve(r) ? "si" : "no",
        },
      },
    }),
  );

const elegirCaso = (parada, valores) =>
  parada.casos.length > 1 &&
  si(
    "caso",
    grupo(
      { nombre: "caso", etiqueta: "¿De quién?" },
      parada.casos.map(({ caso, nombre, tipo }) =>
        opcion({ nombre: "caso", codigo: caso, dicho: nombre, pequeno: tipo === "gestante" ? " Gestante" : " Recién nacido", marcado: String(valores.caso) === String(caso) }),
      ),
    ),
  );

const siAplica = (parada, valores, borrador) => [
  si("motivo", texto({ nombre: "motivo", etiqueta: "Motivo", valor: valores.motivo, maxlength: "200" })),
  elegirCaso(parada, valores),
  si("mudanza", distritos(valores, borrador)),
  si(
    "direccion",
    texto({ nombre: "direccion", etiqueta: "Dirección correcta", valor: valores.direccion, opcional: true, maxlength: "200" }),
    texto({ nombre: "referencia", etiqueta: "Referencia para llegar", valor: valores.referencia, opcional: true, maxlength: "200" }),
  ),
  si("reintento", texto({ nombre: "reintento_el", etiqueta: "Volver a intentar otro día", valor: valores.reintento_el, opcional: true, type: "date", min: dia() })),
  si("cuidado", nodo("p", { clase: "aviso" }, "Lo sentimos. No habrá más llamadas por esta persona. La supervisora recibirá un aviso.")),
  parada.telefonos.length > 0 &&
    si("telefono", eleccion({ nombre: "telefono", etiqueta: "Número al que se llamó", vacio: "Elija el número", valor: valores.telefono, opciones: parada.telefonos.map(({ id, numero, de }) => [id, `${numero} · ${de}`]) })),
];

const masCosas = (parada, valores, borrador) => [
  nodo(
    "details",
    { open: Boolean(valores.observacion || valores.telefono_nuevo || valores.fecha !== dia()) },
    nodo("summary", {}, "Nota, otro teléfono u otra fecha"),
    texto({ nombre: "observacion", etiqueta: "Nota", valor: valores.observacion, opcional: true, filas: 3, maxlength: "2000" }),
    texto({ nombre: "telefono_nuevo", etiqueta: "Otro número que le dieron", valor: valores.telefono_nuevo, opcional: true, type: "tel", inputmode: "tel", maxlength: "20" }),
    texto({ nombre: "fecha", etiqueta: "Fecha", valor: valores.fecha, type: "date", max: dia() }),
  ),
  nodo("details", { open: valores.fotos.length > 0 }, nodo("summary", {}, "Foto"), fotos(valores, borrador)),
  nodo(
    "details",
    { open: valores.alertas.length > 0 },
    nodo("summary", {}, "Avisar de un problema"),
    grupo(
      { nombre: "alertas", etiqueta: "Alertas", opcional: true, ayuda: "La supervisora lo verá en su bandeja de alertas." },
      parada.alertas_posibles.map((tipo) => opcion({ nombre: "alertas", codigo: tipo, dicho: nombreAlerta(tipo), tipo: "checkbox", marcado: valores.alertas.includes(tipo) })),
    ),
    porQueNoAtiende(valores),
  ),
];

/** What the data are for, to be read aloud the first time; a route brought before this has none. */
const avisoDeFinalidad = (parada, valores) => {
  const { aviso } = catalogo();
  if (!aviso || !parada.falta_aviso) return null;
  return nodo(
    "details",
    { clase: "aviso-de-finalidad", open: true },
    nodo("summary", {}, "Léale para qué usamos sus datos"),
    aviso.texto.split("\n\n").map((parte) => nodo("p", {}, parte)),
    nodo("div", { clase: "campo" }, opcion({ nombre: "aviso", codigo: String(aviso.version), dicho: "Ya se lo leí", pequeno: " Si no encontró a nadie, déjelo sin marcar", tipo: "checkbox", marcado: String(valores.aviso) === String(aviso.version) })),
  );
};

/** The draft of a visit, or of what is being mended of one that has not left. */
const preparar = async (contacto, registro) => {
  const clave = registro ? `visita/${contacto}/${registro}` : `visita/${contacto}`;
  const viejo = registro && (await deContacto(contacto)).find((uno) => uno.id === registro);
  if (registro && !viejo) return null;
  // What the server turned down is mended into a new record; what never left goes on being itself.
  const id = viejo?.estado === "por_enviar" ? viejo.id : uuid();
  const inicial = viejo ? { ...vacia(), ...sinNulos(viejo.datos), id } : vacia();
  const borrador = await abrirBorrador(clave, inicial);
  return { borrador, clave, corrige: viejo?.estado === "rechazado" ? viejo.id : null };
};

const sinNulos = (datos) =>
  Object.fromEntries(Object.entries(datos).map(([nombre, valor]) => [nombre, valor ?? ""]));

const soloLoPosible = (formulario, parada, resultado) => {
  const suyos = new Set((resultado ? posibles(resultado, parada.casos) : parada.casos).map(({ caso }) => String(caso)));
  for (const entrada of formulario.querySelectorAll('[name="caso"]')) {
    entrada.disabled = !suyos.has(entrada.value);
    entrada.closest("label").hidden = entrada.disabled;
  }
};

const recuperado = (borrador) => {
  if (!borrador.recuperado) return null;
  const olvidar = async () => {
    await borrador.borrar();
    dispatchEvent(new HashChangeEvent("hashchange"));
  };
  return nodo(
    "p",
    { clase: "aviso" },
    "Recuperamos lo que había escrito. ",
    nodo("button", { type: "button", clase: "boton-texto", click: olvidar }, "Empezar de nuevo"),
  );
};

const visita = async (numero, registro) => {
  const contacto = Number(numero);
  const antes = nodo("p", {}, enlace(`#caso/${contacto}`, "Volver al hogar", { clase: "volver" }));
  const [parada, lleno] = [await traer(contacto), await campo.espacio(contexto.base)];
  const preparado = parada && (await preparar(contacto, registro));
  if (!preparado) return { titulo: "Registrar visita", antes, cuerpo: [nodo("p", { clase: "aviso" }, parada ? "Ese registro ya se envió o se quitó." : NADIE)] };
  const { borrador, clave, corrige } = preparado;
  const { valores } = borrador;
  const resultados = resultadosDe(catalogo().resultados, parada);
  const elegido = () => resultados.find((r) => r.codigo === valores.resultado);

  const formulario = nodo(
    "form",
    { clase: "formulario-visita", novalidate: true },
    grupo(
      { nombre: "modalidad", etiqueta: "¿Cómo?", clase: "opciones-en-fila" },
      catalogo().modalidades.map(([codigo, dicho]) => opcion({ nombre: "modalidad", codigo, dicho, marcado: valores.modalidad === codigo })),
    ),
    grupo({ nombre: "resultado", etiqueta: "¿Qué pasó?" }, botones(resultados, valores, parada)),
    siAplica(parada, valores, borrador),
    masCosas(parada, valores, borrador),
    avisoDeFinalidad(parada, valores),
    nodo("div", { clase: "guardar" }, nodo("button", { clase: "boton-principal" }, "Registrar")),
  );
  const cambio = () => {
    borrador.cambiar({ aviso: "", ...leer(formulario, ["alertas"]) });
    soloLoPosible(formulario, parada, elegido());
  };
  borrador.seguir(formulario, cambio);
  formulario.addEventListener("submit", async (evento) => {
    evento.preventDefault();
    cambio();
    const resultado = elegido();
    if (!mostrarErrores(formulario, errores(valores, { resultado, parada }))) return;
    const datos = datosDeVisita(valores, { resultado, parada, fotos: valores.fotos });
    const hecho = { id: valores.id, tipo: "visita", contacto, datos };
    const como = await guardar(hecho, { borrador: clave, corrige });
    if (como === "se_fue") seFue(formulario, borrador);
    if (como !== "guardado") return;
    borrador.terminar();
    location.hash = "#ruta";
  });
  soloLoPosible(formulario, parada, elegido());

  const cuerpo = [
    parrafo([parada.distrito, parada.centro_poblado].filter(Boolean).join(", "), " · ", chip(plazo(parada.vence_el), clasePlazo(parada.vence_el))),
    lleno && sinEspacio(lleno),
    lleno !== "lleno" && [recuperado(borrador), formulario],
  ];
  return { titulo: parada.quien || "Registrar visita", pestana: "Registrar visita", antes, cuerpo, cerrar: borrador.cerrar };
};

/** It left while it was being mended: what is written stays, and may go as another visit. */
const seFue = (formulario, borrador) => {
  borrador.cambiar({ id: uuid() });
  mostrarErrores(formulario, {
    resultado: "Mientras la corregía, la visita se envió. Si hace falta, pulse otra vez Registrar: irá como otra visita.",
  });
};

/** A call to one of the numbers: the same form, already saying so. */
export const llamada = async (numero, telefono) => {
  const borrador = await abrirBorrador(`visita/${numero}`, vacia());
  borrador.cambiar({ modalidad: "telefono", telefono });
  await borrador.cerrar();
  history.replaceState(null, "", `#visita/${numero}`);
  return visita(numero);
};

export default visita;
