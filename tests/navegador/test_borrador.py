"""A form never loses text: not on a closed tab; and a sent one leaves nothing on the phone."""

from playwright.sync_api import expect

from juntos.models import Rol
from tests import fabricas
from tests.afiliacion import construir
from tests.navegador.test_recorrido import CLAVE, entrar

NOTA = "Vive detrás de la escuela"


def test_la_nota_de_una_visita_sobrevive_a_la_pestana_cerrada(pagina, base_real):
    distrito = fabricas.DistritoFactory()
    gestora = fabricas.UsuarioFactory(
        username="gestora", rol=Rol.GESTORA, unidad_territorial=distrito.unidad_territorial
    )
    gestora.set_password(CLAVE)
    gestora.save()
    fabricas.AsignacionFactory(usuario=gestora, distrito=distrito)
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    visita = f"/contactos/{construir.contacto(hogar).pk}/visita/"
    entrar(pagina, "gestora")

    pagina.goto(visita)
    pagina.get_by_text("Visita en persona").click()
    pagina.get_by_text("Ausente o no contesta").click()
    pagina.get_by_text("Nota, otro teléfono u otra fecha").click()
    pagina.get_by_label("Nota").fill(NOTA)
    otra = pagina.context.new_page()
    pagina.close()

    otra.goto(visita)
    expect(otra.get_by_text("Recuperamos lo que había escrito")).to_be_visible()
    expect(otra.get_by_label("Nota")).to_have_value(NOTA)
    otra.get_by_role("button", name="Registrar", exact=True).click()
    expect(otra.get_by_text("Registrado.")).to_be_visible()
    assert hogar.contactos.get().visitas.get().observacion == NOTA

    otra.goto(visita)
    expect(otra.get_by_label("Nota")).to_have_value("")
    assert "borrador" not in otra.evaluate("JSON.stringify(localStorage)")
