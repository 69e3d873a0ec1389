// Uploading with comfort: drop, see what was chosen, watch it go. Without this file the form works.
(() => {
  "use strict";
  const UNIDADES = ["bytes", "kB", "MB", "GB"];
  const tamano = (n) => {
    let i = 0;
    while (n >= 1000 && i < UNIDADES.length - 1) { n /= 1000; i += 1; }
    return `${n.toLocaleString("es-PE", { maximumFractionDigits: i > 1 ? 1 : 0 })} ${UNIDADES[i]}`;
  };
  const zonaDe = (evento) => (evento.target instanceof Element ? evento.target.closest(".soltar") : null);

  const listar = (campo) => {
    const lista = campo.closest(".soltar").querySelector(".elegidos");
    lista.replaceChildren(...Array.from(campo.files, (archivo) => {
      const item = document.createElement("li");
      item.textContent = `${archivo.name} (${tamano(archivo.size)})`;
      return item;
    }));
    lista.hidden = !campo.files.length;
  };

  // The browser's own button speaks the browser's language: ours stands in for it.
  const mejorar = () => document.querySelectorAll(".soltar").forEach((z) => z.classList.add("con-guiones"));
  document.addEventListener("DOMContentLoaded", mejorar);
  document.addEventListener("htmx:afterSwap", mejorar);

  document.addEventListener("change", (evento) => {
    if (evento.target.matches(".soltar input[type=file]")) listar(evento.target);
  });
  document.addEventListener("dragover", (evento) => {
    const zona = zonaDe(evento);
    // A file that misses the zone must not replace the page.
    evento.preventDefault();
    evento.dataTransfer.dropEffect = zona ? "copy" : "none";
    document.querySelectorAll(".soltar").forEach((z) => z.classList.toggle("encima", z === zona));
  });
  ["dragleave", "drop"].forEach((tipo) => document.addEventListener(tipo, (evento) => {
    if (tipo === "dragleave" && evento.relatedTarget) return;
    document.querySelectorAll(".encima").forEach((z) => z.classList.remove("encima"));
  }));
  document.addEventListener("drop", (evento) => {
    evento.preventDefault();
    const zona = zonaDe(evento);
    if (!zona || !evento.dataTransfer.files.length) return;
    const campo = zona.querySelector("input[type=file]");
    campo.files = evento.dataTransfer.files;
    listar(campo);
  });

  const avance = (formulario) => formulario.querySelector(".subida-avance");
  document.addEventListener("htmx:xhr:progress", (evento) => {
    const { loaded, total, lengthComputable } = evento.detail;
    const caja = evento.target.matches(".subida") ? avance(evento.target) : null;
    if (!caja || !lengthComputable) return;
    caja.hidden = false;
    const parte = Math.round((loaded / total) * 100);
    caja.querySelector("progress").value = parte;
    caja.querySelector("p").textContent = parte < 100
      ? `Enviando: ${tamano(loaded)} de ${tamano(total)} (${parte} %). No cierre esta página.`
      : "Enviado. Guardando…";
  });
  ["htmx:sendError", "htmx:responseError", "htmx:sendAbort"].forEach((tipo) =>
    document.addEventListener(tipo, (evento) => {
      if (evento.target.matches(".subida")) avance(evento.target).hidden = true;
    }));
})();
