// Dates as people here read them, and as the server does.
const DIA = 86_400_000;
const dos = (numero) => String(numero).padStart(2, "0");

/** A date or an instant of this phone's clock, as AAAA-MM-DD. */
export const dia = (instante = new Date()) =>
  `${instante.getFullYear()}-${dos(instante.getMonth() + 1)}-${dos(instante.getDate())}`;

/** This instant with the phone's own offset: the server reads from it when and which day it was. */
export const ahora = () => {
  const instante = new Date();
  const minutos = -instante.getTimezoneOffset();
  const signo = minutos < 0 ? "-" : "+";
  const [horas, resto] = [Math.floor(Math.abs(minutos) / 60), Math.abs(minutos) % 60];
  const hora = [instante.getHours(), instante.getMinutes(), instante.getSeconds()].map(dos).join(":");
  const fraccion = String(instante.getMilliseconds()).padStart(3, "0");
  return `${dia(instante)}T${hora}.${fraccion}${signo}${dos(horas)}:${dos(resto)}`;
};

export const fecha = (texto) => (texto ? texto.slice(0, 10).split("-").reverse().join("/") : "");

export const hora = (instante) => {
  const cuando = new Date(instante);
  return `${dos(cuando.getHours())}:${dos(cuando.getMinutes())}`;
};

/** "14:02" when it is of today, else "23/11/2026, 14:02". */
export const momento = (instante) => {
  const cuando = new Date(instante);
  return dia(cuando) === dia() ? hora(cuando) : `${fecha(dia(cuando))}, ${hora(cuando)}`;
};

const aFecha = (texto) => {
  const [anio, mes, numero] = texto.split("-").map(Number);
  return new Date(anio, mes - 1, numero);
};

/** Days from today to a date; negative when it has passed. */
export const faltan = (texto) => Math.round((aFecha(texto) - aFecha(dia())) / DIA);

export const masDias = (texto, dias) => {
  const cuando = aFecha(texto);
  cuando.setDate(cuando.getDate() + dias);
  return dia(cuando);
};

export const esFinDeSemana = (texto) => [0, 6].includes(aFecha(texto).getDay());

/** The deadline counted from today: what the phone holds may be of yesterday. */
export const plazo = (vence_el) => {
  const dias = faltan(vence_el);
  if (dias > 1) return `Vence en ${dias} días`;
  if (dias === 1) return "Vence mañana";
  if (dias === 0) return "Vence hoy";
  return dias === -1 ? "Venció ayer" : `Venció hace ${-dias} días`;
};

export const clasePlazo = (vence_el) => {
  const dias = faltan(vence_el);
  return dias < 0 ? "vencido" : dias <= 7 ? "pronto" : "bien";
};
