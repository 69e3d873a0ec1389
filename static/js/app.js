// Small manners for every page. Nothing here is needed for a page to work.
(() => {
  "use strict";
  const cuerpo = () => document.body;
  const esCampo = (e) => e.matches("input, textarea, select, [contenteditable]");

  // "/" goes to the search box.
  document.addEventListener("keydown", (evento) => {
    if (evento.key !== "/" || evento.ctrlKey || evento.metaKey || evento.altKey) return;
    if (evento.target instanceof Element && esCampo(evento.target)) return;
    const buscador = document.getElementById("buscador-texto");
    if (!buscador) return;
    evento.preventDefault();
    buscador.focus();
    buscador.select();
  });

  const avisar = (texto, enlace) => {
    const aviso = document.createElement("p");
    aviso.className = "aviso aviso-error";
    aviso.textContent = texto;
    if (enlace) {
      const ancla = document.createElement("a");
      ancla.href = enlace.direccion;
      ancla.target = "_blank";
      ancla.rel = "noopener";
      ancla.textContent = enlace.texto;
      aviso.append(" ", ancla);
    }
    const zona = document.getElementById("mensajes");
    zona.replaceChildren(aviso);
    zona.scrollIntoView({ block: "nearest" });
  };

  // An expired session must not replace a form with the login page: the text stays where it is.
  document.addEventListener("htmx:beforeSwap", (evento) => {
    const entrar = cuerpo().dataset.entrar;
    const llegada = evento.detail.xhr.responseURL;
    if (llegada && new URL(llegada).pathname === entrar && location.pathname !== entrar) {
      evento.detail.shouldSwap = false;
      avisar("Su sesión terminó y no se guardó nada todavía. Lo escrito sigue aquí.", {
        direccion: entrar,
        texto: "Entrar en otra pestaña y volver a enviar",
      });
    }
  });
  document.addEventListener("htmx:responseError", (evento) => {
    const mensajes = {
      403: "Su sesión cambió o su rol no permite hacer esto. Actualice la página e inténtelo otra vez.",
      404: "Ese registro ya no está a su alcance. Actualice la página.",
      413: "El archivo es demasiado grande.",
    };
    avisar(
      mensajes[evento.detail.xhr.status] ||
        "No se pudo completar. Lo escrito sigue aquí: inténtelo otra vez en un minuto.",
    );
  });
  document.addEventListener("htmx:sendError", () => {
    avisar("Sin conexión: no se envió. Lo escrito sigue aquí; inténtelo cuando vuelva la señal.");
  });

  // After a swap: say aloud what changed, and bring the reader to the errors.
  const atender = (raiz) => {
    const errores = raiz.querySelector("[data-enfocar]");
    if (errores) errores.focus();
    const dicho = raiz.querySelector("[data-anuncio]");
    const anuncio = document.getElementById("anuncio");
    if (dicho && anuncio) anuncio.textContent = dicho.dataset.anuncio || dicho.textContent;
  };
  document.addEventListener("DOMContentLoaded", () => {
    const errores = document.querySelector("[data-enfocar]");
    if (errores) errores.focus();
  });
  document.addEventListener("htmx:afterSettle", (evento) => atender(evento.detail.elt));

  // A select marked data-envia sends its form at once (there is a button for who has no scripts).
  document.addEventListener("change", (evento) => {
    if (evento.target.matches("[data-envia]")) evento.target.form.requestSubmit();
  });
})();
