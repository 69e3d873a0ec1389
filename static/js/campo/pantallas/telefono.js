// What this phone holds, how to let go of it; and what it shows when it holds nobody's route.
import { contexto, paradas } from "../contexto.js";
import { enPalabras, intentar } from "../estado.js";
import { boton, nodo, parrafo } from "../nodos.js";
import { momento } from "../tiempo.js";

const MEGA = 1024 * 1024;
const tamano = (bytes) =>
  bytes < 1024 * MEGA ? `${(bytes / MEGA).toFixed(1)} MB` : `${Math.floor(bytes / MEGA / 1024)} GB`;

const dato = (nombre, valor) => [nodo("dt", {}, nombre), nodo("dd", {}, valor)];

const espacio = async () => {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  if (!quota) return "No se sabe";
  return `Usa ${tamano(usage)}; quedan ${tamano(quota - usage)}`;
};

const borrarTodo = async () => {
  await campo.borrar(contexto.usuario);
  location.replace("/ruta/campo/");
};

/** A wipe cannot be undone: it says first how many records would go with it. */
const confirmar = (cuantos) => {
  const caja = nodo("dialog", { "aria-labelledby": "confirmar-titulo" });
  const cerrar = () => caja.close();
  const enviar = async () => {
    await intentar();
    caja.close();
    location.hash = "#envios";
  };
  caja.append(
    nodo(
      "article",
      {},
      nodo("h2", { id: "confirmar-titulo" }, cuantos ? `${cuantos === 1 ? "Se perdería 1 registro" : `Se perderían ${cuantos} registros`} sin enviar` : "¿Borrar la ruta de este teléfono?"),
      parrafo(cuantos ? "Todavía no llegaron al sistema. Envíelos antes de borrar." : "No hay nada por enviar: no se pierde nada. Con señal puede traerla de nuevo."),
      nodo(
        "div",
        { clase: "acciones" },
        cuantos > 0 && nodo("button", { type: "button", clase: "boton-principal", click: enviar }, "Enviar primero"),
        nodo("button", { type: "button", clase: "boton-secundario", click: borrarTodo }, cuantos ? `Borrar y perder ${cuantos}` : "Borrar"),
        nodo("button", { type: "button", clase: "boton-texto", click: cerrar }, "No borrar"),
      ),
    ),
  );
  caja.addEventListener("close", () => caja.remove());
  document.body.append(caja);
  caja.showModal();
};

export const esteTelefono = async () => {
  const { base, cabecera } = contexto;
  const [enviado, hablado] = [await base.get("ajustes", "enviado_en"), await base.get("ajustes", "sincronizado_en")];
  const dias = cabecera?.caduca_dias;
  const borrar = async () => confirmar(await campo.cuantos(contexto.usuario));
  const cuerpo = [
    nodo(
      "dl",
      { clase: "datos" },
      dato("De", cabecera?.nombre ?? "La última persona que entró"),
      dato("Hogares en el teléfono", String((await paradas()).length)),
      dato("Último envío", enviado ? momento(enviado) : "Ninguno"),
      dato("Última vez con señal", hablado ? momento(hablado) : "Ninguna"),
      dato("Espacio", await espacio()),
    ),
    dias && parrafo(`La ruta se borra sola de este teléfono después de ${dias} días sin señal. Lo que usted registró no se borra hasta que se envía.`),
    parrafo("Si pierde el teléfono, avise a su supervisora: ella lo da de baja y la ruta se borra en cuanto el teléfono tenga señal."),
    nodo("p", { clase: "acciones" }, nodo("button", { type: "button", clase: "boton-secundario", click: borrar }, "Borrar la ruta de este teléfono")),
  ];
  return { titulo: "Este teléfono", cuerpo };
};

export const sinNadie = async () => ({
  titulo: "Mi ruta",
  cuerpo: [
    nodo(
      "div",
      { clase: "vacio" },
      parrafo("Entre con señal para llevar su ruta en este teléfono. Después la abre aunque no haya señal."),
      boton("/entrar/?next=/ruta/campo/", "Entrar", "boton-principal"),
    ),
  ],
});

export const cerrado = async () => ({
  titulo: "Teléfono dado de baja",
  cuerpo: [
    nodo("p", { clase: "aviso aviso-error" }, "Este teléfono ya no está autorizado y su ruta se borró. Lo que faltaba enviar se entregará a su supervisora en cuanto haya señal. Hable con ella."),
    parrafo(enPalabras()),
  ],
});
