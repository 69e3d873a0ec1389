"""The fixtures that journeys stand on do what they say."""

from juntos.models import Distrito, Parametro, Usuario


def test_la_base_real_trae_lo_sembrado(base_real):
    assert Usuario.objects.sistema()
    assert Distrito.objects.count() > 1800
    assert Parametro.de("dias_captacion_recien_nacido") == 29


def test_la_base_real_vuelve_tras_vaciarse(base_real):
    assert Usuario.objects.sistema()


def test_el_navegador_abre_la_entrada(pagina, pagina_ancha):
    for abierta in (pagina, pagina_ancha):
        abierta.goto("/entrar/")
        assert abierta.get_by_label("Usuario").is_visible()
