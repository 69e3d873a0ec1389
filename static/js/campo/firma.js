// A signature drawn with a finger, kept as strokes so that a draft can draw it again; or a name
// written in place of it, for whoever uses a keyboard.
import { nodo } from "./nodos.js";

const ANCHO = 800;
const ALTO = 320;
const TINTA = "#0e171c";

const limpio = () => {
  const lienzo = nodo("canvas", {
    clase: "firma",
    width: String(ANCHO),
    height: String(ALTO),
    role: "img",
    "aria-label": "Recuadro para firmar con el dedo. Si no puede, marque abajo «Aceptó de palabra».",
  });
  return [lienzo, lienzo.getContext("2d")];
};

const preparar = (pincel) => {
  pincel.fillStyle = "#fff";
  pincel.fillRect(0, 0, ANCHO, ALTO);
  Object.assign(pincel, { strokeStyle: TINTA, fillStyle: TINTA, lineWidth: 5, lineCap: "round", lineJoin: "round" });
};

const trazar = (pincel, trazo) => {
  pincel.beginPath();
  trazo.forEach(([x, y], n) => (n ? pincel.lineTo(x, y) : pincel.moveTo(x, y)));
  if (trazo.length === 1) pincel.lineTo(trazo[0][0] + 1, trazo[0][1]);
  pincel.stroke();
};

export const recuadro = (trazos, alCambiar) => {
  const [lienzo, pincel] = limpio();
  let actual = null;
  const redibujar = () => {
    preparar(pincel);
    trazos.forEach((trazo) => trazar(pincel, trazo));
  };
  const donde = (evento) => {
    const caja = lienzo.getBoundingClientRect();
    const x = ((evento.clientX - caja.left) / caja.width) * ANCHO;
    const y = ((evento.clientY - caja.top) / caja.height) * ALTO;
    return [Math.round(x), Math.round(y)];
  };
  lienzo.addEventListener("pointerdown", (evento) => {
    lienzo.setPointerCapture(evento.pointerId);
    actual = [donde(evento)];
    trazar(pincel, actual);
  });
  lienzo.addEventListener("pointermove", (evento) => {
    if (!actual) return;
    actual.push(donde(evento));
    trazar(pincel, actual.slice(-2));
  });
  const acabar = () => {
    if (!actual) return;
    trazos.push(actual);
    actual = null;
    alCambiar(trazos);
  };
  lienzo.addEventListener("pointerup", acabar);
  lienzo.addEventListener("pointercancel", acabar);
  redibujar();
  const borrar = () => {
    trazos.length = 0;
    redibujar();
    alCambiar(trazos);
  };
  return { lienzo, borrar };
};

/** The picture of what was signed, with the name of who signed under it. */
export const imagen = async ({ trazos, nombre, fecha }) => {
  const [lienzo, pincel] = limpio();
  preparar(pincel);
  trazos.forEach((trazo) => trazar(pincel, trazo));
  pincel.font = "28px sans-serif";
  const leyenda = trazos.length ? nombre : `Aceptó de palabra: ${nombre}`;
  pincel.fillText(`${leyenda} · ${fecha}`, 20, trazos.length ? ALTO - 16 : ALTO / 2, ANCHO - 40);
  const foto = await new Promise((listo) => lienzo.toBlob(listo, "image/png"));
  return { tipo: "image/png", contenido: await foto.arrayBuffer() };
};
