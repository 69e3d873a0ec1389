
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('captacion', '0015_parametros_de_fuentes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaveApi',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fuente', models.CharField(choices=[('padron_nominal', 'Padrón Nominal (RENIEC)'), ('sis_gestantes', 'Gestantes (SIS)'), ('pgh', 'Padrón General de Hogares (SISFOH)'), ('juntos', 'Padrón de JUNTOS')], max_length=20)),
                ('nombre', models.CharField(help_text='Quién la usa: institución y sistema.', max_length=80)),
                ('prefijo', models.CharField(max_length=8, unique=True)),
                ('huella', models.CharField(max_length=64)),
                ('activa', models.BooleanField(default=True)),
                ('por_minuto', models.PositiveIntegerField(default=3000, validators=[django.core.validators.MinValueValidator(1)], verbose_name='llamadas por minuto')),
                ('creada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('ultimo_uso', models.DateTimeField(blank=True, null=True, verbose_name='último uso')),
                ('gastado_hasta', models.DateTimeField(blank=True, null=True)),
                ('creada_por', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'clave de la API',
                'verbose_name_plural': 'claves de la API',
                'ordering': ['fuente', 'nombre'],
            },
        ),
        migrations.CreateModel(
            name='EventoRecibido',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fuente', models.CharField(choices=[('padron_nominal', 'Padrón Nominal (RENIEC)'), ('sis_gestantes', 'Gestantes (SIS)'), ('pgh', 'Padrón General de Hogares (SISFOH)'), ('juntos', 'Padrón de JUNTOS')], max_length=20)),
                ('llave', models.CharField(blank=True, max_length=200, verbose_name='llave de idempotencia')),
                ('huella', models.CharField(max_length=64, verbose_name='huella del envío')),
                ('posicion', models.PositiveSmallIntegerField(verbose_name='posición')),
                ('registro', models.JSONField()),
                ('recibido_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('intentos', models.PositiveSmallIntegerField(default=0)),
                ('ultimo_intento', models.DateTimeField(null=True, verbose_name='último intento')),
                ('numero', models.PositiveIntegerField(null=True, verbose_name='fila')),
                ('resultado', models.CharField(blank=True, choices=[('nueva', 'Nueva'), ('actualizada', 'Actualizada'), ('sin_cambio', 'Sin cambio'), ('rechazada', 'Rechazada'), ('en_revision', 'En revisión')], max_length=12)),
                ('carga', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='eventos', to='captacion.carga')),
                ('recibido_por', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='eventos', to='captacion.claveapi')),
            ],
            options={
                'verbose_name': 'evento recibido',
                'verbose_name_plural': 'eventos recibidos',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='claveapi',
            constraint=models.CheckConstraint(condition=models.Q(('fuente__in', ['padron_nominal', 'sis_gestantes', 'pgh', 'juntos'])), name='clave_api_fuente_valido'),
        ),
        migrations.AddConstraint(
            model_name='claveapi',
            constraint=models.CheckConstraint(condition=models.Q(('por_minuto__gte', 1)), name='clave_api_por_minuto'),
        ),
        migrations.AddIndex(
            model_name='eventorecibido',
            index=models.Index(condition=models.Q(('resultado', '')), fields=['fuente', 'id'], name='evento_recibido_espera'),
        ),
        migrations.AddConstraint(
            model_name='eventorecibido',
            constraint=models.CheckConstraint(condition=models.Q(('fuente__in', ['padron_nominal', 'sis_gestantes', 'pgh', 'juntos'])), name='evento_recibido_fuente_valido'),
        ),
        migrations.AddConstraint(
            model_name='eventorecibido',
            constraint=models.CheckConstraint(condition=models.Q(('resultado__in', ['', 'nueva', 'actualizada', 'sin_cambio', 'rechazada', 'en_revision'])), name='evento_recibido_resultado_valido'),
        ),
        migrations.AddConstraint(
            model_name='eventorecibido',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('carga__isnull', True), ('numero__isnull', True), ('resultado', '')), models.Q(models.Q(('resultado', ''), _negated=True), ('carga__isnull', False), ('numero__isnull', False)), _connector='OR'), name='evento_recibido_procesado_con_fila'),
        ),
        migrations.AddConstraint(
            model_name='eventorecibido',
            constraint=models.UniqueConstraint(condition=models.Q(('llave', ''), _negated=True), fields=('recibido_por', 'llave', 'posicion'), name='evento_recibido_una_vez'),
        ),
        migrations.AddConstraint(
            model_name='eventorecibido',
            constraint=models.UniqueConstraint(fields=('carga', 'numero'), name='evento_recibido_fila'),
        ),
    ]
