"""The forms of the loads: files in, and what the columns of an unknown one are."""

from dataclasses import dataclass

from django import forms

from captacion.acciones.perfiles import errores_de
from captacion.consultas.columnas import PorDecir
from captacion.fuentes import PERFILES, canonicas
from captacion.fuentes.etiquetas import etiqueta
from captacion.models import Fuente
from captacion.models.perfil import SISTEMAS


class CampoArchivos(forms.FileField):
    """One file or several; each is checked by the action that receives it."""

    def clean(self, data, initial=None) -> list:
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(CampoArchivos, self).clean(archivo, initial) for archivo in data]


class ElegirArchivos(forms.FileInput):
    allow_multiple_selected = True


class FormularioCarga(forms.Form):
    archivos = CampoArchivos(
        label="Archivos",
        allow_empty_file=True,
        widget=ElegirArchivos,
        error_messages={"required": "Elija al menos un archivo de su equipo."},
    )
    fuente = forms.ChoiceField(
        label="Fuente",
        required=False,
        choices=[("", "Detectar por el encabezado"), *Fuente.choices],
    )
    inicial = forms.BooleanField(
        label="Es una carga inicial",
        required=False,
        help_text=(
            "Trae lo que existía antes del sistema: sus captaciones tardías no cuentan en los "
            "indicadores; las oportunas, sí."
        ),
    )
    corte_completo = forms.BooleanField(
        label="Es un corte completo del mes",
        required=False,
        help_text=(
            "Trae todo lo que la fuente tiene, no solo lo nuevo: lo que falte en él se listará "
            "como «ya no viene». Nada se borra."
        ),
    )


@dataclass(frozen=True)
class GrupoDeColumnas:
    titulo: str
    ayuda: str
    campos: list[forms.BoundField]


# A ubigeo may come in one column or in three.
PARTES_DE_UBIGEO = (("ubigeo_provincia", "provincia"), ("ubigeo_distrito", "distrito"))


class FormularioColumnas(forms.Form):
    """One select for each canonical column of a source, over the headers of the file."""

    fuente = forms.ChoiceField(choices=Fuente.choices, widget=forms.HiddenInput)
    codigo = forms.CharField(
        label="Nombre del formato",
        max_length=40,
        help_text=(
            "Minúsculas, números y guiones. Con él se verán las cargas de los archivos que "
            "traigan estas mismas columnas."
        ),
        error_messages={"required": "Escriba un nombre para el formato."},
    )
    ubigeo_sistema = forms.ChoiceField(
        label="Sistema del ubigeo",
        choices=SISTEMAS,
        help_text="RENIEC e INEI numeran distinto: Cusco es 080101 en INEI y 070101 en RENIEC.",
    )

    def __init__(self, por_decir: PorDecir, datos=None):
        inicial = {"fuente": por_decir.fuente, "codigo": por_decir.codigo}
        super().__init__(datos, initial=inicial)
        self.por_decir = por_decir
        self.canonicas = canonicas(por_decir.fuente)
        self.grupos_exigidos = PERFILES[por_decir.fuente].obligatorias
        exigidas = {grupo[0] for grupo in self.grupos_exigidos if len(grupo) == 1}
        elegibles = [("", "No viene en el archivo")] + [
            (str(c.indice), " · ".join([c.titulo, *filter(None, c.ejemplos)]))
            for c in por_decir.columnas
        ]
        for canonica in self.canonicas:
            self.fields[f"columna_{canonica}"] = forms.ChoiceField(
                label=etiqueta(canonica),
                choices=elegibles,
                required=canonica in exigidas,
                initial=str(por_decir.sugeridas.get(canonica, "")),
                error_messages={"required": "Elija la columna: sin ella no se puede cargar."},
            )
        for nombre, parte in PARTES_DE_UBIGEO if "ubigeo" in self.canonicas else ():
            self.fields[f"columna_{nombre}"] = forms.ChoiceField(
                label=f"Ubigeo: columna de {parte}, si viene en tres",
                choices=elegibles,
                required=False,
            )

    def clean(self):
        datos = super().clean()
        partes = [bool(datos.get(f"columna_{n}")) for n in ("ubigeo", *dict(PARTES_DE_UBIGEO))]
        if any(partes[1:]) and not all(partes):
            self.add_error(
                "columna_ubigeo",
                "Elija departamento, provincia y distrito, o solo la columna del ubigeo entero.",
            )
        if "codigo" in datos:
            perfil = self.perfil()
            perfil.pop("ubigeo")
            self.acusar(errores_de(encabezado=self.por_decir.encabezado, **perfil))
        return datos

    def acusar(self, errores: dict[str, str]) -> None:
        """Each fault at the field that has it."""
        for culpable, mensaje in errores.items():
            campo = f"columna_{culpable}" if culpable in self.canonicas else culpable
            if campo not in self.errors:
                self.add_error(campo, mensaje)

    def perfil(self) -> dict:
        """What was said, as `declarar_perfil` takes it."""
        columnas: dict[str, str | list[str]] = {
            canonica: titulo for canonica in self.canonicas if (titulo := self._titulo(canonica))
        }
        if partes := [t for nombre, _ in PARTES_DE_UBIGEO if (t := self._titulo(nombre))]:
            columnas["ubigeo"] = [columnas.get("ubigeo", ""), *partes]
        return {
            "fuente": self.por_decir.fuente,
            "codigo": self.cleaned_data["codigo"],
            "columnas": columnas,
            "ubigeo": self.cleaned_data.get("ubigeo_sistema", ""),
        }

    def grupos(self) -> list[GrupoDeColumnas]:
        """The compulsory ones first, each alternative together; then the others."""
        exigidas = [g[0] for g in self.grupos_exigidos if len(g) == 1]
        alternativas = [list(g) for g in self.grupos_exigidos if len(g) > 1]
        ya = {*exigidas, *(c for grupo in alternativas for c in grupo)}
        resto = [nombre for c in self.canonicas if c not in ya for nombre in self._con_partes(c)]
        grupos = [GrupoDeColumnas("Obligatorias", "", self._campos(exigidas))]
        for grupo in alternativas:
            ayuda = "Con una basta; si vienen más, mejor."
            grupos.append(GrupoDeColumnas("Al menos una de estas", ayuda, self._campos(grupo)))
        grupos.append(GrupoDeColumnas("Las demás, si vienen", "", self._campos(resto)))
        return [grupo for grupo in grupos if grupo.campos]

    def _con_partes(self, canonica: str) -> list[str]:
        return [canonica, *dict(PARTES_DE_UBIGEO)] if canonica == "ubigeo" else [canonica]

    def _campos(self, nombres: list[str]) -> list[forms.BoundField]:
        return [self[f"columna_{nombre}"] for nombre in nombres]

    def _titulo(self, nombre: str) -> str:
        indice = self.cleaned_data.get(f"columna_{nombre}")
        return self.por_decir.encabezado[int(indice)] if indice else ""


class FormularioLote(forms.Form):
    """What doubts must have in common to be confirmed together; each option says how many wait."""

    regla = forms.ChoiceField(label="Regla", required=False)
    duda = forms.ChoiceField(label="Por qué espera", required=False)
    banda = forms.ChoiceField(label="Puntaje", required=False)

    def __init__(self, datos=None, *, opciones: dict[str, list[tuple[str, str]]]):
        super().__init__(datos)
        for nombre, campo in self.fields.items():
            campo.choices = [("", "Cualquiera"), *opciones[nombre]]

    def clean(self):
        elegido = super().clean()
        if not self.errors and not any(elegido.values()):
            raise forms.ValidationError("Elija al menos una condición.")
        return elegido
