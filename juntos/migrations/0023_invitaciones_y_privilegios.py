from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


SQL = Path(__file__).resolve().parents[1] / "sql"
PARAMETROS = [
    ("privilegios_plazo", 15, "días", "Días del trimestre en que se firma la revisión de privilegios; después se avisa"),
    ("privilegios_sin_entrar", 90, "días", "Sin entrar durante tanto tiempo, una cuenta llama la atención en la revisión de privilegios"),
    ("invitacion_horas", 72, "horas", "Cuánto vale el enlace con el que una persona crea su contraseña"),
]


def sembrar(apps, schema_editor):
    Parametro = apps.get_model("juntos", "Parametro")
    for clave, valor, unidad, descripcion in PARAMETROS:
        Parametro.objects.get_or_create(
            clave=clave,
            defaults={"valor": valor, "unidad": unidad, "descripcion": descripcion, "fuente": "D"},
        )


class Migration(migrations.Migration):

    dependencies = [
        ('juntos', '0022_historia'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitacion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('correo', models.EmailField(max_length=254, verbose_name='correo')),
                ('estado', models.CharField(choices=[('abierta', 'Por usar'), ('usada', 'Usada'), ('anulada', 'Anulada')], default='abierta', max_length=8)),
                ('creada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('valida_hasta', models.DateTimeField(verbose_name='válida hasta')),
                ('envios', models.PositiveSmallIntegerField(default=0, verbose_name='envíos')),
                ('enviada_en', models.DateTimeField(null=True)),
                ('cerrada_en', models.DateTimeField(null=True)),
                ('cerrada_por', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('creada_por', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enviada_por', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('usuario', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitaciones', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invitación',
                'verbose_name_plural': 'invitaciones',
                'ordering': ['estado', '-creada_en', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('estado__in', ['abierta', 'usada', 'anulada'])), name='invitacion_estado_valido'), models.CheckConstraint(condition=models.Q(models.Q(('enviada_en__isnull', True), ('enviada_por__isnull', True)), models.Q(('enviada_en__isnull', False), ('enviada_por__isnull', False)), _connector='OR'), name='invitacion_enviada_en_par'), models.CheckConstraint(condition=models.Q(models.Q(('cerrada_en__isnull', True), ('cerrada_por__isnull', True)), models.Q(('cerrada_en__isnull', False), ('cerrada_por__isnull', False)), _connector='OR'), name='invitacion_cerrada_en_par'), models.UniqueConstraint(condition=models.Q(('estado', 'abierta')), fields=('usuario',), name='invitacion_una_abierta'), models.CheckConstraint(condition=models.Q(models.Q(('cerrada_en__isnull', True), ('estado', 'abierta')), models.Q(models.Q(('estado', 'abierta'), _negated=True), ('cerrada_en__isnull', False)), _connector='OR'), name='invitacion_cerrada_con_actor'), models.CheckConstraint(condition=models.Q(models.Q(('estado', 'usada'), _negated=True), ('cerrada_por', models.F('usuario')), _connector='OR'), name='invitacion_la_usa_su_duena'), models.CheckConstraint(condition=models.Q(('creada_por', models.F('usuario')), _negated=True), name='invitacion_la_crea_otra_persona')],
            },
        ),
        migrations.CreateModel(
            name='RevisionDePrivilegios',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trimestre', models.CharField(max_length=6)),
                ('firmada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('huella', models.CharField(max_length=64)),
                ('copia', models.JSONField()),
                ('nota', models.CharField(blank=True, max_length=250)),
                ('firmada_por', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unidad_territorial', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='juntos.unidadterritorial')),
            ],
            options={
                'verbose_name': 'revisión de privilegios',
                'verbose_name_plural': 'revisiones de privilegios',
                'ordering': ['-firmada_en', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('trimestre__regex', '^\\d{4}-[1-4]$')), name='revision_de_privilegios_trimestre'), models.CheckConstraint(condition=models.Q(('huella__regex', '^[0-9a-f]{64}$')), name='revision_de_privilegios_huella'), models.UniqueConstraint(fields=('trimestre', 'unidad_territorial', 'huella'), name='revision_de_privilegios_unidad_una_vez'), models.UniqueConstraint(condition=models.Q(('unidad_territorial__isnull', True)), fields=('trimestre', 'huella'), name='revision_de_privilegios_pais_una_vez')],
            },
        ),
        migrations.RunSQL(
            (SQL / "05_revisiones.sql").read_text(),
            "DROP TRIGGER revision_de_privilegios_solo_agrega ON juntos_revisiondeprivilegios",
        ),
        migrations.RunPython(sembrar, migrations.RunPython.noop),
    ]
