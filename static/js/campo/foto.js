// A photo of a phone weighs megabytes: it is made small here, before it is kept.
const LADOS = [1600, 1200, 900, 640];
const CALIDADES = [0.8, 0.65, 0.5];
export const PESO_MAXIMO = 300 * 1024;

const aBlob = (lienzo, tipo, calidad) =>
  new Promise((listo) => lienzo.toBlob(listo, tipo, calidad));

const encajar = (imagen, lado) => {
  const escala = Math.min(1, lado / Math.max(imagen.width, imagen.height));
  const lienzo = document.createElement("canvas");
  lienzo.width = Math.max(1, Math.round(imagen.width * escala));
  lienzo.height = Math.max(1, Math.round(imagen.height * escala));
  const pincel = lienzo.getContext("2d");
  pincel.fillStyle = "#fff";
  pincel.fillRect(0, 0, lienzo.width, lienzo.height);
  pincel.drawImage(imagen, 0, 0, lienzo.width, lienzo.height);
  return lienzo;
};

/** The picture drawn again, at most 1600 px a side and 300 kB; nothing of its file stays. */
export const reducir = async (archivo) => {
  const imagen = await createImageBitmap(archivo);
  try {
    for (const lado of LADOS) {
      const lienzo = encajar(imagen, lado);
      for (const calidad of CALIDADES) {
        const foto = await aBlob(lienzo, "image/jpeg", calidad);
        if (foto.size <= PESO_MAXIMO) return { tipo: foto.type, contenido: await foto.arrayBuffer() };
      }
    }
  } finally {
    imagen.close();
  }
  throw new Error("no cabe");
};
