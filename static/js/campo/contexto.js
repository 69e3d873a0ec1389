// Who uses the phone in this page, and her base while the page is open.
export const contexto = { usuario: null, base: null, cabecera: null };

const antesDeSoltar = new Set();
/** `hacer` runs before the base is let go of, or the page is left: for what is half written. */
export const alSoltar = (hacer) => {
  antesDeSoltar.add(hacer);
  return () => antesDeSoltar.delete(hacer);
};
export const soltar = () => Promise.all([...antesDeSoltar].map((hacer) => hacer()));

// Another release, or a wipe from another tab, takes the base: begin again with it.
const ceder = async () => {
  await soltar();
  location.reload();
};

export const abrir = async (usuario) => {
  contexto.usuario = usuario;
  contexto.base = usuario ? await campo.abrir(usuario, ceder) : null;
  await leerCabecera();
};

export const leerCabecera = async () => {
  contexto.cabecera = (await contexto.base?.get("ajustes", "cabecera")) ?? null;
};

export const catalogo = () =>
  contexto.cabecera?.catalogo ?? { modalidades: [], resultados: [], alertas: [], causas: [], distritos: [] };

export const enOrden = (a, b) => a.orden - b.orden;
export const paradas = async () => (await contexto.base.getAll("ruta")).sort(enOrden);
export const parada = (contacto) => contexto.base.get("ruta", contacto);
