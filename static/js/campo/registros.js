// What was done on the phone: put in the outbox, found, told in words.
import { catalogo, contexto } from "./contexto.js";
import { nodo } from "./nodos.js";
import { ahora } from "./tiempo.js";

/** Pictures of what was begun again or taken away. */
export const barrerAdjuntos = async () => {
  const paso = contexto.base.transaction(["adjuntos", "bandeja", "borradores"], "readwrite");
  const [adjuntos, bandeja, borradores] = await Promise.all(
    ["adjuntos", "bandeja", "borradores"].map((caja) => paso.objectStore(caja).getAll()),
  );
  const vivos = new Set([...bandeja, ...borradores].map(({ id }) => id));
  for (const { id, registro } of adjuntos) if (!vivos.has(registro)) paso.objectStore("adjuntos").delete(id);
  await paso.done;
};

const avisar = () => document.dispatchEvent(new CustomEvent("campo:cambio"));

/** The browser sends with the page closed too, where it can. */
const pedirEnvio = () =>
  navigator.serviceWorker?.ready
    .then((registro) => registro.sync?.register("bandeja"))
    .catch(() => {});

const decir = (frase, clase) =>
  document.getElementById("avisos").replaceChildren(nodo("p", { clase: `aviso aviso-${clase}` }, frase));

export const avisarLleno = () =>
  decir("No se pudo guardar: el teléfono no tiene espacio. Lo escrito sigue en la pantalla. Borre fotos o aplicaciones y pruebe otra vez.", "error");

/** The record in the outbox and its draft out of it, at the same instant; false when it has left.

Once it may have arrived, the same id with other contents would be another's word. */
const asentar = async (registro, { borrador, corrige }) => {
  const cajas = ["bandeja", "borradores", "adjuntos"];
  const paso = contexto.base.transaction(cajas, "readwrite", campo.SEGURO);
  const [bandeja, borradores, adjuntos] = cajas.map((caja) => paso.objectStore(caja));
  const ya = await bandeja.get(registro.id);
  const viejo = corrige && (await bandeja.get(corrige));
  const seFue = Boolean(ya && (ya.intentado_en || ya.estado !== "por_enviar"));
  if (!seFue) {
    bandeja.put({ ...registro, hecho_en: ya?.hecho_en ?? ahora(), estado: "por_enviar", motivo: "" });
    if (viejo && sePuedeCorregir(viejo)) bandeja.delete(corrige);
    if (borrador) borradores.delete(borrador);
    for (const foto of registro.datos.fotos ?? []) {
      const adjunto = await adjuntos.get(foto);
      if (adjunto) adjuntos.put({ ...adjunto, registro: registro.id });
    }
  }
  await paso.done;
  return !seFue;
};

/** Keep a record to be sent: "guardado", "se_fue" or "lleno". */
export const guardar = async (registro, opciones = {}) => {
  try {
    if (!(await asentar(registro, opciones))) return "se_fue";
  } catch (error) {
    if (!campo.sinLugar(error)) throw error;
    avisarLleno();
    return "lleno";
  }
  decir(`Guardado en el teléfono: ${titulo(registro)}.`, "success");
  pedirEnvio();
  avisar();
  return "guardado";
};

export const deContacto = async (contacto) =>
  (await contexto.base.getAllFromIndex("bandeja", "contacto", contacto)).sort(porHora);

export const todos = async () => (await contexto.base.getAll("bandeja")).sort(porHora);

export const porHora = (a, b) =>
  Date.parse(a.hecho_en) - Date.parse(b.hecho_en) || (a.id < b.id ? -1 : 1);

export const sePuedeCorregir = (registro) =>
  registro.estado === "rechazado" || (registro.estado === "por_enviar" && !registro.intentado_en);

/** Take a record out of the phone; with `guardarlo` nothing is lost until the undo has passed. */
export const quitar = async (registro) => {
  const paso = contexto.base.transaction("bandeja", "readwrite", campo.SEGURO);
  const actual = await paso.store.get(registro.id);
  const seQuita = Boolean(actual && (actual.estado !== "por_enviar" || !actual.intentado_en));
  if (seQuita) paso.store.delete(registro.id);
  await paso.done;
  if (seQuita) avisar();
  return seQuita;
};

export const reponer = async (registro) => {
  await contexto.base.put("bandeja", registro);
  pedirEnvio();
  avisar();
};

// --- In words

const NOMBRES = {
  telefono: "Teléfono nuevo",
  direccion: "Dirección corregida",
  alerta: "Aviso de un problema",
  requisito: "Requisito visto",
  acuerdo: "Acuerdo firmado",
};

export const titulo = ({ tipo, datos }) => {
  if (tipo !== "visita") return NOMBRES[tipo];
  return nombreDe(catalogo().resultados, datos.resultado) ?? "Visita";
};

const nombreDe = (resultados, codigo) => resultados.find((r) => r.codigo === codigo)?.nombre;
export const nombreAlerta = (tipo) =>
  catalogo().alertas.find(([codigo]) => codigo === tipo)?.[1] ?? tipo;

export const detalle = ({ tipo, datos }) => {
  const partes = {
    visita: () => [
      datos.modalidad === "telefono" ? "Llamada" : "Visita en persona",
      datos.motivo,
      datos.observacion,
      datos.alertas?.map(nombreAlerta).join(", "),
      datos.fotos?.length && (datos.fotos.length === 1 ? "1 foto" : `${datos.fotos.length} fotos`),
    ],
    telefono: () => [datos.numero],
    direccion: () => [datos.direccion, datos.referencia],
    alerta: () => [nombreAlerta(datos.tipo)],
    requisito: () => [datos.etiqueta ?? datos.codigo, datos.visto ? "lo vio" : "no lo tiene", datos.nota],
    acuerdo: () => [datos.nombre],
  };
  return partes[tipo]().filter(Boolean).join(" · ");
};

export const ESTADOS = {
  por_enviar: ["Por enviar", "pronto"],
  aplicado: ["Enviado", "bien"],
  observado: ["Enviado; lo verá la supervisora", "neutro"],
  rechazado: ["Por corregir", "vencido"],
};
