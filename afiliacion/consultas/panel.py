"""The filters as the queue shows them: each value in words, with its count and its way out."""

from dataclasses import dataclass

from afiliacion.consultas import cola
from afiliacion.models import Contacto, EstadoContacto
from juntos.models import Usuario

# Above this, the list of districts is asked for by department: a phone gets no 1,893 options.
DISTRITOS_A_LA_VISTA = 200


@dataclass(frozen=True)
class Opcion:
    valor: str
    etiqueta: str
    cuenta: int | None
    elegida: bool


@dataclass(frozen=True)
class Selector:
    nombre: str
    etiqueta: str
    todas: str
    opciones: list[Opcion]


@dataclass(frozen=True)
class Pestana:
    etiqueta: str
    cuenta: int
    consulta: str
    elegida: bool


@dataclass(frozen=True)
class Quitable:
    """A filter that is on, and the query without it."""

    etiqueta: str
    consulta: str


@dataclass(frozen=True)
class Panel:
    total: int
    pestanas: list[Pestana]
    selectores: list[Selector]
    quitables: list[Quitable]
    consulta: str
    texto_clave: str
    asignacion: str
    en_palabras: str
    desconocidos: list[str]
    guardados: list
    toda: str
    para_guardar: str


def panel_de(filtro, cuentas: cola.Cuentas) -> Panel:
    distritos = filtro.contar_distritos()
    selectores = [
        *_de_lugar(filtro, distritos),
        *_contados(filtro, cuentas),
        _de_orden(filtro),
        _agrupar(filtro),
    ]
    quitables = _quitables(filtro, selectores)
    return Panel(
        total=cuentas.total,
        pestanas=_pestanas(filtro, cuentas.por_filtro["asignacion"]),
        selectores=selectores,
        quitables=quitables,
        consulta=filtro.consulta(),
        texto_clave=filtro.elegido.get("texto", ""),
        asignacion=filtro.elegido.get("asignacion", ""),
        en_palabras="; ".join(q.etiqueta for q in quitables) or "Contactos abiertos, sin filtros",
        desconocidos=filtro.desconocidos,
        guardados=filtro.guardados,
        toda=filtro.toda,
        para_guardar=filtro.para_guardar,
    )


def _pestanas(filtro, cuentas) -> list[Pestana]:
    elegida = filtro.elegido.get("asignacion", "")
    nombres = {"": "Todas", "mias": "Mías", "sin": "Sin asignar"}
    return [
        Pestana(
            etiqueta,
            cuentas[valor] if valor else sum(cuentas.values()),
            filtro.consulta(asignacion=valor),
            valor == elegida,
        )
        for valor, etiqueta in nombres.items()
    ]


def _de_lugar(filtro, distritos: list[cola.CuentaDistrito]) -> list[Selector]:
    departamento = filtro.elegido.get("departamento", "")
    elegido = filtro.elegido.get("distrito", "")
    muchos = len(distritos) > DISTRITOS_A_LA_VISTA
    selectores = []
    if muchos or departamento:
        por_departamento = {}
        for d in distritos:
            if d.departamento:
                por_departamento.setdefault(d.departamento, []).append(d.cuenta)
        opciones = [
            Opcion(nombre, nombre, sum(n), nombre == departamento)
            for nombre, n in por_departamento.items()
        ]
        selectores.append(Selector("departamento", "Departamento", "Todos", opciones))
    a_la_vista = [
        d
        for d in distritos
        if d.departamento == departamento
        or (not departamento and (not muchos or d.ubigeo in (elegido, cola.SIN)))
    ]
    opciones = [
        Opcion(
            d.ubigeo,
            f"{d.nombre}, {d.provincia}" if d.provincia else d.nombre,
            d.cuenta,
            d.ubigeo == elegido,
        )
        for d in a_la_vista
    ]
    if elegido and elegido not in {o.valor for o in opciones}:
        opciones.append(Opcion(elegido, f"Ubigeo {elegido}", 0, True))
    if opciones:
        selectores.append(Selector("distrito", "Distrito", "Todos", opciones))
    return selectores


def _contados(filtro, cuentas: cola.Cuentas) -> list[Selector]:
    abiertos = {e.value: e.label for e in EstadoContacto if e in Contacto.ABIERTOS}
    cerrados = {e.value: e.label for e in EstadoContacto if e in Contacto.CIERRES}
    selectores = [
        ("vence", "Plazo", "Todos", {c: t.etiqueta for c, t in cola.VENCE.items()}),
        ("tipo", "A quién se busca", "Todas", {v: e for v, (e, _) in cola.TIPOS.items()}),
        ("estado", "Estado", "Abiertos", abiertos | cerrados),
        ("lengua", "Lengua", "Todas", cola.LENGUAS),
    ]
    resultado = []
    for nombre, etiqueta, todas, valores in selectores:
        elegido, contadas = filtro.elegido.get(nombre, ""), cuentas.por_filtro[nombre]
        opciones = [
            Opcion(
                valor,
                palabra,
                contadas[valor] if valor not in cerrados or valor == elegido else None,
                valor == elegido,
            )
            for valor, palabra in valores.items()
        ]
        resultado.append(Selector(nombre, etiqueta, todas, opciones))
    return resultado


def _de_orden(filtro) -> Selector:
    elegido = filtro.elegido.get("orden", "")
    opciones = [
        Opcion(codigo, etiqueta, None, codigo == elegido)
        for codigo, (etiqueta, _) in cola.ORDENES.items()
        if codigo != "prioridad"
    ]
    return Selector("orden", "Orden", cola.ORDENES["prioridad"][0], opciones)


def _agrupar(filtro) -> Selector:
    opcion = Opcion("lugar", "Por centro poblado", None, filtro.en_grupos)
    return Selector("agrupar", "Agrupar", "Sin agrupar", [opcion])


def _quitables(filtro, selectores: list[Selector]) -> list[Quitable]:
    puestos = [
        Quitable(
            f"{selector.etiqueta}: {opcion.etiqueta}", filtro.consulta(**{selector.nombre: ""})
        )
        for selector in selectores
        for opcion in selector.opciones
        if opcion.elegida and selector.nombre not in ("orden", "agrupar")
    ]
    if asignacion := filtro.elegido.get("asignacion"):
        puestos.append(Quitable(cola.ASIGNACIONES[asignacion], filtro.consulta(asignacion="")))
    if gestion := filtro.elegido.get("gestion"):
        puestos.append(Quitable(cola.GESTIONES[gestion], filtro.consulta(gestion="")))
    if lleva := filtro.elegido.get("lleva"):
        quien = Usuario.objects.filter(pk=int(lleva)).first()
        puestos.append(Quitable(f"A cargo de {quien or lleva}", filtro.consulta(lleva="")))
    if filtro.texto_buscado:
        puestos.append(Quitable(f"Texto: {filtro.texto_buscado}", filtro.consulta(texto="")))
    return puestos
