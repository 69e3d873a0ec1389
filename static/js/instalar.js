// On every page with signal: keep the app up to date, send what waits, bring the route to the phone,
// and never let a log out lose what was not sent.
(() => {
  "use strict";
  const usuario = Number(document.body.dataset.usuario);
  const canal = new BroadcastChannel("campo");
  let instalacion = null;

  const boton = (texto, clase, hacer) => {
    const nuevo = document.createElement("button");
    Object.assign(nuevo, { type: "button", className: clase, textContent: texto });
    nuevo.addEventListener("click", hacer);
    return nuevo;
  };

  const enlace = (texto, href) => {
    const nuevo = document.createElement("a");
    Object.assign(nuevo, { href, className: "boton-secundario", textContent: texto });
    nuevo.setAttribute("role", "button");
    return nuevo;
  };

  // --- «Mi ruta»: what the phone holds

  const FRASES = {
    sin_senal: "No hay señal: inténtelo otra vez.",
    ocupado: "El sistema está ocupado: inténtelo otra vez en un minuto.",
    sesion: "Su sesión terminó: entre otra vez.",
  };

  const llevar = (decir) => async () => {
    decir("Llevando la ruta al teléfono…");
    const { estado, detalle } = await campo.sincronizar(usuario, { traer: true });
    await navigator.storage?.persist?.();
    await pintar(estado === "al_dia" ? "" : (FRASES[estado] ?? detalle ?? "No se pudo llevar la ruta."));
  };

  const instalar = async () => {
    instalacion.prompt();
    await instalacion.userChoice;
    instalacion = null;
    await pintar();
  };

  const resumen = async () =>
    campo.con(usuario, async (base) => {
      const bandeja = await base.getAll("bandeja");
      const cuenta = (estado) => bandeja.filter((registro) => registro.estado === estado).length;
      const [hogares, quedan, malos] = [await base.count("ruta"), cuenta("por_enviar"), cuenta("rechazado")];
      const partes = [
        hogares ? `${hogares} ${hogares === 1 ? "hogar" : "hogares"} en el teléfono` : "La ruta no está en este teléfono",
        quedan && `${quedan} por enviar`,
        malos && `${malos} por corregir`,
      ];
      return { hogares, frase: partes.filter(Boolean).join(" · ") };
    });

  const pintar = async (frase) => {
    const zona = document.getElementById("campo-estado");
    if (!zona) return;
    const { hogares, frase: dicho } = await resumen();
    const texto = document.createElement("span");
    texto.textContent = frase || dicho;
    const acciones = document.createElement("span");
    acciones.className = "acciones";
    const palabra = hogares ? "Traer de nuevo al teléfono" : "Llevar al teléfono";
    acciones.append(boton(palabra, "boton-principal", llevar((dice) => (texto.textContent = dice))));
    if (hogares) acciones.append(enlace("Abrir sin señal", "/ruta/campo/"));
    if (instalacion) acciones.append(boton("Instalar en el teléfono", "boton-secundario", instalar));
    zona.replaceChildren(texto, acciones);
  };

  addEventListener("beforeinstallprompt", async (evento) => {
    evento.preventDefault();
    instalacion = evento;
    await pintar();
  });

  // --- Leaving

  const salir = async (formulario) => {
    await campo.borrar(usuario);
    formulario.dataset.salir = "ya";
    formulario.requestSubmit();
  };

  const preguntar = (formulario, cuantos) => {
    const caja = document.createElement("dialog");
    const cuerpo = document.createElement("article");
    const titulo = document.createElement("h2");
    const texto = document.createElement("p");
    titulo.id = "salir-titulo";
    titulo.textContent = cuantos === 1 ? "Hay 1 registro sin enviar" : `Hay ${cuantos} registros sin enviar`;
    texto.textContent = "Al salir se borra de este teléfono todo lo suyo. Lo que no se envió se perdería.";
    const enviar = async () => {
      texto.textContent = "Enviando…";
      await campo.sincronizar(usuario);
      const quedan = await campo.cuantos(usuario);
      if (!quedan) return salir(formulario);
      texto.textContent = `Todavía ${quedan === 1 ? "queda 1" : `quedan ${quedan}`}: no hay señal o hay que corregirlos. Ábralos en su ruta.`;
    };
    const acciones = document.createElement("div");
    acciones.className = "acciones";
    acciones.append(
      boton("Enviar y salir", "boton-principal", enviar),
      enlace("Verlos", "/ruta/campo/#envios"),
      boton(`Salir y perder ${cuantos}`, "boton-secundario", () => salir(formulario)),
      boton("No salir", "boton-texto", () => caja.close()),
    );
    caja.setAttribute("aria-labelledby", "salir-titulo");
    cuerpo.append(titulo, texto, acciones);
    caja.append(cuerpo);
    caja.addEventListener("close", () => caja.remove());
    document.body.append(caja);
    caja.showModal();
  };

  // Before anybody else hears of it: who stays keeps the drafts of the page too.
  const alSalir = async (evento) => {
    const formulario = evento.target;
    if (!formulario.matches("[data-salir]") || formulario.dataset.salir === "ya") return;
    evento.preventDefault();
    evento.stopPropagation();
    const cuantos = await campo.cuantos(usuario);
    await (cuantos ? preguntar(formulario, cuantos) : salir(formulario));
  };

  const empezar = async () => {
    navigator.serviceWorker?.register("/sw.js", { updateViaCache: "none" });
    await campo.entro(usuario);
    await campo.caducar();
    await pintar();
    canal.addEventListener("message", ({ data }) => data.resultado && pintar());
    document.addEventListener("htmx:afterSettle", () => pintar());
    if (await campo.cuantos(usuario)) await campo.sincronizar(usuario);
  };
  if (usuario && "indexedDB" in window) {
    document.addEventListener("submit", alSalir, { capture: true });
    empezar();
  }
})();
