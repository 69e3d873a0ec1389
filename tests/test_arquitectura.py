"""Rules that walk everything: who imports whom, what every table promises, what nobody writes."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

RAIZ = Path(__file__).resolve().parents[1]
APPS = ("juntos", "captacion", "afiliacion")
# What each app may know of the house; only these modules see all three.
CONOCE = {
    "juntos": {"juntos"},
    "captacion": {"juntos", "captacion"},
    "afiliacion": {"juntos", "captacion", "afiliacion"},
}
VEN_TODO = {
    "juntos/urls.py",
    "juntos/celery.py",
    "juntos/settings/base.py",
    "juntos/management/commands/demo.py",
}
MODULOS = sorted(
    ruta.relative_to(RAIZ)
    for app in APPS
    for ruta in (RAIZ / app).rglob("*.py")
    if "migrations" not in ruta.parts
)
MIGRACIONES = sorted(ruta for app in APPS for ruta in (RAIZ / app / "migrations").glob("0*.py"))
MODELOS = [m for app in APPS for m in apps.get_app_config(app).get_models()]


def importados(ruta: Path) -> set[str]:
    """Every module that a file imports, by its full name."""
    nombres = set()
    for nodo in ast.walk(ast.parse((RAIZ / ruta).read_text(encoding="utf-8"))):
        if isinstance(nodo, ast.Import):
            nombres |= {alias.name for alias in nodo.names}
        elif isinstance(nodo, ast.ImportFrom):
            assert nodo.level == 0, f"{ruta}: importación relativa"
            nombres |= {f"{nodo.module}.{alias.name}" for alias in nodo.names}
    return nombres


@pytest.mark.parametrize("ruta", MODULOS, ids=str)
def test_las_dependencias_corren_en_un_sentido(ruta):
    if str(ruta) in VEN_TODO:
        return
    propias = {nombre.split(".")[0] for nombre in importados(ruta)} & set(APPS)
    assert propias <= CONOCE[ruta.parts[0]]


@pytest.mark.parametrize("ruta", MODULOS, ids=str)
def test_no_hay_senales(ruta):
    prohibidos = ("django.db.models.signals", "django.dispatch", "django.core.signals")
    assert not [n for n in importados(ruta) if n.startswith(prohibidos)]


@pytest.mark.parametrize("ruta", MIGRACIONES, ids=lambda r: f"{r.parts[-3]}/{r.name}")
def test_una_migracion_no_importa_codigo_de_las_apps(ruta):
    propias = {n.split(".")[0] for n in importados(ruta)} & set(APPS)
    assert not propias
    assert "auto" not in ruta.stem


PROHIBIDO = {
    "except Exception": r"except Exception\b",
    "HTML en Python": r"\b(mark_safe|format_html)\b",
    "delay fuera del commit": r"\.(delay|apply_async)\(",
    "pendientes": r"\b(TODO|FIXME|XXX)\b",
}


@pytest.mark.parametrize("regla", PROHIBIDO)
def test_lo_que_se_rechaza_a_la_vista(regla):
    patron = re.compile(PROHIBIDO[regla])
    culpables = [
        f"{ruta}:{n}"
        for ruta in MODULOS
        for n, linea in enumerate((RAIZ / ruta).read_text(encoding="utf-8").splitlines(), 1)
        if patron.search(linea)
    ]
    assert not culpables


@pytest.mark.parametrize("ruta", MODULOS, ids=str)
def test_nadie_cambia_un_estado_fuera_de_transitar(ruta):
    """No assignment to `.estado` and no update(estado=…) but in the one door."""
    if str(ruta) == "juntos/estados.py":
        return
    for nodo in ast.walk(ast.parse((RAIZ / ruta).read_text(encoding="utf-8"))):
        if isinstance(nodo, ast.Assign | ast.AugAssign):
            destinos = nodo.targets if isinstance(nodo, ast.Assign) else [nodo.target]
            assert not [
                d for d in destinos if isinstance(d, ast.Attribute) and d.attr == "estado"
            ], f"{ruta}:{nodo.lineno}"
        if isinstance(nodo, ast.Call) and isinstance(nodo.func, ast.Attribute):
            assert nodo.func.attr != "update" or "estado" not in {k.arg for k in nodo.keywords}, (
                f"{ruta}:{nodo.lineno}"
            )


def campos(modelo) -> dict[str, models.Field]:
    return {f.name: f for f in modelo._meta.get_fields() if isinstance(f, models.Field)}


def restricciones(modelo) -> set[str]:
    return {c.name for c in modelo._meta.constraints}


@pytest.mark.parametrize("modelo", MODELOS, ids=lambda m: m.__name__)
def test_todo_estado_tiene_su_restriccion_y_sus_transiciones(modelo):
    estado = campos(modelo).get("estado")
    if estado is None:
        return
    valores = {valor for valor, _ in estado.choices}
    assert any(n.endswith("estado_valido") for n in restricciones(modelo))
    assert set(modelo.TRANSICIONES) == valores
    assert set().union(*modelo.TRANSICIONES.values()) <= valores


@pytest.mark.parametrize("modelo", MODELOS, ids=lambda m: m.__name__)
def test_todo_instante_tiene_su_actor(modelo):
    """`x_en` and `x_por` come together, both compulsory or tied by a constraint."""
    nombres = campos(modelo)
    for nombre, campo in nombres.items():
        if not isinstance(campo, models.DateTimeField) or not nombre.endswith("_en"):
            continue
        if modelo.__name__ == "Usuario":
            continue
        raiz = nombre.removesuffix("_en")
        actor = nombres.get(f"{raiz}_por")
        assert actor is not None, f"{modelo.__name__}.{nombre} no tiene actor"
        atado = any(n.endswith(f"{raiz}_en_par") for n in restricciones(modelo))
        assert atado or not (campo.null or actor.null), f"{modelo.__name__}.{nombre}"


@pytest.mark.parametrize("modelo", MODELOS, ids=lambda m: m.__name__)
def test_toda_eleccion_cerrada_esta_en_la_base(modelo):
    """A field with choices has a constraint: nothing else gets in, not even by SQL."""
    textos = " ".join(str(c.condition) for c in modelo._meta.constraints if hasattr(c, "condition"))
    for nombre, campo in campos(modelo).items():
        if campo.choices:
            assert f"{nombre}__in" in textos, f"{modelo.__name__}.{nombre}"


@pytest.mark.parametrize("ruta", [r for r in MODULOS if "views" in str(r)], ids=str)
def test_ninguna_vista_trae_filas_sin_preguntar_quien_mira(ruta):
    """In a view, `Modelo.objects` is followed by `visibles_para`, in a page that shows people."""
    texto = (RAIZ / ruta).read_text(encoding="utf-8")
    sueltas = re.findall(r"\b[A-Z]\w+\.objects\b(?!\s*\.visibles_para)[^\n]*", texto)
    assert [s for s in sueltas if "filter(pk=pk)" not in s] == []
