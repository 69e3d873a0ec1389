// Facts beside a visit, one question each: a phone, an address, a problem, a requirement seen.
import { abrirBorrador } from "../borrador.js";
import { grupo, leer, mostrarErrores, opcion, texto } from "../campos.js";
import { contexto, parada as traer } from "../contexto.js";
import { enlace, nodo, parrafo } from "../nodos.js";
import { deContacto, guardar, nombreAlerta } from "../registros.js";
import { ESTABLECIMIENTO, NO_ES_CELULAR, normalizarTelefono } from "../reglas.js";
import { uuid } from "../uuid.js";
import { porQueNoAtiende, sinEspacio } from "./partes.js";

const YA_SE_FUE = "Mientras lo corregía, se envió. Si hace falta, pulse otra vez Registrar: irá como otro registro.";
const YA_NO = "Ese registro ya se envió o se quitó.";

/** A form of one kind of record, with its draft; `registro` is the one being mended. */
const pantalla = async ({ tipo, clave, contacto, registro, titulo, inicial, campos, errores, datos }) => {
  const antes = nodo("p", {}, enlace(`#caso/${contacto}`, "Volver al hogar", { clase: "volver" }));
  const [parada, lleno] = [await traer(contacto), await campo.espacio(contexto.base)];
  const viejo = registro && (await deContacto(contacto)).find((uno) => uno.id === registro);
  if (registro && !viejo) return { titulo, antes, cuerpo: [nodo("p", { clase: "aviso" }, YA_NO)] };
  const id = viejo?.estado === "por_enviar" ? viejo.id : uuid();
  const lugar = registro ? `${clave}/${registro}` : clave;
  const borrador = await abrirBorrador(lugar, { ...inicial, ...viejo?.datos, id });
  const { valores } = borrador;
  const formulario = nodo(
    "form",
    { clase: "formulario-visita", novalidate: true },
    campos(valores, parada),
    nodo("div", { clase: "guardar" }, nodo("button", { clase: "boton-principal" }, "Registrar")),
  );
  borrador.seguir(formulario, () => borrador.cambiar(leer(formulario)));
  formulario.addEventListener("submit", async (evento) => {
    evento.preventDefault();
    borrador.cambiar(leer(formulario));
    if (!mostrarErrores(formulario, errores(valores))) return;
    const hecho = { id: valores.id, tipo, contacto, datos: datos(valores) };
    const corrige = viejo?.estado === "rechazado" ? viejo.id : null;
    const como = await guardar(hecho, { borrador: lugar, corrige });
    if (como === "se_fue") {
      borrador.cambiar({ id: uuid() });
      mostrarErrores(formulario, { [Object.keys(inicial)[0]]: YA_SE_FUE });
    }
    if (como !== "guardado") return;
    borrador.terminar();
    location.hash = `#caso/${contacto}`;
  });
  const cuerpo = [
    parada && parrafo(parada.quien),
    lleno && sinEspacio(lleno),
    lleno !== "lleno" && formulario,
  ];
  return { titulo, antes, cuerpo, cerrar: borrador.cerrar };
};

export const telefono = (contacto, registro) =>
  pantalla({
    tipo: "telefono",
    clave: `telefono/${contacto}`,
    contacto: Number(contacto),
    registro,
    titulo: "Anotar un teléfono",
    inicial: { numero: "" },
    campos: ({ numero }) => [
      texto({ nombre: "numero", etiqueta: "Celular", ayuda: "Nueve dígitos.", valor: numero, type: "tel", inputmode: "tel", maxlength: "20" }),
    ],
    errores: ({ numero }) => (normalizarTelefono(numero) ? {} : { numero: NO_ES_CELULAR }),
    datos: ({ numero }) => ({ numero: normalizarTelefono(numero) }),
  });

export const direccion = (contacto, registro) =>
  pantalla({
    tipo: "direccion",
    clave: `direccion/${contacto}`,
    contacto: Number(contacto),
    registro,
    titulo: "Corregir la dirección",
    inicial: { direccion: "", referencia: "" },
    campos: (valores, parada) => [
      parada?.direccion && parrafo(`Ahora dice: ${parada.direccion}${parada.referencia ? ` (${parada.referencia})` : ""}`),
      texto({ nombre: "direccion", etiqueta: "Dirección correcta", valor: valores.direccion, maxlength: "200" }),
      texto({ nombre: "referencia", etiqueta: "Referencia para llegar", valor: valores.referencia, opcional: true, maxlength: "200" }),
    ],
    errores: ({ direccion: dicha, referencia }) =>
      dicha.trim() || referencia.trim() ? {} : { direccion: "Escriba la dirección o la referencia." },
    datos: ({ direccion: dicha, referencia }) => ({ direccion: dicha.trim(), referencia: referencia.trim() }),
  });

export const alerta = (contacto, registro) =>
  pantalla({
    tipo: "alerta",
    clave: `alerta/${contacto}`,
    contacto: Number(contacto),
    registro,
    titulo: "Avisar un problema",
    inicial: { tipo_alerta: "", causa: "", caso: "" },
    campos: (valores, parada) => [
      grupo(
        { nombre: "tipo_alerta", etiqueta: "¿Qué encontró?", ayuda: "La supervisora lo verá en su bandeja de alertas." },
        (parada?.alertas_posibles ?? []).map((codigo) =>
          opcion({ nombre: "tipo_alerta", codigo, dicho: nombreAlerta(codigo), marcado: (valores.tipo_alerta || valores.tipo) === codigo }),
        ),
      ),
      porQueNoAtiende(valores),
      parada?.casos.length > 1 &&
        grupo(
          { nombre: "caso", etiqueta: "¿De quién?", opcional: true },
          parada.casos.map(({ caso, nombre }) => opcion({ nombre: "caso", codigo: caso, dicho: nombre, marcado: String(valores.caso) === String(caso) })),
        ),
    ],
    errores: ({ tipo_alerta }) => (tipo_alerta ? {} : { tipo_alerta: "Elija qué encontró." }),
    datos: ({ tipo_alerta, causa, caso }) => ({
      tipo: tipo_alerta,
      caso: caso ? Number(caso) : null,
      causa: tipo_alerta === ESTABLECIMIENTO ? causa : "",
    }),
  });

export const requisito = async (contacto, codigo, registro) => {
  const parada = await traer(Number(contacto));
  const suyo = parada?.requisitos.find((uno) => uno.codigo === codigo);
  return pantalla({
    tipo: "requisito",
    clave: `requisito/${contacto}/${codigo}`,
    contacto: Number(contacto),
    registro,
    titulo: suyo?.etiqueta ?? "Requisito",
    inicial: { visto: "", nota: "" },
    campos: (valores) => [
      suyo && parrafo(suyo.detalle),
      grupo(
        { nombre: "visto", etiqueta: "¿Qué vio en la casa?", ayuda: "Se muestra a quien prepara y a quien aprueba; por sí solo no decide nada." },
        [["si", "Sí, lo vi"], ["no", "No lo tiene"]].map(([valor, dicho]) =>
          opcion({ nombre: "visto", codigo: valor, dicho, marcado: { true: "si", false: "no" }[valores.visto] === valor || valores.visto === valor }),
        ),
      ),
      texto({ nombre: "nota", etiqueta: "Nota", valor: valores.nota, opcional: true, filas: 3, maxlength: "500" }),
    ],
    errores: ({ visto }) => (visto === "" ? { visto: "Elija qué vio." } : {}),
    datos: ({ visto, nota }) => ({ codigo, visto: visto === "si" || visto === true, nota: nota.trim() }),
  });
};
