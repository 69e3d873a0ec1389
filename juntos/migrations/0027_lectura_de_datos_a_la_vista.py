from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models

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
    ("datos", "Datos a la vista"),
    ("lista", "Lista con personas"),
    ("archivo", "Archivo descargado"),
]


class Migration(migrations.Migration):
    dependencies = [("juntos", "0026_historia_y_muro_de_lo_nuevo")]

    operations = [
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
