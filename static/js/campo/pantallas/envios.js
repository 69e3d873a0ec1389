// What was recorded here: what waits, what the server turned down and why, what has arrived.
import { contexto, paradas } from "../contexto.js";
import { enPalabras, enlaceEntrar, intentar, ultimoResultado } from "../estado.js";
import { boton, chip, enlace, ficha, nodo, parrafo } from "../nodos.js";
import { detalle, ESTADOS, quitar, reponer, sePuedeCorregir, titulo, todos } from "../registros.js";
import { momento } from "../tiempo.js";

const PANTALLA = { requisito: ({ contacto, datos }) => `requisito/${contacto}/${datos.codigo}` };
const dondeSeCorrige = (registro) => {
  const base = PANTALLA[registro.tipo]?.(registro) ?? `${registro.tipo}/${registro.contacto}`;
  return `#${base}/${registro.id}`;
};

/** Undo instead of "are you sure?": the record comes back whole. */
const descartar = (registro, fila) => async () => {
  if (!(await quitar(registro))) return;
  const deshacer = nodo("button", { type: "button", clase: "boton-secundario" }, "Deshacer");
  const aviso = nodo("div", { clase: "aviso" }, parrafo(`Quitado: ${titulo(registro)}.`), deshacer);
  deshacer.addEventListener("click", async () => {
    aviso.remove();
    await reponer(registro);
  });
  document.getElementById("avisos").replaceChildren(aviso);
  fila.remove();
  deshacer.focus();
};

const fallas = (adjuntos) =>
  adjuntos.map(({ falla }) => falla && nodo("p", { clase: "aviso aviso-error" }, falla));

const fila = (registro, { quien, adjuntos }) => {
  const [palabra, clase] = ESTADOS[registro.estado] ?? ESTADOS.observado;
  const saliendo = registro.estado === "por_enviar" && registro.intentado_en;
  const cuando = registro.recibido_en ?? registro.hecho_en;
  const elemento = nodo(
    "li",
    { clase: `registro registro-${registro.estado}` },
    nodo("p", { clase: "campo-linea" }, nodo("strong", {}, titulo(registro)), chip(palabra, clase)),
    quien && nodo("p", {}, enlace(`#caso/${registro.contacto}`, quien)),
    nodo("p", { clase: "menor" }, [momento(cuando), detalle(registro)].filter(Boolean).join(" · ")),
    registro.motivo && parrafo(registro.motivo),
    saliendo && nodo("p", { clase: "menor" }, "Salió del teléfono y falta la respuesta: ya no se corrige."),
    fallas(adjuntos),
  );
  const acciones = [];
  if (sePuedeCorregir(registro)) acciones.push(boton(dondeSeCorrige(registro), "Corregir"));
  const enterada = registro.estado === "observado" && !adjuntos.some(({ falla }) => !falla);
  if (sePuedeCorregir(registro) || enterada) {
    const dicho = registro.estado === "observado" ? "Entendido" : "Quitar";
    const clic = descartar(registro, elemento);
    acciones.push(nodo("button", { type: "button", clase: "boton-texto", click: clic }, dicho));
  }
  if (acciones.length) elemento.append(nodo("div", { clase: "acciones" }, acciones));
  return elemento;
};

export const lista = (registros, { quienes = new Map(), adjuntos = [] } = {}) =>
  nodo(
    "ul",
    { clase: "registros" },
    registros.map((registro) =>
      fila(registro, {
        quien: quienes.get(registro.contacto),
        adjuntos: adjuntos.filter((adjunto) => adjunto.registro === registro.id),
      }),
    ),
  );

const GRUPOS = [
  ["rechazado", "Por corregir"],
  ["por_enviar", "Por enviar"],
  ["observado", "Enviados que verá la supervisora"],
  ["aplicado", "Enviados"],
];

const enviarAhora = () => {
  const texto = nodo("span", { role: "status" });
  const clic = async () => {
    texto.textContent = "Enviando…";
    await intentar();
    texto.textContent = enPalabras();
  };
  return nodo("p", { clase: "acciones" }, nodo("button", { type: "button", clase: "boton-principal", click: clic }, "Enviar ahora"), texto);
};

export default async () => {
  const registros = await todos();
  const quienes = new Map((await paradas()).map(({ contacto, quien }) => [contacto, quien]));
  const adjuntos = await contexto.base.getAll("adjuntos");
  const frase = enPalabras();
  const grupos = GRUPOS.map(([estado, nombre]) => {
    const suyos = registros.filter((registro) => registro.estado === estado);
    return suyos.length > 0 && ficha(`${nombre} (${suyos.length})`, `grupo-${estado}`, lista(suyos, { quienes, adjuntos }));
  });
  const cuerpo = [
    frase && nodo("p", { clase: "aviso" }, frase),
    ultimoResultado()?.estado === "sesion" && nodo("p", {}, boton(enlaceEntrar(), "Entrar otra vez", "boton-principal")),
    registros.some(({ estado }) => estado === "por_enviar") && enviarAhora(),
    grupos,
    registros.length === 0 && nodo("div", { clase: "vacio" }, parrafo("Nada por enviar: todo lo que registró está en el sistema.")),
  ];
  return { titulo: "Por enviar", cuerpo, viva: true };
};
