from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models

REGLAMENTO = "Ley 29733, Reglamento DS 016-2024-JUS"
PARAMETROS = [
    ("arco_dias_acceso", 20, "días hábiles", "Plazo para responder un pedido de acceso a los datos propios"),
    ("arco_dias_rectificacion", 10, "días hábiles", "Plazo para responder un pedido de rectificación"),
    ("arco_dias_cancelacion", 10, "días hábiles", "Plazo para responder un pedido de cancelación"),
    ("arco_dias_oposicion", 10, "días hábiles", "Plazo para responder un pedido de oposición"),
]

QUE = [
    ("contacto", "Contacto"),
    ("hogar", "Hogar"),
    ("solicitud", "Solicitud"),
    ("derivacion", "Derivación"),
    ("cuidado", "Cuidado"),
    ("pago", "Pago"),
    ("cruce", "Cruce"),
    ("imagen", "Foto o acuerdo"),
    ("ruta", "Ruta del día"),
    ("derechos", "Pedido sobre sus datos"),
    ("busqueda", "Búsqueda"),
    ("lista", "Lista con personas"),
    ("archivo", "Archivo descargado"),
]


def sembrar(apps, schema_editor):
    Parametro = apps.get_model("juntos", "Parametro")
    for clave, valor, unidad, descripcion in PARAMETROS:
        Parametro.objects.get_or_create(
            clave=clave,
            defaults={
                "valor": valor,
                "unidad": unidad,
                "descripcion": descripcion,
                "fuente": REGLAMENTO,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("juntos", "0023_invitaciones_y_privilegios")]

    operations = [
        migrations.RunPython(sembrar, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="lectura",
            name="que",
            field=models.CharField("qué", max_length=12, choices=QUE),
        ),
        migrations.RemoveConstraint(model_name="lectura", name="lectura_que_valido"),
        AddConstraintNotValid(
            model_name="lectura",
            constraint=models.CheckConstraint(
                condition=models.Q(que__in=[valor for valor, _ in QUE]), name="lectura_que_valido"
            ),
        ),
        ValidateConstraint(model_name="lectura", name="lectura_que_valido"),
    ]
