import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('afiliacion', '0027_hechos'),
        ('captacion', '0028_hogares_duplicados'),
        ('juntos', '0016_parametros_del_tablero'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='InformeMensual',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('periodo', models.CharField(max_length=7, unique=True, verbose_name='mes')),
                ('desde', models.GeneratedField(db_persist=True, expression=models.Func('periodo', template='make_date(left(%(expressions)s, 4)::int, right(%(expressions)s, 2)::int, 1)'), output_field=models.DateField())),
                ('corte', models.DateField(verbose_name='fecha de corte')),
                ('estado', models.CharField(choices=[('borrador', 'Borrador'), ('aprobado', 'Aprobado')], default='borrador', max_length=8)),
                ('cifras', models.JSONField()),
                ('huella', models.CharField(max_length=64)),
                ('preparado_en', models.DateTimeField()),
                ('aprobado_en', models.DateTimeField(null=True)),
                ('aprobado_por', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('preparado_por', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'informe mensual',
                'verbose_name_plural': 'informes mensuales',
                'ordering': ['-periodo'],
            },
        ),
        migrations.CreateModel(
            name='HechoPublicado',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tipo', models.CharField(choices=[('recien_nacido', 'Recién nacido'), ('gestante', 'Gestante')], max_length=14)),
                ('en_hogar_usuario', models.BooleanField()),
                ('evento_el', models.DateField()),
                ('registrada_el', models.DateField()),
                ('limite_el', models.DateField()),
                ('afiliada_el', models.DateField(null=True)),
                ('nacidos', models.BooleanField()),
                ('captados', models.BooleanField()),
                ('captados_8d', models.BooleanField()),
                ('captados_mismo_dia', models.BooleanField()),
                ('nacidos_abiertos', models.BooleanField()),
                ('gestantes', models.BooleanField()),
                ('gestantes_oportunas', models.BooleanField()),
                ('afiliadas', models.BooleanField()),
                ('afiliadas_temprano', models.BooleanField()),
                ('evento_fuente', models.IntegerField(null=True)),
                ('fuente_registro', models.IntegerField(null=True)),
                ('registro_contacto', models.IntegerField(null=True)),
                ('contacto_afiliacion', models.IntegerField(null=True)),
                ('captacion', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='captacion.captacion')),
                ('distrito', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='juntos.distrito')),
                ('hogar', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='captacion.hogar')),
                ('unidad', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='juntos.unidadterritorial')),
                ('informe', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='hechos', to='afiliacion.informemensual')),
            ],
        ),
        migrations.CreateModel(
            name='MetaIndicador',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicador', models.CharField(choices=[('captacion_30d', 'Captados antes de los 30 días'), ('captacion_8d', 'Captados en los primeros 8 días'), ('mismo_dia', 'Captados el mismo día'), ('captacion_8d_de_captados', 'En los primeros 8 días, de los captados antes de 30'), ('mismo_dia_de_captados', 'El mismo día, de los captados antes de 30'), ('gestantes_it', 'Gestantes en el primer trimestre'), ('afiliacion_temprana', 'Hogares nuevos afiliados a tiempo')], max_length=32)),
                ('desde', models.DateField()),
                ('hasta', models.DateField(null=True)),
                ('valor', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='meta (%)')),
                ('fijada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('terminada_en', models.DateTimeField(null=True)),
                ('anulada_en', models.DateTimeField(null=True)),
                ('anulada_por', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fijada_por', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('terminada_por', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unidad', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='metas', to='juntos.unidadterritorial')),
            ],
            options={
                'verbose_name': 'meta',
                'ordering': ['indicador', 'unidad__nombre', '-desde', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ResumenSemanal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('semana', models.DateField()),
                ('momento', models.DateTimeField(default=django.utils.timezone.now)),
                ('excepciones', models.PositiveIntegerField()),
                ('por_correo', models.BooleanField()),
                ('usuario', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resumenes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'resumen semanal',
                'verbose_name_plural': 'resúmenes semanales',
                'ordering': ['-semana', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Suscripcion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activa', models.BooleanField()),
                ('cambiada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('cambiada_por', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('usuario', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='suscripcion', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'suscripción al resumen',
                'verbose_name_plural': 'suscripciones al resumen',
            },
        ),
        migrations.AddConstraint(
            model_name='informemensual',
            constraint=models.CheckConstraint(condition=models.Q(('estado__in', ['borrador', 'aprobado'])), name='informe_estado_valido'),
        ),
        migrations.AddConstraint(
            model_name='informemensual',
            constraint=models.CheckConstraint(condition=models.Q(('periodo__regex', '^20\\d\\d-(0[1-9]|1[0-2])$')), name='informe_periodo'),
        ),
        migrations.AddConstraint(
            model_name='informemensual',
            constraint=models.CheckConstraint(condition=models.Q(('huella__regex', '^[0-9a-f]{64}$')), name='informe_huella'),
        ),
        migrations.AddConstraint(
            model_name='informemensual',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('aprobado_en__isnull', True), ('aprobado_por__isnull', True)), models.Q(('aprobado_en__isnull', False), ('aprobado_por__isnull', False)), _connector='OR'), name='informe_aprobado_en_par'),
        ),
        migrations.AddConstraint(
            model_name='informemensual',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('aprobado_por__isnull', False), ('estado', 'aprobado')), models.Q(models.Q(('estado', 'aprobado'), _negated=True), ('aprobado_por__isnull', True)), _connector='OR'), name='informe_aprobado_por_alguien'),
        ),
        migrations.AddConstraint(
            model_name='informemensual',
            constraint=models.CheckConstraint(condition=models.Q(('aprobado_por__isnull', True), models.Q(('aprobado_por', models.F('preparado_por')), _negated=True), _connector='OR'), name='informe_quien_prepara_no_aprueba'),
        ),
        migrations.AddConstraint(
            model_name='hechopublicado',
            constraint=models.CheckConstraint(condition=models.Q(('tipo__in', ['recien_nacido', 'gestante'])), name='hecho_publicado_tipo_valido'),
        ),
        migrations.AddConstraint(
            model_name='hechopublicado',
            constraint=models.UniqueConstraint(fields=('informe', 'captacion'), name='hecho_publicado_unico'),
        ),
        migrations.AddConstraint(
            model_name='metaindicador',
            constraint=models.CheckConstraint(condition=models.Q(('indicador__in', ['captacion_30d', 'captacion_8d', 'mismo_dia', 'captacion_8d_de_captados', 'mismo_dia_de_captados', 'gestantes_it', 'afiliacion_temprana'])), name='meta_indicador_valido'),
        ),
        migrations.AddConstraint(
            model_name='metaindicador',
            constraint=models.CheckConstraint(condition=models.Q(('valor__gt', 0), ('valor__lte', 100)), name='meta_en_cien'),
        ),
        migrations.AddConstraint(
            model_name='metaindicador',
            constraint=models.CheckConstraint(condition=models.Q(('hasta__isnull', True), ('hasta__gte', models.F('desde')), _connector='OR'), name='meta_periodo'),
        ),
        migrations.AddConstraint(
            model_name='metaindicador',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('terminada_en__isnull', True), ('terminada_por__isnull', True)), models.Q(('terminada_en__isnull', False), ('terminada_por__isnull', False)), _connector='OR'), name='meta_terminada_en_par'),
        ),
        migrations.AddConstraint(
            model_name='metaindicador',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('anulada_en__isnull', True), ('anulada_por__isnull', True)), models.Q(('anulada_en__isnull', False), ('anulada_por__isnull', False)), _connector='OR'), name='meta_anulada_en_par'),
        ),
        migrations.AddConstraint(
            model_name='metaindicador',
            constraint=models.CheckConstraint(condition=models.Q(('terminada_en__isnull', True), ('hasta__isnull', False), _connector='OR'), name='meta_terminada_con_fin'),
        ),
        migrations.AddConstraint(
            model_name='metaindicador',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('anulada_en__isnull', True)), expressions=[('indicador', '='), (django.db.models.functions.comparison.Coalesce('unidad', models.Value(0)), '='), (models.Func('desde', 'hasta', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='meta_sin_traslape'),
        ),
        migrations.AddConstraint(
            model_name='resumensemanal',
            constraint=models.UniqueConstraint(fields=('usuario', 'semana'), name='resumen_uno_por_semana'),
        ),
        migrations.AddConstraint(
            model_name='resumensemanal',
            constraint=models.CheckConstraint(condition=models.Q(('semana__iso_week_day', 1)), name='resumen_semana_en_lunes'),
        ),
        migrations.AddConstraint(
            model_name='resumensemanal',
            constraint=models.CheckConstraint(condition=models.Q(('por_correo', False), ('excepciones__gt', 0), _connector='OR'), name='resumen_sin_nada_no_se_envia'),
        ),
    ]
