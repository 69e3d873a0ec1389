import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('afiliacion', '0026_constancias'),
        ('captacion', '0028_hogares_duplicados'),
        ('juntos', '0014_parametro_de_corresponsabilidades'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CuentaMensual',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mes', models.DateField()),
                ('detalle', models.BooleanField()),
                ('nivel', models.CharField(blank=True, max_length=16)),
                ('lengua', models.CharField(blank=True, max_length=1)),
                ('fuente', models.CharField(blank=True, max_length=20)),
                ('nacidos', models.PositiveIntegerField()),
                ('captados', models.PositiveIntegerField()),
                ('captados_8d', models.PositiveIntegerField()),
                ('captados_mismo_dia', models.PositiveIntegerField()),
                ('gestantes', models.PositiveIntegerField()),
                ('gestantes_oportunas', models.PositiveIntegerField()),
                ('casos', models.PositiveIntegerField()),
                ('alcanzados', models.PositiveIntegerField()),
                ('usuarios', models.PositiveIntegerField()),
                ('pagados', models.PositiveIntegerField()),
                ('distrito', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='juntos.distrito')),
                ('unidad', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='juntos.unidadterritorial')),
            ],
            options={
                'verbose_name': 'cuenta mensual',
                'verbose_name_plural': 'cuentas mensuales',
                'constraints': [models.UniqueConstraint(fields=('detalle', 'mes', 'distrito', 'unidad', 'nivel', 'lengua', 'fuente'), name='cuenta_mensual_unica', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='HechoCaptacion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desde', models.DateField()),
                ('hasta', models.DateField(null=True)),
                ('tipo', models.CharField(choices=[('recien_nacido', 'Recién nacido'), ('gestante', 'Gestante')], max_length=14)),
                ('en_hogar_usuario', models.BooleanField()),
                ('cuenta', models.BooleanField()),
                ('evento_el', models.DateField()),
                ('en_fuente_el', models.DateField()),
                ('registrada_el', models.DateField()),
                ('enlazada_el', models.DateField()),
                ('limite_el', models.DateField()),
                ('contactada_el', models.DateField(null=True)),
                ('enviada_el', models.DateField(null=True)),
                ('afiliada_el', models.DateField(null=True)),
                ('pagada_el', models.DateField(null=True)),
                ('centro_poblado_codigo', models.CharField(blank=True, max_length=10)),
                ('establecimiento_codigo', models.CharField(blank=True, max_length=8)),
                ('nivel', models.CharField(blank=True, choices=[('pobre_extremo', 'Pobre extremo'), ('pobre', 'Pobre'), ('no_pobre', 'No pobre')], max_length=16)),
                ('lengua', models.CharField(blank=True, choices=[('1', 'castellano'), ('2', 'quechua'), ('3', 'aymara'), ('4', 'lengua amazónica'), ('5', 'otra lengua')], max_length=1)),
                ('fuente', models.CharField(choices=[('padron_nominal', 'Padrón Nominal (RENIEC)'), ('sis_gestantes', 'Gestantes (SIS)'), ('pgh', 'Padrón General de Hogares (SISFOH)'), ('juntos', 'Padrón de JUNTOS'), ('his', 'Atenciones (HIS)'), ('fua', 'Atenciones y gestantes (FUA del SIS)')], max_length=20)),
                ('captacion', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='hechos', to='captacion.captacion')),
                ('distrito', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='juntos.distrito')),
                ('gestora', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hogar', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='captacion.hogar')),
                ('unidad', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='juntos.unidadterritorial')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.BrinIndex(fields=['evento_el'], name='hecho_evento_bloques'), models.Index(condition=models.Q(('cuenta', True)), fields=['unidad', 'evento_el'], name='hecho_unidad'), models.Index(condition=models.Q(('cuenta', True)), fields=['distrito', 'evento_el'], name='hecho_distrito'), models.Index(condition=models.Q(('afiliada_el__isnull', False)), fields=['afiliada_el'], name='hecho_afiliada')],
                'constraints': [models.CheckConstraint(condition=models.Q(('tipo__in', ['recien_nacido', 'gestante'])), name='hecho_tipo_valido'), models.CheckConstraint(condition=models.Q(('fuente__in', ['padron_nominal', 'sis_gestantes', 'pgh', 'juntos', 'his', 'fua'])), name='hecho_fuente_valido'), models.CheckConstraint(condition=models.Q(('nivel__in', ['', 'pobre_extremo', 'pobre', 'no_pobre']), ('lengua__in', ['', '1', '2', '3', '4', '5'])), name='hecho_nivel_y_lengua'), models.CheckConstraint(condition=models.Q(('hasta__isnull', True), ('hasta__gt', models.F('desde')), _connector='OR'), name='hecho_periodo'), models.UniqueConstraint(condition=models.Q(('hasta__isnull', True)), fields=('captacion',), name='hecho_uno_vigente'), models.UniqueConstraint(fields=('captacion', 'desde'), name='hecho_version_unica')],
            },
        ),
        migrations.CreateModel(
            name='Refresco',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('momento', models.DateTimeField(default=django.utils.timezone.now)),
                ('nuevos', models.PositiveIntegerField(default=0)),
                ('corregidos', models.PositiveIntegerField(default=0)),
                ('cambio', models.DateTimeField(help_text='Cuándo cambió por última vez una cifra.', null=True)),
                ('carga', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refresco', to='captacion.carga')),
            ],
            options={
                'ordering': ['-pk'],
                'get_latest_by': 'momento',
                'indexes': [models.Index(condition=models.Q(('carga__isnull', True)), fields=['-momento'], name='refresco_de_todos')],
            },
        ),
    ]
