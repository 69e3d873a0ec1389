// Sending, for pages and the service worker alike: in the order in which things were done, as often
// as it takes. The server tells a repeat from a new record by its id, so a lost answer is harmless.
(() => {
  "use strict";
  const GRUPO = 50;
  const PLAZO = 30_000;
  const PLAZO_DE_FOTO = 180_000;
  const canal = new BroadcastChannel("campo");
  const ahora = () => new Date().toISOString();
  const loQueViaja = ({ id, tipo, contacto, hecho_en, datos }) => ({ id, tipo, contacto, hecho_en, datos });

  /** Why a sending stopped; `estado` is what the person is told. */
  class Parada extends Error {
    constructor(estado, detalle = "") {
      super(estado);
      Object.assign(this, { estado, detalle });
    }
  }

  const pedir = async (direccion, opciones = {}) => {
    let respuesta;
    try {
      respuesta = await fetch(direccion, {
        cache: "no-store",
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout(PLAZO),
        ...opciones,
      });
    } catch {
      throw new Parada("sin_senal");
    }
    if (respuesta.status >= 500 || respuesta.status === 429) throw new Parada("ocupado");
    const cuerpo = await respuesta.json().catch(() => ({}));
    return { status: respuesta.status, cuerpo };
  };

  /** The session's token for this person; out of service, everything but the outbox goes. */
  const saludar = async (envio) => {
    const { status, cuerpo } = await pedir(`/ruta/sesion/?dispositivo=${envio.dispositivo}`);
    if (status === 403 && cuerpo.codigo === "revocado") throw new Parada("revocado", cuerpo.detalle);
    if (status === 401) throw new Parada("sesion", cuerpo.detalle);
    if (status !== 200) throw new Parada("negado", cuerpo.detalle);
    if (cuerpo.usuario !== envio.usuario) throw new Parada("otra_persona");
    envio.ficha = cuerpo.ficha;
  };

  /** Ask with the token, and once more with a new one when it had gone stale. */
  const conFicha = async (envio, direccion, opciones) => {
    for (const ultima of [false, true]) {
      const cabeceras = { ...opciones.headers, "X-CSRFToken": envio.ficha };
      const dado = await pedir(direccion, { ...opciones, headers: cabeceras });
      if (dado.status === 401 || dado.status === 403) {
        await saludar(envio);
        if (!ultima) continue;
        throw new Parada("negado", dado.cuerpo.detalle);
      }
      return dado;
    }
  };

  const enviarAdjuntos = async (envio, registro) => {
    for (const adjunto of await envio.base.getAllFromIndex("adjuntos", "registro", registro.id)) {
      if (adjunto.falla) continue;
      const { status, cuerpo } = await conFicha(
        envio,
        `/ruta/adjuntos/${adjunto.id}/?dispositivo=${envio.dispositivo}`,
        {
          method: "PUT",
          body: adjunto.contenido,
          headers: { "Content-Type": adjunto.tipo },
          signal: AbortSignal.timeout(PLAZO_DE_FOTO),
        },
      );
      if (status < 300) await envio.base.delete("adjuntos", adjunto.id);
      else {
        const falla = cuerpo.detalle || "La foto no se pudo enviar: vuelva a tomarla.";
        await envio.base.put("adjuntos", { ...adjunto, falla });
      }
    }
  };

  /** Mark what leaves: from here on it is not edited, for it may have arrived. */
  const marcar = async (base, grupo) => {
    const paso = base.transaction("bandeja", "readwrite", campo.SEGURO);
    const vivos = [];
    for (const { id } of grupo) {
      const registro = await paso.store.get(id);
      if (registro?.estado !== "por_enviar") continue;
      registro.intentado_en = ahora();
      paso.store.put(registro);
      vivos.push(registro);
    }
    await paso.done;
    return vivos;
  };

  const anotar = async (base, respuestas, recibido_en) => {
    const paso = base.transaction(["bandeja", "ajustes"], "readwrite", campo.SEGURO);
    const bandeja = paso.objectStore("bandeja");
    for (const { id, estado, motivo } of respuestas) {
      const registro = await bandeja.get(id);
      if (registro) bandeja.put({ ...registro, estado, motivo, recibido_en });
    }
    paso.objectStore("ajustes").put(Date.now(), "sincronizado_en");
    if (respuestas.some(({ estado }) => estado !== "rechazado"))
      paso.objectStore("ajustes").put(ahora(), "enviado_en");
    await paso.done;
  };

  const enviarGrupo = async (envio, grupo) => {
    const vivos = await marcar(envio.base, grupo);
    if (!vivos.length) return;
    const { dispositivo } = envio;
    const registros = vivos.map(loQueViaja);
    const mensaje = { version: 1, dispositivo, reloj: ahora(), registros };
    const { status, cuerpo } = await conFicha(envio, "/ruta/sincronizar/", {
      method: "POST",
      body: JSON.stringify(mensaje),
      headers: { "Content-Type": "application/json" },
    });
    if (status === 200) return anotar(envio.base, cuerpo.registros, cuerpo.recibido_en);
    // Turned down as a whole: find out which one, and let the others go on.
    if (vivos.length > 1) {
      const medio = Math.ceil(vivos.length / 2);
      await enviarGrupo(envio, vivos.slice(0, medio));
      return enviarGrupo(envio, vivos.slice(medio));
    }
    const motivo = cuerpo.detalle || "El sistema no pudo leerlo: corríjalo y vuelva a registrar.";
    await anotar(envio.base, [{ id: vivos[0].id, estado: "rechazado", motivo }], ahora());
  };

  /** Photos go last: on a thin signal what was written arrives without waiting for them. */
  const enviarFotos = async (envio) => {
    const fotos = await campo.fotosPendientes(envio.base);
    for (const id of new Set(fotos.map(({ registro }) => registro))) await enviarAdjuntos(envio, { id });
    return fotos.length;
  };

  const enviarTodo = async (envio) => {
    const todos = await campo.pendientes(envio.base);
    for (let hechos = 0; hechos < todos.length; hechos += GRUPO) {
      const grupo = todos.slice(hechos, hechos + GRUPO);
      for (const [n, registro] of grupo.entries()) {
        canal.postMessage({ enviando: hechos + n + 1, de: todos.length });
        if (registro.tipo === "acuerdo") await enviarAdjuntos(envio, registro);
      }
      await enviarGrupo(envio, grupo);
    }
    return todos.length + (await enviarFotos(envio));
  };

  const traerRuta = async (envio) => {
    const direccion = `/ruta/datos/?dispositivo=${envio.dispositivo}`;
    const { status, cuerpo } = await pedir(direccion);
    if (status === 401) throw new Parada("sesion", cuerpo.detalle);
    if (status !== 200) throw new Parada("negado", cuerpo.detalle);
    if (cuerpo.usuario !== envio.usuario) throw new Parada("otra_persona");
    await campo.guardarRuta(envio.base, cuerpo);
    await envio.base.delete("ajustes", "caducada");
  };

  const cuarentena = async (dispositivo, registros) => {
    const body = JSON.stringify({ dispositivo, registros: registros.map(loQueViaja) });
    const headers = { "Content-Type": "application/json" };
    const { status } = await pedir("/ruta/cuarentena/", { method: "POST", body, headers });
    if (status !== 202) throw new Parada("ocupado");
  };

  /** Its outbox goes to the supervisor, without a session; then the phone is emptied. */
  const retirar = async (envio) => {
    const todos = await campo.pendientes(envio.base);
    let entregado = true;
    try {
      for (let n = 0; n < todos.length; n += GRUPO)
        await cuarentena(envio.dispositivo, todos.slice(n, n + GRUPO));
    } catch (error) {
      if (!(error instanceof Parada)) throw error;
      entregado = false;
    }
    envio.base.close();
    await campo.sellar(envio.usuario, entregado);
  };

  const recorrer = async (usuario, { traer }) => {
    const base = await campo.abrir(usuario);
    const envio = { base, usuario, dispositivo: await campo.dispositivo() };
    try {
      await saludar(envio);
      const enviados = await enviarTodo(envio);
      if (traer || enviados) await traerRuta(envio);
      return { estado: "al_dia", enviados };
    } catch (error) {
      if (campo.sinLugar(error)) return { estado: "lleno" };
      if (!(error instanceof Parada)) throw error;
      if (error.estado === "revocado") await retirar(envio);
      return { estado: error.estado, detalle: error.detalle };
    } finally {
      base.close();
    }
  };

  /** Send all that this person has, and bring her route again (`traer`); one at a time: to bring
      it waits for its turn, to send there is who is already sending. */
  const sincronizar = async (usuario, opciones = {}) => {
    const correr = async (turno) => {
      if (turno === null) return { estado: "en_curso" };
      const resultado = await recorrer(usuario, opciones);
      canal.postMessage({ resultado });
      return resultado;
    };
    return navigator.locks
      ? navigator.locks.request("campo-envio", { ifAvailable: !opciones.traer }, correr)
      : correr();
  };

  campo.sincronizar = sincronizar;
})();
