// What is missing for this household, and what do I do now? With all that was recorded here.
import { contexto, parada as traer } from "../contexto.js";
import { boton, chip, enlace, ficha, nodo, parrafo } from "../nodos.js";
import { deContacto } from "../registros.js";
import { clasePlazo, fecha, plazo } from "../tiempo.js";
import { lista as registrados } from "./envios.js";

const ACUERDO = "AGR";

const paso = (parada) =>
  nodo(
    "section",
    { clase: "proximo-paso", "aria-labelledby": "paso" },
    nodo("h2", { id: "paso" }, "Próximo paso"),
    nodo("p", { clase: "proximo-paso-frase" }, parada.paso),
    parada.razon && parrafo(parada.razon),
    nodo("div", { clase: "acciones" }, boton(`#visita/${parada.contacto}`, "Registrar visita", "boton-principal")),
  );

const otros = (contacto) =>
  ficha(
    "También puede",
    "tambien",
    nodo(
      "div",
      { clase: "campo-atajos" },
      boton(`#acuerdo/${contacto}`, "Firmar el acuerdo"),
      boton(`#telefono/${contacto}`, "Anotar un teléfono"),
      boton(`#direccion/${contacto}`, "Corregir la dirección"),
      boton(`#alerta/${contacto}`, "Avisar un problema"),
    ),
  );

const telefonos = ({ telefonos: lista, contacto }) =>
  ficha(
    "Teléfonos",
    "telefonos",
    lista.length === 0 && parrafo("No hay ningún teléfono de este hogar. Pida uno en la visita."),
    nodo(
      "ul",
      { clase: "telefonos" },
      lista.map(({ id, numero, de, falla }) =>
        nodo(
          "li",
          {},
          nodo("p", {}, nodo("strong", { clase: "numero-telefono" }, numero), ` · ${de} `, falla && chip("No contestó la última vez", "pronto")),
          nodo(
            "p",
            { clase: "acciones" },
            boton(`tel:+51${numero}`, ["Llamar", nodo("span", { clase: "solo-lectores" }, ` al ${numero}`)]),
            boton(`#llamada/${contacto}/${id}`, ["Registrar llamada", nodo("span", { clase: "solo-lectores" }, ` al ${numero}`)]),
          ),
        ),
      ),
    ),
  );

const integrantes = ({ casos, integrantes: lista }) =>
  ficha(
    "Quiénes son",
    "quienes",
    nodo(
      "ul",
      { clase: "integrantes" },
      casos.map(({ nombre, tipo, edad }) =>
        nodo("li", {}, nodo("strong", {}, nombre), ` · ${tipo === "gestante" ? "gestante" : "recién nacido"}, ${edad}`),
      ),
      lista.map(({ nombre, documento, relacion }) =>
        nodo("li", {}, nodo("strong", {}, nombre), ` · ${[relacion.toLowerCase(), documento].filter(Boolean).join(" · ")}`),
      ),
    ),
  );

const loQueToca = (contacto, codigo, etiqueta) =>
  codigo === ACUERDO
    ? boton(`#acuerdo/${contacto}`, "Firmar el acuerdo")
    : boton(`#requisito/${contacto}/${codigo}`, ["Anotar lo que vi", nodo("span", { clase: "solo-lectores" }, `: ${etiqueta}`)]);

const requisitos = ({ contacto, requisitos: lista }) =>
  lista.length > 0 &&
  ficha(
    "Requisitos",
    "requisitos",
    nodo(
      "ul",
      { clase: "requisitos" },
      lista.map(({ codigo, etiqueta, cumple, detalle, que_hacer }) =>
        nodo(
          "li",
          { clase: `requisito${cumple ? "" : " requisito-falta"}` },
          nodo("p", { clase: "requisito-titulo" }, nodo("strong", {}, etiqueta), chip(cumple ? "Cumple" : "Falta", cumple ? "bien" : "pronto")),
          parrafo(detalle),
          que_hacer && nodo("p", {}, nodo("strong", {}, "Qué hacer: "), que_hacer),
          !cumple && nodo("p", { clase: "acciones" }, loQueToca(contacto, codigo, etiqueta)),
        ),
      ),
    ),
  );

const visitas = ({ visitas: lista }) =>
  ficha(
    "Últimas visitas y llamadas",
    "visitas",
    lista.length === 0 && parrafo("Todavía nadie ha llamado ni visitado a este hogar."),
    lista.map((visita) =>
      nodo(
        "article",
        { clase: "registro-visita" },
        nodo("p", {}, nodo("strong", {}, visita.resultado), ` · ${fecha(visita.fecha)}`, nodo("br"), `${visita.modalidad === "telefono" ? "Llamada" : "Visita en persona"} · ${visita.quien}`),
        visita.observacion && nodo("p", { clase: "nota" }, visita.observacion),
      ),
    ),
  );

const hechos = (lista, adjuntos) =>
  lista.length > 0 && ficha("Registrado en este teléfono", "registrado", registrados(lista, { adjuntos }));

export default async (numero) => {
  const contacto = Number(numero);
  const [parada, propios] = [await traer(contacto), await deContacto(contacto)];
  const adjuntos = await contexto.base.getAll("adjuntos");
  const antes = nodo("p", {}, enlace("#ruta", "Volver a la ruta", { clase: "volver" }));
  if (!parada) {
    const cuerpo = [nodo("p", { clase: "aviso" }, "Este hogar no está en la ruta que lleva en el teléfono."), hechos(propios, adjuntos)];
    return { titulo: `Hogar ${contacto}`, antes, cuerpo, viva: true };
  }
  const lugar = [parada.distrito, parada.centro_poblado, parada.direccion].filter(Boolean).join(", ");
  const cuerpo = [
    nodo("p", {}, chip(plazo(parada.vence_el), clasePlazo(parada.vence_el)), " ", lugar, parada.referencia && ` (${parada.referencia})`),
    parada.lengua && parrafo(`Habla ${parada.lengua.toLowerCase()}`),
    paso(parada),
    hechos(propios, adjuntos),
    telefonos(parada),
    otros(contacto),
    requisitos(parada),
    integrantes(parada),
    visitas(parada),
  ];
  return { titulo: parada.quien || `Hogar ${contacto}`, pestana: "Hogar", antes, cuerpo, viva: true };
};
