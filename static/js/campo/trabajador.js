// The service worker: keeps the shell (never a page with people), answers with it when there is no
// signal, and sends what waits when the signal comes back, with the page closed too.
(() => {
  "use strict";
  const CASCARA = "/ruta/campo/";
  const PACIENCIA = 4_000;
  const CASO = /^\/contactos\/(\d+)\//;
  const DE_LA_RUTA = new Set(["/", "/ruta/", "/cola/"]);
  const { precaching, routing } = workbox;

  workbox.core.setCacheNameDetails({ prefix: "juntos" });
  precaching.cleanupOutdatedCaches();
  // What the page has just brought is asked about, not brought again: the first visit costs once.
  const preguntar = async ({ request }) => new Request(request, { cache: "no-cache" });
  precaching.addPlugins([{ requestWillFetch: preguntar }]);
  precaching.precacheAndRoute(self.PRECARGA, { cleanURLs: false, directoryIndex: "" });
  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (evento) => evento.waitUntil(self.clients.claim()));

  const cascara = () => precaching.matchPrecache(CASCARA);

  /** Whether the shell has something better to show than a slow page. */
  const loLleva = async ({ pathname, searchParams }) => {
    if (searchParams.has("esperar")) return false;
    const caso = CASO.exec(pathname);
    if (!caso && !DE_LA_RUTA.has(pathname)) return false;
    const usuario = await campo.usuarioActual();
    if (!usuario) return false;
    return campo.con(usuario, async (base) =>
      caso ? Boolean(await base.get("ruta", Number(caso[1]))) : (await base.count("ruta")) > 0,
    );
  };

  const dentroDe = (milisegundos) => new Promise((sigue) => setTimeout(sigue, milisegundos));

  const navegar = async ({ request, url }) => {
    const red = fetch(request);
    const impaciente = dentroDe(PACIENCIA).then(async () => (await loLleva(url)) && cascara());
    try {
      return (await Promise.race([red, impaciente])) || (await red);
    } catch {
      return (await cascara()) || Response.error();
    }
  };
  routing.registerRoute(new routing.NavigationRoute(navegar));

  const enviar = async () => {
    await campo.caducar();
    const usuario = await campo.usuarioActual();
    if (!usuario || !(await campo.cuantos(usuario))) return;
    const { estado } = await campo.sincronizar(usuario);
    // The browser tries again, later and later, what is refused here.
    if (estado === "sin_senal" || estado === "ocupado") throw new Error(estado);
  };
  self.addEventListener("sync", (evento) => {
    if (evento.tag === "bandeja") evento.waitUntil(enviar());
  });
})();
