from pathlib import Path

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('afiliacion', '0014_motivos_de_derivacion'),
        ('captacion', '0028_hogares_duplicados'),
        ('juntos', '0011_parametro_de_derivaciones'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name='ItemCuidado',
            fields=[
                ('codigo', models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name='código')),
                ('nombre', models.CharField(max_length=60)),
                ('corto', models.CharField(max_length=20, verbose_name='nombre corto')),
                ('sujeto', models.CharField(choices=[('nino', 'Niña o niño'), ('gestante', 'Gestante')], max_length=8)),
                ('orden', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name': 'ítem de cuidado',
                'verbose_name_plural': 'ítems de cuidado',
                'ordering': ['orden'],
                'constraints': [models.CheckConstraint(condition=models.Q(('sujeto__in', ['nino', 'gestante'])), name='item_cuidado_sujeto_valido')],
            },
        ),
        migrations.CreateModel(
            name='Cuidado',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dado_el', models.DateField()),
                ('dosis_dicha', models.PositiveSmallIntegerField(null=True)),
                ('conocido_el', models.DateField()),
                ('dado', models.BooleanField(default=True)),
                ('origen', models.CharField(choices=[('fuente', 'Registro del establecimiento'), ('visita', 'Constatado en visita')], max_length=8)),
                ('anulado_en', models.DateTimeField(null=True)),
                ('anulado_motivo', models.CharField(blank=True, max_length=200)),
                ('anulado_por', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('atencion', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='captacion.atencion')),
                ('persona', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='cuidados', to='captacion.persona')),
                ('registrado_por', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visita', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cuidados', to='afiliacion.visita')),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='afiliacion.itemcuidado')),
            ],
        ),
        migrations.CreateModel(
            name='CodigoDeCuidado',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fuente', models.CharField(choices=[('his', 'Atenciones (HIS)'), ('fua', 'Atenciones y gestantes (FUA del SIS)')], max_length=20)),
                ('codigo', models.CharField(max_length=20, verbose_name='código')),
                ('valores', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                ('parte', models.CharField(blank=True, max_length=20)),
                ('dosis', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('activo', models.BooleanField(default=True)),
                ('fuente_del_dato', models.CharField(blank=True, max_length=120)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codigos', to='afiliacion.itemcuidado')),
            ],
            options={
                'verbose_name': 'código de cuidado',
                'verbose_name_plural': 'códigos de cuidado',
                'ordering': ['fuente', 'codigo'],
            },
        ),
        migrations.CreateModel(
            name='Norma',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('codigo', models.CharField(max_length=24, verbose_name='código')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='versión')),
                ('materia', models.CharField(choices=[('mc_gestantes', 'Corresponsabilidades de la gestante'), ('mc_recien_nacido', 'Paquete del recién nacido'), ('mc_menores_de_uno', 'Corresponsabilidades hasta los 12 meses'), ('cred', 'Controles de crecimiento y desarrollo'), ('vacunas', 'Esquema de vacunación')], max_length=20)),
                ('titulo', models.CharField(max_length=200, verbose_name='título')),
                ('fuente', models.CharField(max_length=200, verbose_name='documento que la aprueba')),
                ('vigente_desde', models.DateField()),
                ('vigente_hasta', models.DateField(blank=True, null=True)),
                ('condiciona_pago', models.BooleanField(verbose_name='condiciona la transferencia')),
                ('estado', models.CharField(choices=[('borrador', 'Borrador'), ('aprobada', 'Aprobada'), ('retirada', 'Retirada')], default='borrador', max_length=8)),
                ('preparada_en', models.DateTimeField(auto_now_add=True)),
                ('aprobada_en', models.DateTimeField(blank=True, null=True)),
                ('aprobada_por', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('preparada_por', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['materia', 'vigente_desde', 'version'],
            },
        ),
        migrations.CreateModel(
            name='Regla',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dosis', models.PositiveSmallIntegerField(default=1)),
                ('articulo', models.CharField(blank=True, max_length=60, verbose_name='artículo')),
                ('referencia', models.CharField(choices=[('nacimiento', 'nacimiento'), ('fur', 'fecha de última regla'), ('dosis_previa', 'dosis anterior')], max_length=12)),
                ('unidad', models.CharField(choices=[('dias', 'días'), ('semanas', 'semanas'), ('meses', 'meses de calendario')], default='dias', max_length=8)),
                ('desde', models.PositiveSmallIntegerField()),
                ('hasta', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('tope_dias', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='nunca después de (días)')),
                ('exigible', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='exigible desde (días)')),
                ('brechas', django.contrib.postgres.fields.ArrayField(base_field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=2), blank=True, default=list, size=None)),
                ('grupo', models.CharField(blank=True, max_length=24)),
                ('alternativa', models.CharField(blank=True, max_length=24)),
                ('peso_desde', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='peso desde (g)')),
                ('peso_hasta', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='peso hasta (g)')),
                ('semanas_desde', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('semanas_hasta', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reglas', to='afiliacion.itemcuidado')),
                ('norma', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reglas', to='afiliacion.norma')),
            ],
            options={
                'ordering': ['norma', 'item__orden', 'dosis', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Corresponsabilidad',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desde', models.DateField()),
                ('hasta', models.DateField()),
                ('exigible_el', models.DateField(null=True)),
                ('situacion', models.CharField(choices=[('en_ventana', 'Dado en su plazo'), ('fuera', 'Dado fuera de su plazo'), ('no_dado', 'Se constató que no se dio'), ('sin_dato', 'Nadie lo registró'), ('no_aplica', 'No le corresponde'), ('exonerado', 'Exonerado')], max_length=10)),
                ('dado_el', models.DateField(null=True)),
                ('gestante', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='corresponsabilidades', to='captacion.gestante')),
                ('persona', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='corresponsabilidades', to='captacion.persona')),
                ('cuidado', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='afiliacion.cuidado')),
                ('regla', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='afiliacion.regla')),
            ],
            options={
                'verbose_name': 'corresponsabilidad',
                'verbose_name_plural': 'corresponsabilidades',
            },
        ),
        migrations.CreateModel(
            name='Exoneracion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resolucion', models.CharField(max_length=60, verbose_name='número de resolución')),
                ('motivo', models.CharField(max_length=200)),
                ('desde', models.DateField()),
                ('hasta', models.DateField()),
                ('registrada_en', models.DateTimeField(auto_now_add=True)),
                ('anulada_en', models.DateTimeField(blank=True, null=True)),
                ('anulada_por', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('distrito', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='juntos.distrito')),
                ('registrada_por', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unidad_territorial', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='juntos.unidadterritorial')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='afiliacion.itemcuidado')),
            ],
            options={
                'verbose_name': 'exoneración',
                'verbose_name_plural': 'exoneraciones',
                'ordering': ['-desde', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('anulada_en__isnull', True), ('anulada_por__isnull', True)), models.Q(('anulada_en__isnull', False), ('anulada_por__isnull', False)), _connector='OR'), name='exoneracion_anulada_en_par'), models.CheckConstraint(condition=models.Q(('hasta__gte', models.F('desde'))), name='exoneracion_fechas_en_orden'), models.CheckConstraint(condition=models.Q(('unidad_territorial__isnull', True), ('distrito__isnull', True), _connector='OR'), name='exoneracion_un_territorio')],
            },
        ),
        migrations.AddConstraint(
            model_name='cuidado',
            constraint=models.CheckConstraint(condition=models.Q(('origen__in', ['fuente', 'visita'])), name='cuidado_origen_valido'),
        ),
        migrations.AddConstraint(
            model_name='cuidado',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('anulado_en__isnull', True), ('anulado_por__isnull', True)), models.Q(('anulado_en__isnull', False), ('anulado_por__isnull', False)), _connector='OR'), name='cuidado_anulado_en_par'),
        ),
        migrations.AddConstraint(
            model_name='cuidado',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('atencion__isnull', False), ('dado', True), ('origen', 'fuente')), models.Q(('origen', 'visita'), ('registrado_por__isnull', False)), _connector='OR'), name='cuidado_con_procedencia'),
        ),
        migrations.AddConstraint(
            model_name='cuidado',
            constraint=models.UniqueConstraint(condition=models.Q(('anulado_en__isnull', True)), fields=('persona', 'item', 'dado_el', 'dado'), name='cuidado_una_vez'),
        ),
        migrations.AddConstraint(
            model_name='codigodecuidado',
            constraint=models.UniqueConstraint(fields=('fuente', 'codigo', 'valores', 'item'), name='codigo_cuidado_unico'),
        ),
        migrations.AddConstraint(
            model_name='norma',
            constraint=models.CheckConstraint(condition=models.Q(('estado__in', ['borrador', 'aprobada', 'retirada'])), name='norma_estado_valido'),
        ),
        migrations.AddConstraint(
            model_name='norma',
            constraint=models.CheckConstraint(condition=models.Q(('materia__in', ['mc_gestantes', 'mc_recien_nacido', 'mc_menores_de_uno', 'cred', 'vacunas'])), name='norma_materia_valido'),
        ),
        migrations.AddConstraint(
            model_name='norma',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('aprobada_en__isnull', True), ('aprobada_por__isnull', True)), models.Q(('aprobada_en__isnull', False), ('aprobada_por__isnull', False)), _connector='OR'), name='norma_aprobada_en_par'),
        ),
        migrations.AddConstraint(
            model_name='norma',
            constraint=models.UniqueConstraint(fields=('codigo', 'version'), name='norma_version_unica'),
        ),
        migrations.AddConstraint(
            model_name='norma',
            constraint=models.CheckConstraint(condition=models.Q(('vigente_hasta__isnull', True), ('vigente_hasta__gte', models.F('vigente_desde')), _connector='OR'), name='norma_vigencia_en_orden'),
        ),
        migrations.AddConstraint(
            model_name='norma',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('estado', 'aprobada'), _negated=True), ('aprobada_por__isnull', False), _connector='OR'), name='norma_aprobada_por_alguien'),
        ),
        migrations.AddConstraint(
            model_name='norma',
            constraint=models.CheckConstraint(condition=models.Q(('aprobada_por', models.F('preparada_por')), _negated=True), name='norma_quien_prepara_no_aprueba'),
        ),
        migrations.AddConstraint(
            model_name='norma',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('estado', 'aprobada')), expressions=[('materia', '='), (models.Func('vigente_desde', 'vigente_hasta', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='norma_sin_traslape'),
        ),
        migrations.AddConstraint(
            model_name='regla',
            constraint=models.CheckConstraint(condition=models.Q(('referencia__in', ['nacimiento', 'fur', 'dosis_previa'])), name='regla_referencia_valido'),
        ),
        migrations.AddConstraint(
            model_name='regla',
            constraint=models.CheckConstraint(condition=models.Q(('unidad__in', ['dias', 'semanas', 'meses'])), name='regla_unidad_valido'),
        ),
        migrations.AddConstraint(
            model_name='regla',
            constraint=models.UniqueConstraint(fields=('norma', 'item', 'dosis', 'alternativa'), name='regla_unica'),
        ),
        migrations.AddConstraint(
            model_name='regla',
            constraint=models.CheckConstraint(condition=models.Q(('hasta__isnull', True), ('hasta__gte', models.F('desde')), _connector='OR'), name='regla_ventana_en_orden'),
        ),
        migrations.AddConstraint(
            model_name='regla',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('referencia', 'dosis_previa'), _negated=True), ('dosis__gt', 1), _connector='OR'), name='regla_dosis_previa_existe'),
        ),
        migrations.AddConstraint(
            model_name='regla',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('alternativa', ''), ('grupo', '')), models.Q(models.Q(('grupo', ''), _negated=True), models.Q(('alternativa', ''), _negated=True)), _connector='OR'), name='regla_alternativa_con_grupo'),
        ),
        migrations.AddConstraint(
            model_name='corresponsabilidad',
            constraint=models.UniqueConstraint(fields=('persona', 'gestante', 'regla'), name='corresponsabilidad_unica', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='corresponsabilidad',
            constraint=models.CheckConstraint(condition=models.Q(('situacion__in', ['en_ventana', 'fuera', 'no_dado', 'sin_dato', 'no_aplica', 'exonerado'])), name='corresponsabilidad_situacion_valido'),
        ),
        migrations.AddConstraint(
            model_name='corresponsabilidad',
            constraint=models.CheckConstraint(condition=models.Q(('hasta__gte', models.F('desde'))), name='corresponsabilidad_ventana_en_orden'),
        ),
        migrations.AddConstraint(
            model_name='codigodecuidado',
            constraint=models.CheckConstraint(condition=models.Q(('fuente__in', ['his', 'fua'])), name='codigo_cuidado_fuente_valida'),
        ),
        migrations.RunSQL(
            (SQL / "06_estado_de_corresponsabilidad.sql").read_text(),
            "DROP FUNCTION corresponsabilidad_estado(text, date, date)",
        ),
    ]
