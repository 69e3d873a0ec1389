import pytest
from django.core.exceptions import PermissionDenied

from afiliacion.acciones import alertas
from afiliacion.models import Alerta, EstadoAlerta
from juntos.estados import TransicionInvalida
from juntos.models import Rol
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.construir import visitar


@pytest.fixture
def alerta(distrito, gestora):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    return visitar(
        construir.contacto(hogar), "ausente", por=gestora, alertas=["sin_cred"]
    ).alertas.get()


def test_atender_y_reabrir(alerta, supervisora):
    alertas.atender(alerta, por=supervisora)
    assert (alerta.estado, alerta.atendida_por) == (EstadoAlerta.ATENDIDA, supervisora)
    assert alerta.atendida_en
    alertas.reabrir(alerta, por=supervisora)
    assert alerta.estado == EstadoAlerta.ABIERTA
    assert alerta.atendida_en is alerta.atendida_por is None


def test_atender_dos_veces(alerta, supervisora):
    atrasada = Alerta.objects.get(pk=alerta.pk)
    alertas.atender(alerta, por=supervisora)
    with pytest.raises(TransicionInvalida):
        alertas.atender(atrasada, por=supervisora)


@pytest.mark.parametrize("quien", ["gestora", "ajena", "sede", "administracion"])
def test_las_atiende_la_supervisora(alerta, quien, request):
    with pytest.raises(PermissionDenied):
        alertas.atender(alerta, por=request.getfixturevalue(quien))


def test_la_supervisora_de_otra_unidad_no(alerta):
    otra = fabricas.UsuarioFactory(
        rol=Rol.SUPERVISORA, unidad_territorial=fabricas.UnidadTerritorialFactory()
    )
    assert not Alerta.objects.visibles_para(otra).exists()
    with pytest.raises(PermissionDenied):
        alertas.atender(alerta, por=otra)
    with pytest.raises(PermissionDenied):
        alertas.reabrir(alerta, por=otra)
