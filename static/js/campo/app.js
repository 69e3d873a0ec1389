// The app that opens without signal: who is here, which screen, and what was left half done.
import { abrir, contexto, parada, soltar } from "./contexto.js";
import { intentar, pintar, vigilar } from "./estado.js";
import { borradores } from "./borrador.js";
import { boton, nodo, parrafo } from "./nodos.js";
import { barrerAdjuntos } from "./registros.js";
import acuerdo from "./pantallas/acuerdo.js";
import caso from "./pantallas/caso.js";
import envios from "./pantallas/envios.js";
import { alerta, direccion, requisito, telefono } from "./pantallas/hechos.js";
import ruta from "./pantallas/ruta.js";
import { cerrado, esteTelefono, sinNadie } from "./pantallas/telefono.js";
import visita, { llamada } from "./pantallas/visita.js";

const UUID = "[0-9a-f]{8}-[0-9a-f-]{27}";
const CON_REGISTRO = (nombre) => new RegExp(`^${nombre}/(\\d+)(?:/(${UUID}))?$`);
const RUTAS = [
  [/^(?:ruta)?$/, ruta],
  [/^caso\/(\d+)$/, caso],
  [CON_REGISTRO("visita"), visita],
  [/^llamada\/(\d+)\/(\d+)$/, llamada],
  [CON_REGISTRO("telefono"), telefono],
  [CON_REGISTRO("direccion"), direccion],
  [CON_REGISTRO("alerta"), alerta],
  [CON_REGISTRO("acuerdo"), acuerdo],
  [new RegExp(`^requisito/(\\d+)/([A-Za-z_]+)(?:/(${UUID}))?$`), requisito],
  [/^envios$/, envios],
  [/^este-telefono$/, esteTelefono],
];
const CASCARA = "/ruta/campo/";
const DE_LA_PAGINA = /^\/contactos\/(\d+)\/(visita\/)?$/;
const PACIENCIA = 4_000;

let actual = null;
let turno = 0;

const elegir = () => {
  if (!contexto.base) return [sinNadie, []];
  if (contexto.revocado) return [cerrado, []];
  const senas = location.hash.slice(1);
  for (const [patron, pantalla] of RUTAS) {
    const partes = patron.exec(senas);
    if (partes) return [pantalla, partes.slice(1)];
  }
  return [ruta, []];
};

const marcarMenu = (senas) => {
  for (const enlace of document.querySelectorAll(".menu a")) {
    const suyo = enlace.getAttribute("href") === `#${senas || "ruta"}`;
    enlace.toggleAttribute("aria-current", suyo);
    if (suyo) enlace.setAttribute("aria-current", "page");
  }
};

/** Draw the screen of the address; what was being written on the last one is on disk first. */
const mostrar = async ({ enfocar = true } = {}) => {
  const mio = ++turno;
  await actual?.cerrar?.();
  actual = null;
  const [pantalla, partes] = elegir();
  const hecha = await pantalla(...partes);
  if (mio !== turno) return hecha.cerrar?.();
  actual = hecha;
  // Names stay out of the browser's history.
  document.title = `${hecha.pestana ?? hecha.titulo} · Programa JUNTOS`;
  const titulo = nodo("h1", { tabindex: "-1" }, hecha.titulo);
  document.getElementById("pantalla").replaceChildren(
    ...[hecha.antes, titulo, ...hecha.cuerpo].flat(Infinity).filter(Boolean),
  );
  marcarMenu(location.hash.slice(1));
  await contexto.base?.put("ajustes", location.hash, "pantalla").catch(soloSiNoCabe);
  if (!enfocar) return;
  limpiarAvisos();
  scrollTo(0, 0);
  (document.querySelector("[data-enfocar]") ?? titulo).focus({ preventScroll: true });
};

/** A full phone still shows what it holds. */
const soloSiNoCabe = (error) => {
  if (!campo.sinLugar(error)) throw error;
};

/** A notice is read on the screen that follows it, and leaves with that one. */
const limpiarAvisos = () => {
  for (const aviso of document.querySelectorAll("#avisos > [data-leido]")) aviso.remove();
  for (const aviso of document.getElementById("avisos").children) aviso.dataset.leido = "si";
};

/** What changed under a screen that only shows things draws it again, where it was. */
const refrescar = async () => {
  if (!actual?.viva) return;
  const sena = (elemento) => elemento.getAttribute("href") ?? elemento.textContent;
  const zona = document.getElementById("pantalla");
  const foco = zona.contains(document.activeElement) ? sena(document.activeElement) : null;
  await mostrar({ enfocar: false });
  const otra = foco && [...zona.querySelectorAll("a, button, h1")].find((uno) => sena(uno) === foco);
  if (otra) otra.focus({ preventScroll: true });
};

// --- Who is here

const NADIE = 0;

/** The server's word on who is logged in, while it comes soon; else the phone's: null.

Somebody of another role is nobody here: she does not see the route of who was before. */
const preguntar = async () => {
  if (!navigator.onLine) return null;
  const numero = await campo.dispositivo();
  try {
    const respuesta = await fetch(`/ruta/sesion/?dispositivo=${numero}`, {
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PACIENCIA),
    });
    const dicho = await respuesta.json();
    if (dicho.codigo === "rol") return NADIE;
    return respuesta.ok ? dicho.usuario : null;
  } catch {
    return null;
  }
};

const recordar = (senas) => history.replaceState(null, "", `${CASCARA}${senas}`);

/** Where she was: the page asked for, or the screen with something half written. */
const donde = async () => {
  if (location.hash || !contexto.base) return;
  const pedido = DE_LA_PAGINA.exec(location.pathname);
  if (pedido && (await parada(Number(pedido[1])))) {
    recordar(`#${pedido[2] ? "visita" : "caso"}/${pedido[1]}`);
    return;
  }
  const ultima = await contexto.base.get("ajustes", "pantalla");
  const medias = (await borradores()).map(({ clave }) => `#${clave}`);
  recordar(medias.includes(ultima) ? ultima : "");
};

/** The page asked for did not come: this is the phone's, and there is a way to wait for that one. */
const avisarPaginaLenta = () => {
  if (location.pathname === CASCARA) return;
  const esperar = new URL(location.href);
  esperar.searchParams.set("esperar", "1");
  document.getElementById("avisos").append(
    nodo(
      "div",
      { clase: "aviso" },
      parrafo("No hay señal o está muy lenta: esto es lo que lleva en el teléfono."),
      boton(esperar.href, "Esperar la página"),
    ),
  );
};

const empezar = async () => {
  await campo.caducar();
  const dicho = await preguntar();
  if (dicho) await campo.entro(dicho);
  await abrir(dicho ?? (await campo.usuarioActual()));
  contexto.revocado = Boolean(await contexto.base?.get("ajustes", "revocado"));
  if (contexto.base) await barrerAdjuntos();
  avisarPaginaLenta();
  await donde();
  vigilar();
  addEventListener("hashchange", () => mostrar());
  addEventListener("pagehide", soltar);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") soltar();
  });
  document.addEventListener("campo:cambio", refrescar);
  document.addEventListener("campo:enviado", refrescar);
  document.getElementById("saltar").addEventListener("click", (evento) => {
    evento.preventDefault();
    document.getElementById("contenido").focus();
  });
  await mostrar();
  await pintar();
  await intentar({ traer: true });
  await navigator.storage?.persist?.();
};

navigator.serviceWorker?.register("/sw.js", { updateViaCache: "none" });
empezar();
