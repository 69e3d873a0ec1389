"""What each record of a device does to its contact, which is locked (docs/adr/0022)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from ninja import Schema

from afiliacion.acciones import visitas
from afiliacion.acciones.acuerdos import AcuerdoInvalido
from afiliacion.acciones.contactos import ContactoCambiado, anotar, exigir_que_pueda_reabrirse
from afiliacion.acciones.solicitudes import adjuntar_acuerdo
from afiliacion.esquemas import (
    DatosAcuerdo,
    DatosAlerta,
    DatosDireccion,
    DatosRequisito,
    DatosTelefono,
    DatosVisita,
)
from afiliacion.models import (
    Adjunto,
    Caso,
    Contacto,
    EstadoContacto,
    Marca,
    Parada,
    RegistroDeCampo,
    Resultado,
    Siguiente,
    Solicitud,
    TipoAlerta,
    TipoRegistro,
    Visita,
)
from captacion.models import Telefono
from juntos.estados import transitar
from juntos.models import Distrito, Usuario

DIA = 24 * 60 * 60
SE_CORRIGEN = (
    EstadoContacto.NO_ACEPTA,
    EstadoContacto.NO_ELEGIBLE,
    EstadoContacto.YA_USUARIA,
    EstadoContacto.CERRADA,
)
# Somebody else's word that a record made without knowing of it does not undo.
LO_PARAN = {Marca.CERRADO, Marca.VISITA_DE_COLEGA}


@dataclass(frozen=True)
class Hecho:
    """One record, read: `momento` is when it was made, by our clock.

    `responde` is whose territory counts: of whoever made it, or of the supervisor who applies it.
    """

    pk: uuid.UUID
    contacto: Contacto
    datos: Schema
    por: Usuario
    responde: Usuario
    hecho_en: dt.datetime
    momento: dt.datetime
    reloj: int


def contactos_al_alcance(*, por: Usuario) -> QuerySet[Contacto]:
    """Contacts of one's territory, or of one's route or visits before they left it."""
    mia = {"contacto": OuterRef("pk")}
    return Contacto.objects.filter(
        Q(distrito__in=Distrito.objects.visibles_para(por))
        | Exists(Parada.objects.filter(usuario=por, **mia))
        | Exists(Visita.objects.filter(registrada_por=por, **mia))
    )


def aplicar(hecho: Hecho) -> tuple[Visita | None, list[Marca]]:
    """Do what the record says; give its visit and what a supervisor should know of it.

    Raises ValidationError with sentences for whoever made it.
    """
    return _HACER[type(hecho.datos)](hecho)


# --- Visits


def _visita(hecho: Hecho) -> tuple[Visita, list[Marca]]:
    contacto, datos, por = hecho.contacto, hecho.datos, hecho.por
    if ya := Visita.objects.filter(clave=hecho.pk).first():
        if (ya.contacto_id, ya.registrada_por_id) != (contacto.pk, por.pk):
            raise ValidationError("Ese registro es de otro hogar.")
        return ya, []
    marcas = conflictos(hecho, version=datos.version)
    dicho = _datos_de_visita(hecho)
    visita, caso = visitas.asentar(
        contacto,
        dicho,
        por=por,
        momento=hecho.momento,
        superados=_superados(hecho) | (visitas.UBICACION if _no_ubica(marcas) else set()),
        exige_caso=not marcas and not _ya_sin_alguien(contacto, dicho.resultado),
    )
    if caso and marcas:
        _solo_el_caso(contacto, visita, caso, por=por)
    elif _mueve(hecho, marcas):
        _seguir(contacto, visita, caso, por=por)
    return visita, marcas


def _ya_sin_alguien(contacto: Contacto, resultado: Resultado) -> bool:
    """A loss or a death told twice is one: there may be nobody left whom it concerns."""
    con_cuidado = resultado.siguiente == Siguiente.CERRAR_CON_CUIDADO
    return con_cuidado and contacto.casos.exclude(cerrado_por_visita=None).exists()


def conflictos(hecho: Hecho, *, version: int | None = None) -> list[Marca]:
    """What others did to the contact that whoever made the record did not know."""
    contacto, por = hecho.contacto, hecho.por
    ajeno = {
        Marca.CERRADO: not contacto.esta_abierto and contacto.cerrado_por_id != por.pk,
        Marca.REASIGNADO: contacto.asignada_a_id not in (None, por.pk)
        and contacto.asignada_en > _en_ruta_desde(hecho),
        Marca.MUDADO: contacto.mudado_por_id not in (None, por.pk)
        and contacto.mudado_en > _en_ruta_desde(hecho),
        Marca.VISITA_DE_COLEGA: version is not None
        and contacto.visitas.exclude(registrada_por=por).filter(version__gt=version).exists(),
    }
    marcas = [marca for marca, es in ajeno.items() if es]
    if not marcas and contacto.mudado_por_id != por.pk and not _alcanza(hecho):
        marcas.append(Marca.REASIGNADO)
    if abs(hecho.reloj) > DIA:
        marcas.append(Marca.RELOJ)
    return marcas


def _en_ruta_desde(hecho: Hecho) -> dt.datetime:
    paradas = hecho.contacto.paradas.filter(usuario=hecho.por, agregada_en__lte=hecho.momento)
    ultima = paradas.order_by("-agregada_en").values_list("agregada_en", flat=True).first()
    return ultima or hecho.momento


def _alcanza(hecho: Hecho) -> bool:
    return Contacto.objects.visibles_para(hecho.responde).filter(pk=hecho.contacto.pk).exists()


def _no_ubica(marcas: list[Marca]) -> bool:
    return bool({*LO_PARAN, Marca.MUDADO} & set(marcas))


def _mueve(hecho: Hecho, marcas: list[Marca]) -> bool:
    """Whether the outcome may still open, close or move the contact."""
    if LO_PARAN & set(marcas):
        return False
    if {Marca.MUDADO, Marca.REASIGNADO} & set(marcas):
        return _alcanza(hecho)
    return True


def _datos_de_visita(hecho: Hecho) -> visitas.DatosDeVisita:
    datos: DatosVisita = hecho.datos
    resultado = Resultado.objects.filter(pk=datos.resultado).first()
    if resultado is None:
        raise ValidationError({"resultado": "Ese resultado ya no está en la lista: elija otro."})
    dicho = datos.model_dump(exclude={"version", "fotos"})
    return visitas.DatosDeVisita(
        **dicho
        | {
            "clave": hecho.pk,
            "resultado": resultado,
            "fecha": _fecha(hecho),
            "telefono": datos.telefono and _telefono_del_hogar(hecho.contacto, datos.telefono),
            "distrito_nuevo": datos.distrito_nuevo
            and Distrito.objects.filter(pk=datos.distrito_nuevo).first(),
            "caso": datos.caso and Caso.objects.filter(pk=datos.caso).first(),
        }
    )


def _telefono_del_hogar(contacto: Contacto, pk: int) -> Telefono | None:
    return Telefono.objects.filter(pk=pk, persona__in=visitas.personas_de(contacto)).first()


def _fecha(hecho: Hecho) -> dt.date:
    """The day of the visit. The day that a wrong clock proposed is put right by our clock's."""
    fecha = hecho.datos.fecha
    errado = abs(hecho.reloj) > DIA or fecha > timezone.localdate()
    del_telefono = timezone.localdate(hecho.hecho_en)
    return timezone.localdate(hecho.momento) if errado and fecha == del_telefono else fecha


def _superados(hecho: Hecho) -> set[str]:
    """What of the contact one said again later: an older word does not come back over it."""
    despues = Q(momento__gt=hecho.momento) | Q(momento=hecho.momento, pk__gt=hecho.pk)
    posteriores = RegistroDeCampo.objects.asentados().filter(
        despues,
        contacto=hecho.contacto,
        hecho_por=hecho.por,
        tipo__in=[TipoRegistro.VISITA, TipoRegistro.TELEFONO, TipoRegistro.DIRECCION],
    )
    dichos = list(posteriores.values_list("tipo", "cuerpo"))
    siguientes = _siguientes() if dichos else {}
    superados = set()
    for tipo, cuerpo in dichos:
        siguiente = siguientes.get(cuerpo.get("resultado"))
        if cuerpo.get("telefono_nuevo") or tipo == TipoRegistro.TELEFONO:
            superados.add("telefono")
        if siguiente == Siguiente.MUDANZA:
            superados |= visitas.UBICACION
        if tipo == TipoRegistro.DIRECCION or siguiente == Siguiente.DIRECCION:
            superados |= {c for c in ("direccion", "referencia") if (cuerpo.get(c) or "").strip()}
    return superados


def _siguientes() -> dict[str, str]:
    return dict(Resultado.objects.values_list("pk", "siguiente"))


def _solo_el_caso(contacto: Contacto, visita: Visita, caso: Caso, *, por) -> None:
    """A loss or a death stands whatever others did: nobody calls that family again for it."""
    if contacto.esta_abierto:
        visitas.seguir(contacto, visita, caso=caso, por=por)
    else:
        visitas.cerrar_caso(contacto, visita, caso)


def _seguir(contacto: Contacto, visita: Visita, caso: Caso | None, *, por) -> None:
    """Do what the outcome leads to, then again what came after it and had arrived before."""
    despues = Q(registrada_en__gt=visita.registrada_en) | Q(
        registrada_en=visita.registrada_en, clave__gt=visita.clave
    )
    posteriores = list(
        contacto.visitas.filter(despues, registrada_por=por)
        .select_related("resultado")
        .order_by("registrada_en", "clave")
    )
    if posteriores and not caso and visita.resultado.siguiente in visitas.VUELVEN:
        return
    for cual in (visita, *posteriores):
        if _en_juego(contacto, por=por):
            visitas.seguir(contacto, cual, caso=caso if cual == visita else None, por=por)
        elif caso and cual == visita:
            visitas.cerrar_caso(contacto, visita, caso)


def _en_juego(contacto: Contacto, *, por) -> bool:
    """Open, or closed by this same person, who now says something else: it opens again."""
    if contacto.esta_abierto:
        return True
    vive = contacto.casos.vivos().exists()
    if contacto.estado not in SE_CORRIGEN or contacto.cerrado_por_id != por.pk or not vive:
        return False
    try:
        exigir_que_pueda_reabrirse(contacto)
    except (ContactoCambiado, ValidationError):
        return False
    vacio = {"cerrado_en": None, "cerrado_por": None, "motivo_cierre": ""}
    transitar(contacto, EstadoContacto.EN_GESTION, por=por, motivo="Visita posterior", **vacio)
    return True


# --- Facts beside a visit


def _telefono(hecho: Hecho) -> tuple[None, list[Marca]]:
    numero = visitas.normalizar_telefono(hecho.datos.numero)
    if not numero:
        raise ValidationError("Escriba un celular de nueve dígitos que empiece en 9.")
    manda = "telefono" not in _superados(hecho)
    dia = timezone.localdate(hecho.momento)
    visitas.guardar_telefono(hecho.contacto, numero=numero, visto_el=dia, manda=manda)
    hecho.contacto.save(update_fields=["telefono"])
    return None, conflictos(hecho)


def _direccion(hecho: Hecho) -> tuple[None, list[Marca]]:
    contacto, marcas = hecho.contacto, conflictos(hecho)
    dicho = {c: getattr(hecho.datos, c).strip() for c in ("direccion", "referencia")}
    if not any(dicho.values()):
        raise ValidationError("Escriba la dirección o la referencia.")
    if not _no_ubica(marcas):
        for campo, valor in dicho.items():
            if valor and campo not in _superados(hecho):
                setattr(contacto, campo, valor)
        contacto.save(update_fields=["direccion", "referencia"])
        anotar(contacto, "Dirección corregida", por=hecho.por)
    return None, marcas


def _alerta(hecho: Hecho) -> tuple[Visita | None, list[Marca]]:
    """It hangs from one's visit of that day; until that one comes, the supervisor sees it here."""
    dia = timezone.localdate(hecho.momento)
    propias = hecho.contacto.visitas.filter(registrada_por=hecho.por, registrada_en__date=dia)
    antes = propias.filter(registrada_en__lte=hecho.momento).order_by("-registrada_en", "-clave")
    visita = antes.first() or propias.order_by("registrada_en", "clave").first()
    if visita is None:
        return None, [*conflictos(hecho), Marca.SIN_VISITA]
    tipo = TipoAlerta(hecho.datos.tipo)
    dicho = hecho.contacto.casos.filter(pk=hecho.datos.caso).first()
    caso = dicho or visitas.unico_caso(visita, tipo)
    visitas.levantar_alerta(
        visita, tipo, captacion=caso and caso.captacion, causa=hecho.datos.causa
    )
    return visita, conflictos(hecho)


def _requisito(hecho: Hecho) -> tuple[None, list[Marca]]:
    """What was seen is told beside the requirement; the registers go on deciding it."""
    return None, conflictos(hecho)


def _acuerdo(hecho: Hecho) -> tuple[None, list[Marca]]:
    """The signature is the Acuerdo of the request that is being prepared."""
    firma = Adjunto.objects.filter(pk=hecho.datos.firma, subido_por=hecho.por).first()
    solicitud = hecho.contacto.solicitudes.filter(estado__in=Solicitud.EDITABLES).first()
    marcas = conflictos(hecho)
    if firma is None:
        marcas.append(Marca.FALTA_ADJUNTO)
    if solicitud is None or not _alcanza(hecho):
        marcas.append(Marca.SIN_SOLICITUD)
    if set(marcas) & {Marca.FALTA_ADJUNTO, Marca.SIN_SOLICITUD}:
        return None, marcas
    with firma.archivo.open("rb") as archivo:
        imagen = ContentFile(archivo.read(), name=firma.archivo.name)
    try:
        adjuntar_acuerdo(solicitud, archivo=imagen, por=hecho.por)
    except (AcuerdoInvalido, PermissionDenied) as error:
        raise ValidationError(str(error)) from error
    firma.solicitud = solicitud
    firma.save(update_fields=["solicitud"])
    return None, marcas


_HACER = {
    DatosVisita: _visita,
    DatosTelefono: _telefono,
    DatosDireccion: _direccion,
    DatosAlerta: _alerta,
    DatosRequisito: _requisito,
    DatosAcuerdo: _acuerdo,
}
