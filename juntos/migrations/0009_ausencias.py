import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

MOTIVOS = [
    ("vacaciones", "Vacaciones"),
    ("salud", "Descanso médico"),
    ("licencia", "Licencia"),
    ("comision", "Comisión o capacitación"),
    ("otro", "Otro motivo"),
]


class Migration(migrations.Migration):
    dependencies = [("juntos", "0008_parametros_de_ruta")]

    operations = [
        migrations.CreateModel(
            name="Ausencia",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("desde", models.DateField()),
                ("hasta", models.DateField()),
                ("motivo", models.CharField(choices=MOTIVOS, max_length=10)),
                (
                    "cubre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coberturas",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "usuario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ausencias",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-desde", "-pk"],
                "indexes": [
                    models.Index(fields=["cubre", "desde", "hasta"], name="ausencia_cubre")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(motivo__in=[valor for valor, _ in MOTIVOS]),
                        name="ausencia_motivo_valido",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(hasta__gte=models.F("desde")), name="ausencia_periodo"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cubre__isnull", True),
                            models.Q(("cubre", models.F("usuario")), _negated=True),
                            _connector="OR",
                        ),
                        name="ausencia_cubre_otra_persona",
                    ),
                ],
            },
        ),
    ]
