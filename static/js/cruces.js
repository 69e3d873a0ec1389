// The keys of the review page: each presses the button that shows it.
(() => {
  "use strict";
  const GUARDADO = "cruces:atajos";
  const seEscribe = (e) =>
    e.isContentEditable ||
    e.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");

  document.addEventListener("DOMContentLoaded", () => {
    const interruptor = document.getElementById("atajos");
    if (!interruptor) return;
    interruptor.checked = localStorage.getItem(GUARDADO) !== "no";
    interruptor.closest("[hidden]").hidden = false;
    interruptor.addEventListener("change", () =>
      localStorage.setItem(GUARDADO, interruptor.checked ? "si" : "no"),
    );
  });

  document.addEventListener("keydown", (evento) => {
    if (evento.repeat || evento.isComposing) return;
    if (evento.ctrlKey || evento.metaKey || evento.altKey || evento.shiftKey) return;
    if (evento.target instanceof Element && seEscribe(evento.target)) return;
    const mesa = document.getElementById("mesa");
    // One decision at a time: a key pressed while the answer comes would fall on the next pair.
    if (!mesa || mesa.querySelector(".htmx-request, .htmx-swapping")) return;
    if (!document.getElementById("atajos").checked) return;
    const tecla = evento.key.toLowerCase();
    const boton = [...mesa.querySelectorAll("button[data-tecla]")].find((b) => b.dataset.tecla === tecla);
    if (!boton || boton.disabled) return;
    evento.preventDefault();
    boton.click();
  });
})();
