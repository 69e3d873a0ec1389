// A form half filled outlives a closed tab and a dead battery: each change is on disk in half a
// second, and at once when the page is left.
import { alSoltar, contexto } from "./contexto.js";
import { avisarLleno } from "./registros.js";

const ESPERA = 400;

export const abrirBorrador = async (clave, inicial) => {
  const valores = { clave, ...inicial, ...(await contexto.base.get("borradores", clave)) };
  let reloj = null;
  let cerrado = false;

  const escribir = async () => {
    clearTimeout(reloj);
    reloj = null;
    if (cerrado) return;
    try {
      const paso = contexto.base.transaction("borradores", "readwrite", campo.SEGURO);
      paso.store.put({ ...valores, guardado_en: Date.now() });
      await paso.done;
    } catch (error) {
      if (!campo.sinLugar(error)) throw error;
      avisarLleno();
    }
  };
  const yaMismo = () => (reloj ? escribir() : undefined);
  const olvidar = alSoltar(yaMismo);

  return {
    valores,
    recuperado: Boolean(valores.guardado_en),
    /** Keep these changes; they reach the disk in half a second at most. */
    cambiar: (cambios) => {
      Object.assign(valores, cambios);
      clearTimeout(reloj);
      reloj = setTimeout(escribir, ESPERA);
    },
    /** Follow a form: a choice is on disk at once, what is being typed soon. */
    seguir: (formulario, alCambiar) => {
      formulario.addEventListener("input", alCambiar);
      formulario.addEventListener("change", escribir);
    },
    escribir,
    cerrar: async () => {
      await yaMismo();
      olvidar();
      cerrado = true;
    },
    /** It became a record, which took it from the disk: nothing writes it again. */
    terminar: () => {
      clearTimeout(reloj);
      olvidar();
      cerrado = true;
    },
    borrar: async () => {
      clearTimeout(reloj);
      olvidar();
      cerrado = true;
      await contexto.base.delete("borradores", clave);
    },
  };
};

export const borradores = () => contexto.base?.getAll("borradores") ?? [];
