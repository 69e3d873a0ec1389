// UUIDv7 made on the phone: the first 48 bits are the time, so ids sort as things were done.
let ultimo = 0;
let contador = 0;

export const uuid = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const ahora = Date.now();
  // In the same millisecond, or with a clock put back, it still grows: 12 bits count.
  if (ahora > ultimo) [ultimo, contador] = [ahora, ((bytes[6] << 8) | bytes[7]) & 0x3ff];
  else if (++contador > 0xfff) [ultimo, contador] = [ultimo + 1, 0];
  let resto = ultimo;
  for (let posicion = 5; posicion >= 0; posicion--) {
    bytes[posicion] = resto % 256;
    resto = Math.floor(resto / 256);
  }
  bytes[6] = 0x70 | (contador >> 8);
  bytes[7] = contador & 0xff;
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hexa = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hexa.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};
