// The state of what was done here, always in sight: in words and an icon, said aloud when it changes;
// and the sending itself, as soon as there is signal.
import { contexto, soltar } from "./contexto.js";
import { icono, nodo } from "./nodos.js";
import { momento } from "./tiempo.js";

const PRIMERA_ESPERA = 5_000;
const ULTIMA_ESPERA = 5 * 60_000;
const VIEJA = 30 * 60_000;

let resultado = null;
let avance = null;
let fallidos = 0;
let reloj = null;
let dicho = "";

export const enlaceEntrar = () =>
  `/entrar/?next=${encodeURIComponent(`/ruta/campo/${location.hash}`)}`;

/** Words, icon and where they lead. */
const describir = async () => {
  if (!contexto.base) return ["sin ruta en este teléfono", "telefono", "#ruta"];
  const bandeja = await contexto.base.getAll("bandeja");
  const cuenta = (estado) => bandeja.filter((registro) => registro.estado === estado).length;
  const [quedan, malos] = [cuenta("por_enviar"), cuenta("rechazado")];
  const fotos = (await campo.fotosPendientes(contexto.base)).length;
  const cola = [
    quedan && `${quedan} por enviar`,
    fotos && `${fotos} ${fotos === 1 ? "foto" : "fotos"} por enviar`,
    malos && `${malos} por corregir`,
  ].filter(Boolean);
  const con = (frase, dibujo, a = "#envios") => [[frase, ...cola].filter(Boolean).join(" · "), dibujo, a];
  if (avance) return [`enviando ${avance.enviando} de ${avance.de}…`, "girar", "#envios"];
  if (!navigator.onLine || resultado?.estado === "sin_senal") return con("sin señal", "sin-senal");
  if (resultado?.estado === "sesion") return con("entre otra vez", "candado", enlaceEntrar());
  if (resultado?.estado === "ocupado") return con("el sistema está ocupado", "espera");
  if (resultado?.estado === "lleno") return con("sin espacio", "aviso");
  if (cola.length) return con("", malos ? "aviso" : "espera");
  const enviado = await contexto.base.get("ajustes", "enviado_en");
  return enviado ? [`enviado ${momento(enviado)}`, "hecho", "#envios"] : ["al día", "hecho", "#envios"];
};

export const pintar = async () => {
  const [texto, dibujo, a] = await describir();
  if (texto === dicho) return;
  dicho = texto;
  document
    .getElementById("estado")
    .replaceChildren(nodo("a", { href: a, clase: "estado-dicho" }, icono(dibujo), nodo("span", {}, texto)));
};

/** What the last attempt said, for the screens that explain it. */
export const ultimoResultado = () => resultado;

const programar = async () => {
  clearTimeout(reloj);
  const insiste = ["sin_senal", "ocupado", "en_curso"].includes(resultado?.estado);
  const faltan = [await campo.pendientes(contexto.base), await campo.fotosPendientes(contexto.base)];
  if (!insiste || !faltan.flat().length) return;
  const tope = Math.min(ULTIMA_ESPERA, PRIMERA_ESPERA * 2 ** fallidos);
  // Half of it by chance, so that a whole district does not call at once.
  reloj = setTimeout(intentar, tope / 2 + (Math.random() * tope) / 2);
};

export const intentar = async ({ traer = false } = {}) => {
  if (!contexto.base) return;
  clearTimeout(reloj);
  if (!navigator.onLine) return pintar();
  resultado = await campo.sincronizar(contexto.usuario, { traer });
  avance = null;
  fallidos = resultado.estado === "al_dia" ? 0 : fallidos + 1;
  await terminar();
};

const terminar = async () => {
  const ajeno = resultado.estado === "revocado" && !contexto.revocado;
  if (ajeno || resultado.estado === "otra_persona") {
    await soltar();
    return location.reload();
  }
  await pintar();
  await programar();
  document.dispatchEvent(new CustomEvent("campo:enviado", { detail: resultado }));
};

const yaMismo = (traer) => {
  fallidos = 0;
  return intentar({ traer });
};

const esVieja = async () =>
  Date.now() - ((await contexto.base?.get("ajustes", "sincronizado_en")) ?? 0) > VIEJA;

export const vigilar = () => {
  const canal = new BroadcastChannel("campo");
  canal.addEventListener("message", async ({ data }) => {
    if (data.enviando) avance = data;
    if (data.resultado) {
      avance = null;
      resultado = data.resultado;
      document.dispatchEvent(new CustomEvent("campo:enviado", { detail: resultado }));
    }
    await pintar();
  });
  addEventListener("online", () => yaMismo(false));
  addEventListener("offline", pintar);
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState === "visible") await yaMismo(await esVieja());
  });
  document.addEventListener("campo:cambio", async () => {
    await pintar();
    await yaMismo(false);
  });
};

export const enPalabras = () => {
  const frases = {
    sin_senal: "No hay señal. Se enviará solo cuando vuelva; puede seguir registrando.",
    ocupado: "El sistema está ocupado. Se volverá a enviar solo en unos minutos.",
    sesion: "Su sesión terminó. Entre otra vez: lo que registró sigue en el teléfono y se enviará solo.",
    lleno: "El teléfono no tiene espacio: borre fotos o aplicaciones que no use.",
    negado: resultado?.detalle,
  };
  return frases[resultado?.estado] ?? (navigator.onLine ? "" : frases.sin_senal);
};
