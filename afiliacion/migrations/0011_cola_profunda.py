from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('afiliacion', '0009_ruta'),
        ('captacion', '0025_duplicados'),
        ('juntos', '0010_parametros_de_la_cola'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactoReasignado',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('movido', models.BooleanField(default=False)),
                ('devuelto', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='FiltroGuardado',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nombre', models.CharField(max_length=40)),
                ('consulta', models.CharField(max_length=500)),
                ('predeterminado', models.BooleanField(default=False)),
                ('retirado', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'filtro guardado',
                'verbose_name_plural': 'filtros guardados',
                'ordering': ['nombre'],
            },
        ),
        migrations.CreateModel(
            name='Reasignacion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origen', models.CharField(choices=[('seleccion', 'Elegidos en la cola'), ('equilibrio', 'Equilibrio de la carga'), ('salida', 'Salida de una persona')], max_length=10)),
                ('preparada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('hecha_en', models.DateTimeField(null=True)),
                ('deshecha_en', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'reasignación',
                'verbose_name_plural': 'reasignaciones',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Salida',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asignaciones', models.JSONField(default=dict)),
                ('solicitudes', models.JSONField(default=list)),
                ('registrada_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('deshecha_en', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.RemoveIndex(
            model_name='contacto',
            name='contacto_cola_distrito',
        ),
        migrations.RemoveIndex(
            model_name='contacto',
            name='contacto_cola',
        ),
        migrations.AddField(
            model_name='contacto',
            name='turno_el',
            field=models.DateField(editable=False, null=True, verbose_name='día con que se ordena'),
        ),
        migrations.RunSQL(
            (SQL / "04_prioridad.sql").read_text(), (SQL / "05_sin_prioridad.sql").read_text()
        ),
        migrations.AlterField(
            model_name='contacto',
            name='turno_el',
            field=models.DateField(editable=False, verbose_name='día con que se ordena'),
        ),
        migrations.AddIndex(
            model_name='contacto',
            index=models.Index(condition=models.Q(('estado__in', ['pendiente', 'en_gestion', 'derivada', 'en_solicitud'])), fields=['distrito', 'rezagado', 'turno_el', 'id'], include=('vence_el', 'estado', 'lengua', 'con_recien_nacido', 'con_gestante', 'asignada_a', 'abierto_el', 'ultima_visita_el'), name='contacto_cola_distrito'),
        ),
        migrations.AddIndex(
            model_name='contacto',
            index=models.Index(condition=models.Q(('estado__in', ['pendiente', 'en_gestion', 'derivada', 'en_solicitud'])), fields=['rezagado', 'turno_el', 'id'], include=('vence_el', 'distrito', 'estado', 'lengua', 'con_recien_nacido', 'con_gestante', 'asignada_a', 'abierto_el', 'ultima_visita_el'), name='contacto_cola'),
        ),
        migrations.AddField(
            model_name='contactoreasignado',
            name='a',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='contactoreasignado',
            name='contacto',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reasignaciones', to='afiliacion.contacto'),
        ),
        migrations.AddField(
            model_name='contactoreasignado',
            name='de',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='filtroguardado',
            name='usuario',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filtros', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reasignacion',
            name='deshecha_por',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reasignacion',
            name='hecha_por',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reasignacion',
            name='preparada_por',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reasignaciones', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='contactoreasignado',
            name='reasignacion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='afiliacion.reasignacion'),
        ),
        migrations.AddField(
            model_name='salida',
            name='deshecha_por',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='salida',
            name='reasignacion',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='salida', to='afiliacion.reasignacion'),
        ),
        migrations.AddField(
            model_name='salida',
            name='registrada_por',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='salida',
            name='usuario',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='salidas', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='filtroguardado',
            constraint=models.UniqueConstraint(condition=models.Q(('retirado', False)), fields=('usuario', 'nombre'), name='filtroguardado_nombre_unico'),
        ),
        migrations.AddConstraint(
            model_name='filtroguardado',
            constraint=models.UniqueConstraint(condition=models.Q(('predeterminado', True)), fields=('usuario',), name='filtroguardado_un_predeterminado'),
        ),
        migrations.AddConstraint(
            model_name='filtroguardado',
            constraint=models.CheckConstraint(condition=models.Q(('predeterminado', False), ('retirado', False), _connector='OR'), name='filtroguardado_predeterminado_vivo'),
        ),
        migrations.AddConstraint(
            model_name='reasignacion',
            constraint=models.CheckConstraint(condition=models.Q(('origen__in', ['seleccion', 'equilibrio', 'salida'])), name='reasignacion_origen_valido'),
        ),
        migrations.AddConstraint(
            model_name='reasignacion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hecha_en__isnull', True), ('hecha_por__isnull', True)), models.Q(('hecha_en__isnull', False), ('hecha_por__isnull', False)), _connector='OR'), name='reasignacion_hecha_en_par'),
        ),
        migrations.AddConstraint(
            model_name='reasignacion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deshecha_en__isnull', True), ('deshecha_por__isnull', True)), models.Q(('deshecha_en__isnull', False), ('deshecha_por__isnull', False)), _connector='OR'), name='reasignacion_deshecha_en_par'),
        ),
        migrations.AddConstraint(
            model_name='reasignacion',
            constraint=models.CheckConstraint(condition=models.Q(('deshecha_en__isnull', True), ('hecha_en__isnull', False), _connector='OR'), name='reasignacion_deshecha_tras_hecha'),
        ),
        migrations.AddConstraint(
            model_name='contactoreasignado',
            constraint=models.UniqueConstraint(fields=('reasignacion', 'contacto'), name='contactoreasignado_uno'),
        ),
        migrations.AddConstraint(
            model_name='contactoreasignado',
            constraint=models.CheckConstraint(condition=models.Q(('devuelto', False), ('movido', True), _connector='OR'), name='contactoreasignado_devuelto_tras_movido'),
        ),
        migrations.AddConstraint(
            model_name='contactoreasignado',
            constraint=models.CheckConstraint(condition=models.Q(('movido', False), ('a__isnull', False), _connector='OR'), name='contactoreasignado_movido_a_alguien'),
        ),
        migrations.AddConstraint(
            model_name='salida',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deshecha_en__isnull', True), ('deshecha_por__isnull', True)), models.Q(('deshecha_en__isnull', False), ('deshecha_por__isnull', False)), _connector='OR'), name='salida_deshecha_en_par'),
        ),
    ]
