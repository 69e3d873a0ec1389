// What the phone keeps, for pages and the service worker alike: one small base of the phone itself,
// and one of each person who uses it, which no other person's pages open.
globalThis.campo ??= {};
(() => {
  "use strict";
  const DEL_TELEFONO = "juntos-telefono";
  const DE_PERSONA = (usuario) => `juntos-campo-${usuario}`;
  const DIA = 86_400_000;
  const DIAS_SIN_DECIR = 7;
  const ESPACIO_HOLGADO = 5 * 1024 * 1024;
  const ESPACIO_DE_PRUEBA = 512 * 1024;
  // A power cut right after a write must not lose it.
  const SEGURO = { durability: "strict" };

  // One step for each version of the base, never changed once released: the next is added below.
  const PASOS = [
    (base) => {
      base.createObjectStore("ruta", { keyPath: "contacto" });
      base.createObjectStore("borradores", { keyPath: "clave" });
      base.createObjectStore("bandeja", { keyPath: "id" }).createIndex("contacto", "contacto");
      base.createObjectStore("adjuntos", { keyPath: "id" }).createIndex("registro", "registro");
      base.createObjectStore("ajustes");
    },
  ];

  const abrir = (usuario, alBloquear) => {
    let base;
    return idb
      .openDB(DE_PERSONA(usuario), PASOS.length, {
        upgrade: (nueva, anterior, _, paso) => {
          for (const subir of PASOS.slice(anterior)) subir(nueva, paso);
        },
        // A newer release wants to change the base: let go of it at once.
        blocking: async () => {
          if (alBloquear) await alBloquear();
          base.close();
        },
      })
      .then((abierta) => (base = abierta));
  };

  /** Run `hacer` with the base of a person, and close it. */
  const con = async (usuario, hacer) => {
    const base = await abrir(usuario);
    try {
      return await hacer(base);
    } finally {
      base.close();
    }
  };

  // --- The phone: its number, who uses it, who has used it

  const telefono = async (hacer) => {
    const base = await idb.openDB(DEL_TELEFONO, 1, {
      upgrade: (nueva) => nueva.createObjectStore("ajustes"),
    });
    try {
      const paso = base.transaction("ajustes", "readwrite");
      const salida = await hacer(paso.store);
      await paso.done;
      return salida;
    } finally {
      base.close();
    }
  };

  const dispositivo = () =>
    telefono(async (ajustes) => {
      const ya = await ajustes.get("dispositivo");
      if (ya) return ya;
      const nuevo = crypto.randomUUID();
      await ajustes.put(nuevo, "dispositivo");
      return nuevo;
    });

  const usuarioActual = () => telefono((ajustes) => ajustes.get("usuario"));
  const conocidos = () => telefono(async (ajustes) => (await ajustes.get("conocidos")) ?? []);

  /** `usuario` has logged in: of whoever used the phone before, only what was not sent stays. */
  const entro = async (usuario) => {
    const anterior = await telefono(async (ajustes) => {
      const antes = await ajustes.get("usuario");
      const todos = (await ajustes.get("conocidos")) ?? [];
      if (antes !== usuario) await ajustes.put(usuario, "usuario");
      if (!todos.includes(usuario)) await ajustes.put([...todos, usuario], "conocidos");
      return antes;
    });
    if (anterior && anterior !== usuario) await con(anterior, vaciarRuta);
  };

  // --- The route

  const guardarRuta = async (base, datos) => {
    const cajas = ["ruta", "ajustes", "bandeja", "adjuntos"];
    const paso = base.transaction(cajas, "readwrite", SEGURO);
    const [ruta, ajustes, bandeja, adjuntos] = cajas.map((caja) => paso.objectStore(caja));
    const conFoto = new Set((await adjuntos.getAll()).filter(vivo).map(({ registro }) => registro));
    const { paradas, ...cabecera } = datos;
    await ruta.clear();
    for (const parada of paradas) ruta.put(parada);
    ajustes.put(cabecera, "cabecera");
    ajustes.put(Date.now(), "sincronizado_en");
    // What the server applied is now told by its own data.
    for (const registro of await bandeja.getAll()) {
      const sabido = registro.estado === "aplicado" && registro.recibido_en <= datos.generado_en;
      if (sabido && !conFoto.has(registro.id)) bandeja.delete(registro.id);
    }
    await paso.done;
  };

  const vaciarRuta = async (base) => {
    const paso = base.transaction(["ruta", "ajustes"], "readwrite", SEGURO);
    paso.objectStore("ruta").clear();
    paso.objectStore("ajustes").delete("cabecera");
    await paso.done;
  };

  /** After days without talking to the server the route goes; what is to be sent never does. */
  const caducar = async () => {
    for (const usuario of await conocidos()) {
      await con(usuario, async (base) => {
        const cabecera = await base.get("ajustes", "cabecera");
        const dias = cabecera?.caduca_dias ?? DIAS_SIN_DECIR;
        const desde = (await base.get("ajustes", "sincronizado_en")) ?? 0;
        if (cabecera && Date.now() - desde > dias * DIA) {
          await vaciarRuta(base);
          await base.put("ajustes", true, "caducada");
        }
      });
    }
  };

  // --- What is to be sent

  const pendientes = async (base) =>
    (await base.getAll("bandeja"))
      .filter((registro) => registro.estado === "por_enviar")
      .sort((a, b) => Date.parse(a.hecho_en) - Date.parse(b.hecho_en) || (a.id < b.id ? -1 : 1));

  const vivo = ({ falla }) => !falla;

  /** Photos of records that have arrived, still on their way. */
  const fotosPendientes = async (base) => {
    const llegados = new Set(
      (await base.getAll("bandeja"))
        .filter(({ estado }) => estado === "aplicado" || estado === "observado")
        .map(({ id }) => id),
    );
    return (await base.getAll("adjuntos")).filter((a) => vivo(a) && llegados.has(a.registro));
  };

  /** How many would be lost with the phone: to be sent, turned down and not mended yet, photos. */
  const cuantos = async (usuario) => {
    if (!(await conocidos()).includes(usuario)) return 0;
    return con(usuario, async (base) => {
      const propios = await base.getAll("bandeja");
      const fotos = await fotosPendientes(base);
      return fotos.length + propios.filter((r) => ["por_enviar", "rechazado"].includes(r.estado)).length;
    });
  };

  // --- Letting go

  /** Leave nothing of this person on the phone. */
  const borrar = async (usuario) => {
    await idb.deleteDB(DE_PERSONA(usuario));
    await telefono(async (ajustes) => {
      const otros = ((await ajustes.get("conocidos")) ?? []).filter((uno) => uno !== usuario);
      await ajustes.put(otros, "conocidos");
      if ((await ajustes.get("usuario")) === usuario) await ajustes.delete("usuario");
    });
  };

  /** Out of service: nothing stays but what nobody has taken yet, and that is not shown. */
  const sellar = async (usuario, entregado) => {
    if (entregado) {
      await borrar(usuario);
      await telefono((ajustes) => ajustes.delete("dispositivo"));
      return;
    }
    await con(usuario, async (base) => {
      const cajas = ["ruta", "borradores", "adjuntos", "ajustes"];
      const paso = base.transaction(cajas, "readwrite", SEGURO);
      for (const caja of cajas) paso.objectStore(caja).clear();
      paso.objectStore("ajustes").put(true, "revocado");
      await paso.done;
    });
  };

  // --- Room

  /** Whether a write failed for want of room. */
  const sinLugar = (error) => ["QuotaExceededError", "UnknownError"].includes(error?.name);

  /** "lleno", "justo" or "": found out before anybody types, by writing. */
  const espacio = async (base) => {
    const prueba = crypto.getRandomValues(new Uint8Array(65_536));
    try {
      for (let parte = 0; parte < ESPACIO_DE_PRUEBA / prueba.length; parte++)
        await base.put("ajustes", prueba, `prueba-${parte}`);
    } catch {
      return "lleno";
    } finally {
      await base.delete("ajustes", IDBKeyRange.bound("prueba-", "prueba-~")).catch(() => {});
    }
    const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
    return quota && quota - usage < ESPACIO_HOLGADO ? "justo" : "";
  };

  Object.assign(campo, {
    SEGURO, abrir, borrar, caducar, con, conocidos, cuantos, dispositivo, entro, espacio,
    fotosPendientes, guardarRuta, pendientes, sellar, sinLugar, usuarioActual, vaciarRuta,
  });
})();
