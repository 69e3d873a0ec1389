from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


SQL = Path(__file__).resolve().parents[1] / "sql"
PARAMETROS = [
    ("lecturas_por_hora", 200, "hogares", "Con más hogares distintos abiertos en una hora, se avisa a la supervisora"),
    ("lecturas_minutos", 10, "minutos", "Abrir otra vez lo mismo antes de este tiempo cuenta como una sola lectura"),
    ("lecturas_dias", 730, "días", "Cuánto se guarda quién miró a quién (365 como mínimo)"),
]


def sembrar(apps, schema_editor):
    Parametro = apps.get_model("juntos", "Parametro")
    for clave, valor, unidad, descripcion in PARAMETROS:
        Parametro.objects.get_or_create(
            clave=clave,
            defaults={"valor": valor, "unidad": unidad, "descripcion": descripcion, "fuente": "D"},
        )


def con_su_reverso(nombre):
    hacer, deshacer = (SQL / f"{nombre}{fin}" for fin in (".sql", ".deshacer.sql"))
    return migrations.RunSQL(hacer.read_text(), deshacer.read_text())


class Migration(migrations.Migration):

    dependencies = [
        ('juntos', '0016_parametros_del_tablero'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sello',
            fields=[
                ('numero', models.PositiveIntegerField(primary_key=True, serialize=False, verbose_name='número')),
                ('anterior', models.CharField(blank=True, max_length=64, verbose_name='hash del anterior')),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('momento', models.DateTimeField()),
                ('tramos', django.contrib.postgres.fields.ArrayField(base_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(), size=None)),
                ('ultimo_evento', models.BigIntegerField(verbose_name='último evento')),
                ('huellas', models.BinaryField()),
            ],
            options={
                'ordering': ['-numero'],
                'constraints': [models.CheckConstraint(condition=models.Q(('hash__regex', '^[0-9a-f]{64}$')), name='sello_hash_sha256'), models.CheckConstraint(condition=models.Q(models.Q(('anterior', ''), ('numero', 1)), models.Q(('anterior__regex', '^[0-9a-f]{64}$'), ('numero__gt', 1)), _connector='OR'), name='sello_sigue_a_otro')],
            },
        ),
        migrations.CreateModel(
            name='AlertaDeLectura',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hora', models.DateTimeField()),
                ('hogares', models.PositiveIntegerField()),
                ('estado', models.CharField(choices=[('abierta', 'Por revisar'), ('revisada', 'Revisada')], default='abierta', max_length=8)),
                ('revisada_en', models.DateTimeField(null=True)),
                ('revisada_por', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('usuario', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'alerta de lectura',
                'verbose_name_plural': 'alertas de lectura',
                'ordering': ['-hora', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('estado__in', ['abierta', 'revisada'])), name='alertadelectura_estado_valido'), models.CheckConstraint(condition=models.Q(models.Q(('revisada_en__isnull', True), ('revisada_por__isnull', True)), models.Q(('revisada_en__isnull', False), ('revisada_por__isnull', False)), _connector='OR'), name='alertadelectura_revisada_en_par'), models.UniqueConstraint(fields=('usuario', 'hora'), name='alertadelectura_una_por_hora'), models.CheckConstraint(condition=models.Q(models.Q(('estado', 'revisada'), ('revisada_en__isnull', False)), models.Q(('estado', 'abierta'), ('revisada_en__isnull', True)), _connector='OR'), name='alertadelectura_revisada_con_actor'), models.CheckConstraint(condition=models.Q(('revisada_por__isnull', True), models.Q(('revisada_por', models.F('usuario')), _negated=True), _connector='OR'), name='alertadelectura_la_revisa_otra_persona')],
            },
        ),
        migrations.CreateModel(
            name='Lectura',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('que', models.CharField(choices=[('contacto', 'Contacto'), ('hogar', 'Hogar'), ('solicitud', 'Solicitud'), ('derivacion', 'Derivación'), ('cuidado', 'Cuidado'), ('pago', 'Pago'), ('cruce', 'Cruce'), ('imagen', 'Foto o acuerdo'), ('ruta', 'Ruta del día'), ('busqueda', 'Búsqueda'), ('lista', 'Lista con personas'), ('archivo', 'Archivo descargado')], max_length=12, verbose_name='qué')),
                ('hogar_id', models.BigIntegerField(null=True, verbose_name='hogar')),
                ('objeto_id', models.BigIntegerField(null=True, verbose_name='objeto')),
                ('personas', models.PositiveIntegerField(null=True)),
                ('leido_en', models.DateTimeField(default=django.utils.timezone.now, verbose_name='cuándo')),
                ('leido_por', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='quién')),
            ],
            options={
                'ordering': ['-leido_en', '-pk'],
                'indexes': [models.Index(fields=['leido_por', 'leido_en'], name='lectura_quien'), models.Index(fields=['hogar_id', 'leido_en'], name='lectura_hogar'), django.contrib.postgres.indexes.BrinIndex(fields=['leido_en'], name='lectura_cuando')],
                'constraints': [models.CheckConstraint(condition=models.Q(('que__in', ['contacto', 'hogar', 'solicitud', 'derivacion', 'cuidado', 'pago', 'cruce', 'imagen', 'ruta', 'busqueda', 'lista', 'archivo'])), name='lectura_que_valido'), models.CheckConstraint(condition=models.Q(models.Q(('hogar_id__isnull', False), ('personas__isnull', True)), models.Q(('hogar_id__isnull', True), ('personas__isnull', False)), _connector='OR'), name='lectura_de_un_hogar_o_de_cuantas_personas')],
            },
        ),
        con_su_reverso("03_sellos"),
        con_su_reverso("04_lecturas"),
        migrations.RunPython(sembrar, migrations.RunPython.noop),
    ]
