// The stops as dots, from the coordinates of their districts: no tiles, no signal needed.
import { dibujo, nodo } from "./nodos.js";

const ANCHO = 320;
const ALTO = 200;
const BORDE = 28;

const porLugar = (paradas) => {
  const lugares = new Map();
  for (const parada of paradas.filter((una) => una.punto)) {
    const clave = parada.punto.join();
    const lugar = lugares.get(clave) ?? { punto: parada.punto, nombre: parada.distrito, ordenes: [] };
    lugar.ordenes.push(parada.orden);
    lugares.set(clave, lugar);
  }
  return [...lugares.values()];
};

const rango = (valores) => [Math.min(...valores), Math.max(...valores)];

const proyeccion = (lugares) => {
  const [sur, norte] = rango(lugares.map(({ punto }) => punto[0]));
  const [oeste, este] = rango(lugares.map(({ punto }) => punto[1]));
  const encoge = Math.cos((((sur + norte) / 2) * Math.PI) / 180);
  const [ancho, alto] = [(este - oeste) * encoge, norte - sur];
  const escala = Math.min((ANCHO - 2 * BORDE) / ancho, (ALTO - 2 * BORDE) / alto);
  const factor = Number.isFinite(escala) ? escala : 0;
  return ([latitud, longitud]) => [
    ANCHO / 2 + ((longitud - oeste) * encoge - ancho / 2) * factor,
    ALTO / 2 - (latitud - sur - alto / 2) * factor,
  ];
};

const etiqueta = (ordenes) => (ordenes.length > 3 ? `${ordenes[0]}–${ordenes.at(-1)}` : ordenes.join(", "));

/** The dot map, or nothing when no stop has a place: one dot alone says nothing either. */
export const mapa = (paradas) => {
  const lugares = porLugar(paradas);
  if (lugares.length < 2) return null;
  const aPapel = proyeccion(lugares);
  const puntos = lugares.flatMap(({ punto, ordenes }) => {
    const [x, y] = aPapel(punto);
    const texto = dibujo("text", { x: x + 10, y: y + 5 });
    texto.textContent = etiqueta(ordenes);
    return [dibujo("circle", { cx: x, cy: y, r: 7 }), texto];
  });
  const dicho = lugares.map(({ ordenes, nombre }) => `${etiqueta(ordenes)}: ${nombre}`);
  const marco = { viewBox: `0 0 ${ANCHO} ${ALTO}`, role: "img", "aria-label": "Mapa de las paradas, por distrito" };
  return nodo(
    "figure",
    { clase: "campo-mapa" },
    dibujo("svg", marco, ...puntos),
    nodo("figcaption", {}, `Cada punto es la capital del distrito. ${dicho.join(" · ")}`),
  );
};
