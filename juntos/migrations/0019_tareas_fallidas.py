import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('juntos', '0018_ensayos_de_restauracion'),
    ]

    operations = [
        migrations.CreateModel(
            name='TareaFallida',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tarea', models.CharField(max_length=80)),
                ('argumentos', models.JSONField(default=list)),
                ('error', models.CharField(max_length=80)),
                ('intentos', models.PositiveSmallIntegerField(default=1)),
                ('estado', models.CharField(choices=[('interrumpida', 'Interrumpida'), ('fallida', 'Por resolver'), ('terminada', 'Terminó sola'), ('reintentada', 'Reintentada'), ('descartada', 'Descartada')], default='interrumpida', max_length=12)),
                ('primera_vez', models.DateTimeField(default=django.utils.timezone.now)),
                ('ultima_vez', models.DateTimeField(default=django.utils.timezone.now)),
                ('decidida_en', models.DateTimeField(null=True)),
                ('decidida_por', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'tarea fallida',
                'verbose_name_plural': 'tareas fallidas',
                'ordering': ['-ultima_vez'],
                'constraints': [models.CheckConstraint(condition=models.Q(('estado__in', ['interrumpida', 'fallida', 'terminada', 'reintentada', 'descartada'])), name='tarea_fallida_estado_valido'), models.CheckConstraint(condition=models.Q(models.Q(('decidida_en__isnull', True), ('decidida_por__isnull', True)), models.Q(('decidida_en__isnull', False), ('decidida_por__isnull', False)), _connector='OR'), name='tarea_fallida_decidida_en_par'), models.CheckConstraint(condition=models.Q(models.Q(('decidida_por__isnull', False), ('estado__in', ('reintentada', 'descartada'))), models.Q(models.Q(('estado__in', ('reintentada', 'descartada')), _negated=True), ('decidida_por__isnull', True)), _connector='OR'), name='tarea_fallida_decidida_por_alguien'), models.UniqueConstraint(condition=models.Q(('estado__in', ('interrumpida', 'fallida'))), fields=('tarea', 'argumentos'), name='tarea_fallida_una_abierta')],
            },
        ),
    ]
