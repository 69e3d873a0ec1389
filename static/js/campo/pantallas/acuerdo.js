// The Acuerdo signed on the screen: with a finger, or by a name written and a word given.
import { abrirBorrador } from "../borrador.js";
import { leer, mostrarErrores, opcion, texto } from "../campos.js";
import { contexto, parada as traer } from "../contexto.js";
import { imagen, recuadro } from "../firma.js";
import { enlace, nodo, parrafo } from "../nodos.js";
import { avisarLleno, guardar } from "../registros.js";
import { dia, fecha } from "../tiempo.js";
import { uuid } from "../uuid.js";
import { sinEspacio } from "./partes.js";

const COMPROMISO =
  "Me comprometo a que mis hijas e hijos reciban su control de crecimiento y sus vacunas, a ir a mis controles si estoy gestando y a sacar su DNI. Acepto recibir a la gestora en mi casa.";

const fallos = ({ nombre, trazos, palabra }) => ({
  ...(nombre.trim() ? {} : { nombre: "Escriba el nombre de quien firma." }),
  ...(trazos.length || palabra === "si" ? {} : { palabra: "Falta la firma: pídala con el dedo, o marque que aceptó de palabra." }),
});

const registrar = async (contacto, valores, corrige) => {
  const nombre = valores.nombre.trim();
  const firma = uuid();
  const dibujo = await imagen({ trazos: valores.trazos, nombre, fecha: fecha(dia()) });
  try {
    await contexto.base.put("adjuntos", { id: firma, registro: valores.id, ...dibujo });
  } catch (error) {
    if (!campo.sinLugar(error)) throw error;
    return avisarLleno();
  }
  const hecho = { id: valores.id, tipo: "acuerdo", contacto, datos: { firma, nombre } };
  return guardar(hecho, { borrador: valores.clave, corrige });
};

export default async (numero, corrige) => {
  const contacto = Number(numero);
  const [parada, lleno] = [await traer(contacto), await campo.espacio(contexto.base)];
  const antes = nodo("p", {}, enlace(`#caso/${contacto}`, "Volver al hogar", { clase: "volver" }));
  const borrador = await abrirBorrador(`acuerdo/${contacto}`, { id: uuid(), nombre: "", palabra: "", trazos: [] });
  const { valores } = borrador;
  const { lienzo, borrar } = recuadro(valores.trazos, (trazos) => borrador.cambiar({ trazos }));
  const formulario = nodo(
    "form",
    { clase: "formulario-visita", novalidate: true },
    nodo("p", { clase: "aviso" }, COMPROMISO),
    texto({ nombre: "nombre", etiqueta: "Nombre de quien firma", valor: valores.nombre, maxlength: "200" }),
    nodo(
      "div",
      { clase: "campo" },
      nodo("p", { clase: "firma-rotulo" }, "Firma con el dedo"),
      lienzo,
      nodo("button", { type: "button", clase: "boton-texto", click: borrar }, "Borrar la firma"),
    ),
    nodo("div", { clase: "campo", id: "id_palabra" }, opcion({ nombre: "palabra", codigo: "si", dicho: "Aceptó de palabra", pequeno: " Si no puede firmar con el dedo: vale su nombre escrito arriba.", tipo: "checkbox", marcado: valores.palabra === "si" })),
    nodo("div", { clase: "guardar guardar-al-final" }, nodo("button", { clase: "boton-principal" }, "Registrar el acuerdo")),
  );
  const cambio = () => borrador.cambiar({ palabra: "", ...leer(formulario) });
  borrador.seguir(formulario, cambio);
  formulario.addEventListener("submit", async (evento) => {
    evento.preventDefault();
    cambio();
    if (!mostrarErrores(formulario, fallos(valores))) return;
    if ((await registrar(contacto, valores, corrige)) !== "guardado") return;
    borrador.terminar();
    location.hash = `#caso/${contacto}`;
  });
  const cuerpo = [parada && parrafo(parada.quien), lleno && sinEspacio(lleno), lleno !== "lleno" && formulario];
  return { titulo: "Acuerdo de Compromiso", antes, cuerpo, cerrar: borrador.cerrar };
};
