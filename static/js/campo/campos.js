// Fields of a form, with the same marks as the pages of the server.
import { nodo } from "./nodos.js";

const rotulo = (texto, opcional) => [
  texto,
  opcional && nodo("span", { clase: "opcional" }, " (opcional)"),
];

export const texto = ({ nombre, etiqueta, valor = "", opcional = false, ayuda, filas, ...mas }) => {
  const id = `id_${nombre}`;
  const pista = ayuda && `${id}_ayuda`;
  const comunes = { id, name: nombre, value: valor, autocomplete: "off", "aria-describedby": pista, ...mas };
  return nodo(
    "div",
    { clase: "campo" },
    nodo("label", { htmlFor: id }, rotulo(etiqueta, opcional)),
    ayuda && nodo("p", { clase: "ayuda", id: pista }, ayuda),
    filas ? nodo("textarea", { rows: filas, ...comunes }) : nodo("input", { type: "text", ...comunes }),
  );
};

export const eleccion = ({ nombre, etiqueta, opciones, valor, vacio }) => {
  const id = `id_${nombre}`;
  const lista = opciones.map(([codigo, dicho]) => nodo("option", { value: String(codigo) }, dicho));
  const campo = nodo("select", { id, name: nombre }, nodo("option", { value: "" }, vacio), lista);
  campo.value = valor ?? "";
  return nodo("div", { clase: "campo" }, nodo("label", { htmlFor: id }, etiqueta), campo);
};

export const opcion = ({ nombre, codigo, dicho, pequeno, marcado, tipo = "radio", datos = {} }) => {
  const entrada = nodo("input", { type: tipo, name: nombre, value: String(codigo), checked: marcado, ...datos.entrada });
  const nota = pequeno && nodo("small", {}, pequeno);
  return nodo("label", { clase: "opcion", ...datos.rotulo }, entrada, " ", nodo("span", {}, dicho, nota));
};

export const grupo = ({ nombre, etiqueta, clase = "resultados", opcional, ayuda }, ...opciones) =>
  nodo(
    "fieldset",
    { clase: "campo", id: `id_${nombre}`, tabindex: "-1" },
    nodo("legend", {}, rotulo(etiqueta, opcional)),
    ayuda && nodo("p", { clase: "ayuda" }, ayuda),
    nodo("div", { clase }, opciones),
  );

/** What is in the form now; the names of `varios` give lists. */
export const leer = (formulario, varios = []) => {
  const datos = new FormData(formulario);
  const valores = Object.fromEntries([...datos].filter(([, valor]) => typeof valor === "string"));
  for (const nombre of varios) valores[nombre] = datos.getAll(nombre);
  return valores;
};

const limpiar = (formulario) => {
  formulario.querySelector(".resumen-errores")?.remove();
  formulario.querySelectorAll(".error").forEach((error) => error.remove());
  for (const campo of formulario.querySelectorAll(".campo-con-error")) {
    campo.classList.remove("campo-con-error");
    campo.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  }
};

/** Say each error at its field and in a summary that leads to it; true when there was none. */
export const mostrarErrores = (formulario, errores) => {
  limpiar(formulario);
  const lista = Object.entries(errores);
  if (!lista.length) return true;
  const enlaces = lista.map(([nombre, frase]) => {
    const campo = formulario.querySelector(`#id_${nombre}`);
    const caja = campo?.closest(".campo");
    caja?.classList.add("campo-con-error");
    const error = nodo("p", { clase: "error", id: `id_${nombre}_error` }, frase);
    if (caja === campo) campo?.querySelector("legend").after(error);
    else campo?.before(error);
    campo?.setAttribute("aria-invalid", "true");
    const ir = (evento) => {
      evento.preventDefault();
      (campo?.querySelector("input") ?? campo)?.focus();
    };
    return nodo("li", {}, nodo("a", { href: `#id_${nombre}`, click: ir }, frase));
  });
  const resumen = nodo(
    "div",
    { clase: "resumen-errores", role: "alert", tabindex: "-1" },
    nodo("h2", {}, "Falta algo para registrar"),
    nodo("ul", {}, enlaces),
  );
  formulario.prepend(resumen);
  resumen.focus();
  return false;
};
