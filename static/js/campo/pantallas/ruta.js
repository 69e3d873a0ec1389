// Where do I go, in what order? The next stop first, then all of them by centro poblado.
import { borradores } from "../borrador.js";
import { contexto, leerCabecera, paradas } from "../contexto.js";
import { enPalabras, intentar } from "../estado.js";
import { mapa } from "../mapa.js";
import { boton, chip, enlace, ficha, nodo, parrafo } from "../nodos.js";
import { todos } from "../registros.js";
import { clasePlazo, dia, fecha, plazo } from "../tiempo.js";

const llamar = ({ telefonos }) => {
  const bueno = telefonos.find((uno) => !uno.falla) ?? telefonos[0];
  return bueno && boton(`tel:+51${bueno.numero}`, "Llamar");
};

const donde = ({ direccion, referencia, lengua }) =>
  [direccion, referencia && `(${referencia})`, lengua && `· ${lengua.toLowerCase()}`]
    .filter(Boolean)
    .join(" ");

const quienes = ({ casos }) =>
  casos.map(({ tipo, edad }) => `${tipo === "gestante" ? "Gestante" : "Recién nacido"}, ${edad}`).join(" · ");

const tarjeta = (parada, { hecha, principal }) => [
  nodo(
    "p",
    { clase: "campo-linea" },
    nodo("span", { clase: "campo-orden" }, nodo("span", { clase: "solo-lectores" }, "Parada "), String(parada.orden)),
    chip(plazo(parada.vence_el), clasePlazo(parada.vence_el)),
    hecha && chip("Visitado", "bien"),
  ),
  nodo(
    "p",
    {},
    enlace(`#caso/${parada.contacto}`, nodo("strong", {}, parada.quien || `Hogar ${parada.contacto}`), {
      clase: "quien",
    }),
    quienes(parada),
  ),
  principal && parrafo([parada.centro_poblado, parada.distrito].filter(Boolean).join(", ")),
  donde(parada) && nodo("p", { clase: "menor" }, donde(parada)),
  nodo(
    "div",
    { clase: "acciones" },
    boton(`#visita/${parada.contacto}`, "Registrar", principal ? "boton-principal" : "boton-secundario"),
    llamar(parada),
  ),
];

const porLugar = (lista) => {
  const grupos = new Map();
  for (const parada of lista) {
    const clave = `${parada.ubigeo} ${parada.centro_poblado.trim().toUpperCase()}`;
    grupos.set(clave, [...(grupos.get(clave) ?? []), parada]);
  }
  return [...grupos.values()];
};

const grupo = (lugar, hechas) => [
  nodo("h3", {}, lugar[0].centro_poblado || "Sin centro poblado", " ", nodo("small", {}, lugar[0].distrito)),
  nodo(
    "ol",
    { clase: "campo-paradas" },
    lugar.map((parada) =>
      nodo("li", { clase: "ficha", value: String(parada.orden) }, tarjeta(parada, { hecha: hechas.has(parada.contacto) })),
    ),
  ),
];

const visitadas = async (lista) => {
  const registrados = (await todos()).filter((r) => r.tipo === "visita" && r.estado !== "rechazado");
  const hechas = new Set(registrados.map((registro) => registro.contacto));
  for (const { contacto, visitas } of lista)
    if (visitas.some((visita) => visita.fecha === dia())) hechas.add(contacto);
  return hechas;
};

const aMedias = async (lista) => {
  const visitas = (await borradores()).filter(({ clave }) => clave.startsWith("visita/"));
  return visitas.map(({ clave }) => {
    const contacto = Number(clave.split("/")[1]);
    const quien = lista.find((parada) => parada.contacto === contacto)?.quien ?? `hogar ${contacto}`;
    return nodo(
      "div",
      { clase: "aviso aviso-warning" },
      parrafo(`Dejó a medias una visita: ${quien}.`),
      boton(`#${clave}`, "Seguir con esa visita"),
    );
  });
};

const vacia = async () => {
  const caducada = await contexto.base.get("ajustes", "caducada");
  return nodo(
    "div",
    { clase: "vacio" },
    parrafo(
      caducada
        ? "Pasaron muchos días sin señal y la ruta se borró de este teléfono para cuidar los datos. Lo que registró sigue aquí. Con señal, entre y vuelva a traerla."
        : "No lleva ningún hogar en el teléfono. Con señal, elija en «Mi ruta» a quién visitar hoy y vuelva aquí.",
    ),
    boton("/ruta/", "Elegir hogares", "boton-principal"),
  );
};

const actualizar = () => {
  const texto = nodo("span", { role: "status" });
  const traer = async () => {
    texto.textContent = "Trayendo la ruta…";
    await intentar({ traer: true });
    texto.textContent = enPalabras() || "Ruta al día.";
  };
  return nodo("p", { clase: "acciones" }, nodo("button", { type: "button", clase: "boton-secundario", click: traer }, "Traer la ruta de nuevo"), texto);
};

const antigua = () => {
  const { hoy } = contexto.cabecera ?? {};
  if (!hoy || hoy === dia()) return null;
  return nodo("p", { clase: "aviso aviso-warning" }, `Esta ruta es del ${fecha(hoy)}. Con señal, tráigala de nuevo.`);
};

export default async () => {
  await leerCabecera();
  const lista = await paradas();
  const hechas = await visitadas(lista);
  const proxima = lista.find((parada) => !hechas.has(parada.contacto));
  const frase = enPalabras();
  const cuerpo = [
    frase && nodo("p", { clase: "aviso" }, frase),
    await aMedias(lista),
    lista.length > 0 && antigua(),
    proxima && nodo("div", { clase: "campo-proxima" }, ficha("Próxima parada", "proxima", tarjeta(proxima, { principal: true }))),
    lista.length > 0 && !proxima && nodo("p", { clase: "aviso aviso-success" }, "Ya pasó por todos los hogares de hoy."),
    lista.length > 0 && nodo("h2", {}, `Todas las paradas (${lista.length})`),
    porLugar(lista).map((lugar) => grupo(lugar, hechas)),
    mapa(lista),
    lista.length === 0 && (await vacia()),
    actualizar(),
  ];
  return { titulo: "Mi ruta", cuerpo, viva: true };
};
