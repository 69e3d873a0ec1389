// Build the page from data, never by reading data as HTML.
const PROPIEDADES = new Set(["value", "checked", "disabled", "hidden", "textContent", "htmlFor"]);

export const nodo = (etiqueta, atributos = {}, ...hijos) => {
  const elemento = document.createElement(etiqueta);
  for (const [nombre, valor] of Object.entries(atributos)) {
    if (valor === undefined || valor === null || valor === false) continue;
    if (typeof valor === "function") elemento.addEventListener(nombre, valor);
    else if (nombre === "clase") elemento.className = valor;
    else if (PROPIEDADES.has(nombre)) elemento[nombre] = valor;
    else elemento.setAttribute(nombre, valor === true ? "" : valor);
  }
  elemento.append(...hijos.flat(Infinity).filter((hijo) => hijo || hijo === 0));
  return elemento;
};

const SVG = "http://www.w3.org/2000/svg";

export const dibujo = (etiqueta, atributos = {}, ...hijos) => {
  const elemento = document.createElementNS(SVG, etiqueta);
  for (const [nombre, valor] of Object.entries(atributos)) elemento.setAttribute(nombre, valor);
  elemento.append(...hijos);
  return elemento;
};

export const icono = (nombre) => {
  const archivo = `${document.body.dataset.estaticos}img/campo.svg`;
  return dibujo(
    "svg",
    { class: "icono", "aria-hidden": "true", focusable: "false" },
    dibujo("use", { href: `${archivo}#${nombre}` }),
  );
};

export const parrafo = (...hijos) => nodo("p", {}, ...hijos);
export const enlace = (href, texto, atributos = {}) => nodo("a", { href, ...atributos }, texto);
export const boton = (href, texto, clase = "boton-secundario") =>
  nodo("a", { href, clase, role: "button" }, texto);
export const chip = (texto, clase = "neutro") =>
  nodo("span", { clase: `chip chip-${clase}` }, texto);
export const ficha = (titulo, id, ...hijos) =>
  nodo("section", { clase: "ficha", "aria-labelledby": id }, nodo("h2", { id }, titulo), hijos);
