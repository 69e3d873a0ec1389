"""Factories. Every document comes from one block marked fake: DNI 99xxxxxx, CNV 99xxxxxxxx.

Ubigeos of the factories start with 99, which no department has.
"""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from afiliacion import models as afiliacion
from captacion import models as captacion
from juntos import models as juntos


class UnidadTerritorialFactory(DjangoModelFactory):
    class Meta:
        model = juntos.UnidadTerritorial

    codigo = factory.Sequence(lambda n: f"{n:04X}")
    nombre = factory.Sequence(lambda n: f"UT {n}")


class DistritoFactory(DjangoModelFactory):
    class Meta:
        model = juntos.Distrito

    ubigeo = factory.Sequence(lambda n: f"99{n:04d}")
    departamento = "Departamento"
    provincia = "Provincia"
    nombre = factory.Sequence(lambda n: f"Distrito {n}")
    unidad_territorial = factory.SubFactory(UnidadTerritorialFactory)


class EstablecimientoFactory(DjangoModelFactory):
    class Meta:
        model = juntos.Establecimiento

    codigo = factory.Sequence(lambda n: f"99{n:06d}")
    nombre = factory.Sequence(lambda n: f"Puesto de salud {n}")
    distrito = factory.SubFactory(DistritoFactory)


class UsuarioFactory(DjangoModelFactory):
    class Meta:
        model = juntos.Usuario
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"usuario{n}")
    first_name = "Usuaria"
    last_name = factory.Sequence(lambda n: f"De Prueba {n}")
    rol = juntos.Rol.SEDE


class AsignacionFactory(DjangoModelFactory):
    class Meta:
        model = juntos.Asignacion

    usuario = factory.SubFactory(UsuarioFactory, rol=juntos.Rol.GESTORA)
    distrito = factory.SubFactory(DistritoFactory)
    desde = dt.date(2020, 1, 1)


class CargaFactory(DjangoModelFactory):
    class Meta:
        model = captacion.Carga

    fuente = captacion.Fuente.PADRON_NOMINAL
    perfil = "padron_nominal"
    archivo = "cargas/prueba.txt"
    nombre_archivo = "prueba.txt"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    tamano = 1
    fecha_proceso = factory.LazyFunction(dt.date.today)
    estado = captacion.EstadoCarga.PROCESADA
    recibida_por = factory.SubFactory(UsuarioFactory)


class PersonaFactory(DjangoModelFactory):
    class Meta:
        model = captacion.Persona

    dni = factory.Sequence(lambda n: f"99{n:06d}")
    ap_paterno = "QUISPE"
    ap_materno = "MAMANI"
    nombres = "ROSA"
    sexo = captacion.Sexo.FEMENINO
    fecha_nacimiento = dt.date(1995, 5, 5)


class HogarFactory(DjangoModelFactory):
    class Meta:
        model = captacion.Hogar

    origen = captacion.OrigenHogar.PGH
    codigo = factory.Sequence(lambda n: f"H{n:08d}")
    distrito = factory.SubFactory(DistritoFactory)
    carga = factory.SubFactory(CargaFactory, fuente=captacion.Fuente.PGH)
    fila = 1


class MiembroFactory(DjangoModelFactory):
    class Meta:
        model = captacion.Miembro

    hogar = factory.SubFactory(HogarFactory)
    persona = factory.SubFactory(PersonaFactory)
    carga = factory.SelfAttribute("hogar.carga")
    fila = 1


class ClasificacionFactory(DjangoModelFactory):
    class Meta:
        model = captacion.ClasificacionSocioeconomica

    hogar = factory.SubFactory(HogarFactory)
    nivel = captacion.NivelPobreza.POBRE
    desde = dt.date(2020, 1, 1)
    hasta = dt.date(2099, 12, 31)
    fuente = captacion.Fuente.PGH
    carga = factory.SelfAttribute("hogar.carga")
    fila = 1


class RecienNacidoFactory(DjangoModelFactory):
    class Meta:
        model = captacion.RecienNacido

    persona = factory.SubFactory(
        PersonaFactory,
        nombres="LUZ",
        fecha_nacimiento=factory.LazyFunction(lambda: dt.date.today() - dt.timedelta(days=5)),
    )
    madre = factory.SubFactory(PersonaFactory)
    en_fuente_el = factory.SelfAttribute("persona.fecha_nacimiento")
    fuente = captacion.Fuente.PADRON_NOMINAL
    carga = factory.SubFactory(CargaFactory)
    fila = 1


class CaptacionFactory(DjangoModelFactory):
    """The capture of a newborn, five days old today, in a household that is no user."""

    class Meta:
        model = captacion.Captacion

    tipo = captacion.TipoCaptacion.RECIEN_NACIDO
    recien_nacido = factory.SubFactory(RecienNacidoFactory)
    persona = factory.SelfAttribute("recien_nacido.persona")
    hogar = factory.SubFactory(HogarFactory)
    distrito = factory.SelfAttribute("hogar.distrito")
    evento_el = factory.SelfAttribute("persona.fecha_nacimiento")
    en_fuente_el = factory.SelfAttribute("evento_el")
    registrada_el = factory.LazyFunction(dt.date.today)
    limite_el = factory.LazyAttribute(lambda c: c.evento_el + dt.timedelta(days=29))
    en_hogar_usuario = False
    carga = factory.SelfAttribute("recien_nacido.carga")
    fila = 1


class ContactoFactory(DjangoModelFactory):
    class Meta:
        model = afiliacion.Contacto

    hogar = factory.SubFactory(HogarFactory)
    distrito = factory.SelfAttribute("hogar.distrito")
    abierto_el = factory.LazyFunction(dt.date.today)
    vence_el = factory.LazyFunction(lambda: dt.date.today() + dt.timedelta(days=24))
    con_recien_nacido = True
    carga = factory.SelfAttribute("hogar.carga")
