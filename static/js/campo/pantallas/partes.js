// Parts of the forms that are more than a field: districts, photos, the warning of a full phone.
import { nodo, parrafo } from "../nodos.js";
import { eleccion, opcion, texto } from "../campos.js";
import { catalogo, contexto } from "../contexto.js";
import { reducir } from "../foto.js";
import { uuid } from "../uuid.js";

const PROPUESTOS = 8;
const LETRAS_PARA_BUSCAR = 3;
const FOTOS_MAXIMAS = 10;

// --- A district by its name

const llano = (dicho) => dicho.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();

const buscar = (escrito) => {
  const palabras = llano(escrito).match(/[\p{L}\d]+/gu) ?? [];
  if (escrito.trim().length < LETRAS_PARA_BUSCAR) return [];
  return catalogo()
    .distritos.filter(([ubigeo, nombre]) => palabras.every((palabra) => ubigeo.startsWith(palabra) || llano(nombre).includes(palabra)))
    .slice(0, PROPUESTOS);
};

export const distritos = (valores, borrador) => {
  const zona = nodo("div", { "aria-live": "polite" });
  const proponer = () => {
    const escrito = valores.distrito_texto;
    const hallados = buscar(escrito);
    // Six digits are a ubigeo, also of a district that the phone does not carry.
    const suelto = /^\d{6}$/.test(escrito.trim()) ? escrito.trim() : "";
    if (hallados.length === 1) borrador.cambiar({ distrito_nuevo: hallados[0][0] });
    else if (suelto) borrador.cambiar({ distrito_nuevo: suelto });
    zona.replaceChildren(
      ...hallados.map(([ubigeo, nombre]) =>
        opcion({ nombre: "distrito_nuevo", codigo: ubigeo, dicho: nombre, pequeno: ` ubigeo ${ubigeo}`, marcado: valores.distrito_nuevo === ubigeo }),
      ),
    );
    if (escrito.trim().length >= LETRAS_PARA_BUSCAR && !hallados.length && !suelto)
      zona.append(nodo("p", { clase: "ayuda" }, "Ningún distrito de su zona se llama así. Si es de otra zona, escriba los seis números de su ubigeo."));
  };
  const campo = texto({
    nombre: "distrito_texto",
    etiqueta: "Distrito al que se mudó",
    ayuda: "Escriba el nombre del distrito o su código de ubigeo.",
    valor: valores.distrito_texto || valores.distrito_nuevo,
    type: "search",
    maxlength: "120",
  });
  campo.addEventListener("input", (evento) => {
    borrador.cambiar({ distrito_texto: evento.target.value, distrito_nuevo: "" });
    proponer();
  });
  if (valores.distrito_texto) proponer();
  return [campo, nodo("div", { clase: "campo" }, zona)];
};

// --- Photos

const quitarFoto = (valores, borrador, id, dibujar) => async () => {
  await contexto.base.delete("adjuntos", id);
  borrador.cambiar({ fotos: valores.fotos.filter((una) => una !== id) });
  await borrador.escribir();
  await dibujar();
};

const miniatura = (adjunto, n, quitar) => {
  const direccion = URL.createObjectURL(new Blob([adjunto.contenido], { type: adjunto.tipo }));
  const imagen = nodo("img", { src: direccion, alt: `Foto ${n}`, load: () => URL.revokeObjectURL(direccion) });
  const boton = nodo("button", { type: "button", clase: "boton-texto", click: quitar }, "Quitar", nodo("span", { clase: "solo-lectores" }, ` la foto ${n}`));
  return nodo("li", {}, imagen, boton);
};

export const fotos = (valores, borrador) => {
  const lista = nodo("ul", { clase: "campo-fotos" });
  const dicho = nodo("p", { role: "status" });
  const entrada = nodo("input", { type: "file", id: "id_foto", accept: "image/*", capture: "environment" });
  const dibujar = async () => {
    const guardadas = await Promise.all(valores.fotos.map((id) => contexto.base.get("adjuntos", id)));
    lista.replaceChildren(
      ...guardadas.flatMap((adjunto, n) => (adjunto ? [miniatura(adjunto, n + 1, quitarFoto(valores, borrador, adjunto.id, dibujar))] : [])),
    );
    entrada.disabled = valores.fotos.length >= FOTOS_MAXIMAS;
  };
  const tomar = async () => {
    const [archivo] = entrada.files;
    if (!archivo) return;
    dicho.textContent = "Guardando la foto…";
    try {
      const foto = await reducir(archivo);
      const id = uuid();
      await contexto.base.put("adjuntos", { id, registro: valores.id, ...foto });
      borrador.cambiar({ fotos: [...valores.fotos, id] });
      await borrador.escribir();
      dicho.textContent = `Foto guardada en el teléfono (${Math.ceil(foto.contenido.byteLength / 1024)} kB).`;
    } catch (error) {
      dicho.textContent =
        campo.sinLugar(error)
          ? "No queda espacio para la foto. Libere espacio en el teléfono y vuelva a tomarla; lo demás está guardado."
          : "No se pudo leer esa foto: tómela otra vez.";
    }
    entrada.value = "";
    await dibujar();
  };
  // The file stays out of the draft: what is kept is the photo made small.
  entrada.addEventListener("input", (evento) => evento.stopPropagation());
  entrada.addEventListener("change", tomar);
  dibujar();
  return nodo("div", { clase: "campo" }, nodo("label", { htmlFor: "id_foto" }, "Tomar una foto"), entrada, dicho, lista);
};

// --- Room

/** Asked only when the facility is what the alert is about: the sheet hides it otherwise. */
export const porQueNoAtiende = ({ causa }) =>
  nodo(
    "div",
    { clase: "por-que-no-atiende" },
    eleccion({ nombre: "causa", etiqueta: "¿Por qué no atiende? (opcional)", vacio: "Elija, si lo sabe", valor: causa, opciones: catalogo().causas ?? [] }),
  );

export const sinEspacio = (como) => {
  const otraVez = () => location.reload();
  const frase =
    como === "lleno"
      ? "El teléfono no tiene espacio: lo que escriba no se podría guardar. Borre fotos o aplicaciones que no use y pruebe otra vez. Mientras tanto, anótelo en la hoja de ruta."
      : "Queda muy poco espacio en el teléfono: registre, pero no tome fotos. Borre lo que no use cuando pueda.";
  return nodo(
    "div",
    { clase: "aviso aviso-error", role: "alert" },
    parrafo(frase),
    como === "lleno" && nodo("button", { type: "button", clase: "boton-secundario", click: otraVez }, "Probar otra vez"),
  );
};
