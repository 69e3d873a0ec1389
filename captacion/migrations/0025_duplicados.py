from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('captacion', '0024_clave_nombre'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Duplicado',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('regla', models.CharField(choices=[('dni_casi_igual', 'Tienen el mismo nombre completo y sus DNI difieren en un dígito: uno figura en un padrón de hogares y el otro solo en el archivo de nacimientos o gestantes'), ('dos_documentos', 'Tienen el mismo nombre completo y la misma fecha de nacimiento, una con DNI y la otra con otro documento'), ('mismo_nacimiento', 'Son de la misma madre y del mismo día, sin nada que las contradiga: puede ser una niña o un niño con CNV que ya tiene DNI')], max_length=20)),
                ('estado', models.CharField(choices=[('por_revisar', 'Por revisar'), ('confirmado', 'Son la misma persona'), ('descartado', 'No son la misma persona')], default='por_revisar', max_length=12)),
                ('puntaje', models.FloatField()),
                ('aportes', models.JSONField()),
                ('fila', models.PositiveIntegerField()),
                ('decidido_en', models.DateTimeField(null=True)),
                ('carga', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='captacion.carga')),
                ('decidido_por', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('otra', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='captacion.persona')),
                ('persona', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='duplicados', to='captacion.persona')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EncuentroDeHogares',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comunes', models.PositiveIntegerField(verbose_name='miembros en común')),
                ('de_juntos', models.PositiveIntegerField(verbose_name='miembros según JUNTOS')),
                ('de_pgh', models.PositiveIntegerField(verbose_name='miembros según el PGH')),
                ('discrepancias', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('carga', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='captacion.carga')),
                ('juntos', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='encuentros_con_pgh', to='captacion.hogar')),
                ('pgh', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='encuentros_con_juntos', to='captacion.hogar')),
            ],
            options={
                'verbose_name': 'encuentro de hogares',
                'verbose_name_plural': 'encuentros de hogares',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='FusionMovida',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('modelo', models.CharField(max_length=60)),
                ('objeto_id', models.BigIntegerField()),
                ('campo', models.CharField(blank=True, max_length=40)),
                ('antes', models.JSONField(null=True)),
                ('despues', models.JSONField(null=True)),
                ('deshecha', models.BooleanField(default=False)),
                ('duplicado', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movidas', to='captacion.duplicado')),
            ],
            options={
                'verbose_name': 'movimiento de una fusión',
                'verbose_name_plural': 'movimientos de fusiones',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='DocumentoAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('documento', models.CharField(max_length=24)),
                ('persona', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='otros_documentos', to='captacion.persona')),
            ],
            options={
                'verbose_name': 'otro documento',
                'verbose_name_plural': 'otros documentos',
                'constraints': [models.UniqueConstraint(fields=('documento',), name='documento_alias_unico')],
            },
        ),
        migrations.AddIndex(
            model_name='duplicado',
            index=models.Index(condition=models.Q(('estado', 'por_revisar')), fields=['-puntaje'], name='duplicado_por_revisar'),
        ),
        migrations.AddConstraint(
            model_name='duplicado',
            constraint=models.CheckConstraint(condition=models.Q(('estado__in', ['por_revisar', 'confirmado', 'descartado'])), name='duplicado_estado_valido'),
        ),
        migrations.AddConstraint(
            model_name='duplicado',
            constraint=models.CheckConstraint(condition=models.Q(('regla__in', ['dni_casi_igual', 'dos_documentos', 'mismo_nacimiento'])), name='duplicado_regla_valido'),
        ),
        migrations.AddConstraint(
            model_name='duplicado',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decidido_en__isnull', True), ('decidido_por__isnull', True)), models.Q(('decidido_en__isnull', False), ('decidido_por__isnull', False)), _connector='OR'), name='duplicado_decidido_en_par'),
        ),
        migrations.AddConstraint(
            model_name='duplicado',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decidido_en__isnull', True), ('estado', 'por_revisar')), models.Q(models.Q(('estado', 'por_revisar'), _negated=True), ('decidido_en__isnull', False)), _connector='OR'), name='duplicado_decision_con_actor'),
        ),
        migrations.AddConstraint(
            model_name='duplicado',
            constraint=models.CheckConstraint(condition=models.Q(('persona', models.F('otra')), _negated=True), name='duplicado_son_dos'),
        ),
        migrations.AddConstraint(
            model_name='duplicado',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Least('persona', 'otra'), django.db.models.functions.comparison.Greatest('persona', 'otra'), name='duplicado_par_unico'),
        ),
        migrations.AddConstraint(
            model_name='duplicado',
            constraint=models.UniqueConstraint(condition=models.Q(('estado', 'confirmado')), fields=('otra',), name='duplicado_se_vacia_una_vez'),
        ),
        migrations.AddIndex(
            model_name='encuentrodehogares',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('discrepancias', []), _negated=True), fields=['discrepancias'], name='encuentro_discrepancias'),
        ),
        migrations.AddConstraint(
            model_name='encuentrodehogares',
            constraint=models.UniqueConstraint(fields=('juntos', 'pgh'), name='encuentro_unico'),
        ),
        migrations.AddConstraint(
            model_name='encuentrodehogares',
            constraint=models.CheckConstraint(condition=models.Q(('comunes__gte', 1), ('comunes__lte', models.F('de_juntos')), ('comunes__lte', models.F('de_pgh'))), name='encuentro_con_comunes'),
        ),
        migrations.AddConstraint(
            model_name='encuentrodehogares',
            constraint=models.CheckConstraint(condition=models.Q(('discrepancias__contained_by', ['miembros', 'repartido', 'dos_juntos', 'distrito', 'nivel'])), name='encuentro_discrepancias_validas'),
        ),
        migrations.AddIndex(
            model_name="persona",
            index=models.Index(
                condition=models.Q(("dni__isnull", True), ("otro_documento__isnull", False)),
                fields=["fecha_nacimiento"],
                name="persona_sin_dni",
            ),
        ),
        migrations.RunSQL(
            (SQL / "13_duplicados.sql").read_text(),
            "DROP TRIGGER persona_con_duplicados ON captacion_persona;"
            "DROP TRIGGER hogar_con_encuentros ON captacion_hogar;",
        ),
    ]
