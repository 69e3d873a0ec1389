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

  // Escape silences an explanation that covers what is under it, until the pointer or focus leaves.
  document.addEventListener("keydown", (evento) => {
    if (evento.key !== "Escape") return;
    document.querySelectorAll(".orden:is(:hover, :focus-within)").forEach((orden) => {
      orden.classList.add("callado");
      const hablar = () => orden.classList.remove("callado");
      orden.addEventListener("mouseleave", hablar, { once: true });
      orden.addEventListener("focusout", hablar, { once: true });
    });
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
      sesionTerminada = true;
      avisar("Su sesión terminó y no se guardó nada todavía. Lo escrito sigue aquí.", {
        direccion: entrar,
        texto: "Entrar en otra pestaña y volver a enviar",
      });
    }
  });
  // Back from logging in elsewhere: take the new session's token, so that the same form can be sent.
  let sesionTerminada = false;
  document.addEventListener("visibilitychange", async () => {
    if (!sesionTerminada || document.visibilityState !== "visible") return;
    const respuesta = await fetch(location.href, { cache: "no-store" });
    const nueva = new DOMParser().parseFromString(await respuesta.text(), "text/html").body;
    if (nueva.dataset.usuario !== cuerpo().dataset.usuario) return;
    sesionTerminada = false;
    const cabeceras = nueva.getAttribute("hx-headers");
    cuerpo().setAttribute("hx-headers", cabeceras);
    const ficha = JSON.parse(cabeceras)["X-CSRFToken"];
    document.getElementsByName("csrfmiddlewaretoken").forEach((campo) => (campo.value = ficha));
    avisar("Listo: ya entró otra vez. Vuelva a enviar; lo escrito sigue aquí.");
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

  // <form data-borrador="visita-7">: what is typed outlives a closed tab or an expired session, on
  // this device and for this person, until it is sent, thrown away, three days old, or they leave.
  const DIAS_DE_BORRADOR = 3;
  const prefijo = () => `borrador:${cuerpo().dataset.usuario || ""}:`;
  const lugar = (formulario) => prefijo() + formulario.dataset.borrador;
  const guardables = (formulario) =>
    [...formulario.elements].filter(
      (e) => e.name && esCampo(e) && !["hidden", "password", "file", "submit"].includes(e.type),
    );
  const borradores = () => Object.keys(localStorage).filter((clave) => clave.startsWith("borrador:"));
  const leer = (clave) => JSON.parse(localStorage.getItem(clave) || "null");
  const escribir = (formulario, enviado) => {
    const campos = guardables(formulario).map((e) =>
      ["radio", "checkbox"].includes(e.type) ? [e.name, e.value, e.checked] : [e.name, e.value],
    );
    localStorage.setItem(lugar(formulario), JSON.stringify({ en: Date.now(), enviado, campos }));
  };
  const recuperar = (formulario) => {
    const guardado = leer(lugar(formulario));
    if (!guardado || formulario.dataset.recuperado || formulario.querySelector(".campo-con-error")) return;
    formulario.dataset.recuperado = "si";
    for (const [nombre, valor, marcado] of guardado.campos) {
      for (const campo of guardables(formulario).filter((e) => e.name === nombre)) {
        if (marcado === undefined) campo.value = valor;
        else if (campo.value === valor) campo.checked = marcado;
      }
    }
    const aviso = document.createElement("p");
    aviso.className = "aviso";
    aviso.textContent = "Recuperamos lo que había escrito y no se envió. ";
    const boton = document.createElement("button");
    boton.type = "button";
    boton.className = "boton-texto";
    boton.textContent = "Empezar de nuevo";
    boton.addEventListener("click", () => {
      localStorage.removeItem(lugar(formulario));
      formulario.reset();
      aviso.remove();
    });
    aviso.append(boton);
    formulario.prepend(aviso);
  };
  const revisarBorradores = () => {
    const abiertos = [...document.querySelectorAll("form[data-borrador]")];
    const enEntrar = location.pathname === cuerpo().dataset.entrar;
    for (const clave of borradores()) {
      const { en, enviado } = leer(clave);
      const viejo = Date.now() - en > DIAS_DE_BORRADOR * 86400000;
      // It was sent and its form is gone: the server took it.
      const tomado = enviado && !enEntrar && !abiertos.some((f) => lugar(f) === clave);
      if (viejo || tomado) localStorage.removeItem(clave);
    }
    abiertos.forEach(recuperar);
  };
  const conBorrador = (evento) =>
    evento.target instanceof Element && evento.target.closest("form[data-borrador]");
  document.addEventListener("input", (evento) => {
    const formulario = conBorrador(evento);
    if (formulario) escribir(formulario, false);
  });
  document.addEventListener("submit", (evento) => {
    const formulario = conBorrador(evento);
    if (formulario) escribir(formulario, true);
    if (evento.target.matches("[data-salir]")) {
      borradores().forEach((clave) => localStorage.removeItem(clave));
    }
  });
  document.addEventListener("DOMContentLoaded", revisarBorradores);
  document.addEventListener("htmx:afterSettle", revisarBorradores);
})();
