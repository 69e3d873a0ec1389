from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('afiliacion', '0015_corresponsabilidades'),
        ('captacion', '0028_hogares_duplicados'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CambioDeItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anotado', models.DateTimeField(default=django.utils.timezone.now)),
                ('antes', models.CharField(blank=True, max_length=10)),
                ('despues', models.CharField(blank=True, max_length=10, verbose_name='después')),
                ('desde_antes', models.DateField(null=True)),
                ('desde_despues', models.DateField(null=True)),
            ],
            options={
                'verbose_name': 'cambio de un ítem',
                'verbose_name_plural': 'cambios de ítems',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Recalculo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('creado', models.DateTimeField(default=django.utils.timezone.now)),
                ('latido', models.DateTimeField(null=True)),
                ('intentos', models.PositiveSmallIntegerField(default=0)),
                ('fin', models.DateTimeField(null=True)),
                ('personas', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'recálculo',
            },
        ),
        migrations.RemoveConstraint(
            model_name='cuidado',
            name='cuidado_origen_valido',
        ),
        migrations.RemoveConstraint(
            model_name='cuidado',
            name='cuidado_con_procedencia',
        ),
        migrations.AlterField(
            model_name='cuidado',
            name='origen',
            field=models.CharField(choices=[('fuente', 'Registro del establecimiento'), ('visita', 'Constatado en visita'), ('padron', 'Padrón Nominal')], max_length=8),
        ),
        migrations.AddConstraint(
            model_name='cuidado',
            constraint=models.CheckConstraint(condition=models.Q(('origen__in', ['fuente', 'visita', 'padron'])), name='cuidado_origen_valido'),
        ),
        migrations.AddConstraint(
            model_name='cuidado',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('origen', 'fuente'), _negated=True), ('atencion__isnull', False), _connector='OR'), models.Q(models.Q(('origen', 'visita'), _negated=True), ('registrado_por__isnull', False), _connector='OR'), models.Q(('origen', 'visita'), ('dado', True), _connector='OR')), name='cuidado_con_procedencia'),
        ),
        migrations.AddConstraint(
            model_name='regla',
            constraint=models.CheckConstraint(condition=models.Q(('hasta__isnull', False), ('tope_dias__isnull', False), _connector='OR'), name='regla_con_fin'),
        ),
        migrations.AddField(
            model_name='cambiodeitem',
            name='gestante',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='captacion.gestante'),
        ),
        migrations.AddField(
            model_name='cambiodeitem',
            name='persona',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='cambios_de_items', to='captacion.persona'),
        ),
        migrations.AddField(
            model_name='cambiodeitem',
            name='regla',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='afiliacion.regla'),
        ),
        migrations.AddField(
            model_name='recalculo',
            name='carga',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recalculo', to='captacion.carga'),
        ),
        migrations.AddField(
            model_name='recalculo',
            name='exoneracion',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='afiliacion.exoneracion'),
        ),
        migrations.AddField(
            model_name='recalculo',
            name='persona',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='captacion.persona'),
        ),
        migrations.AddField(
            model_name='cambiodeitem',
            name='recalculo',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cambios', to='afiliacion.recalculo'),
        ),
        migrations.AddIndex(
            model_name='recalculo',
            index=models.Index(condition=models.Q(('fin__isnull', True)), fields=['creado'], name='recalculo_espera'),
        ),
        migrations.AddConstraint(
            model_name='recalculo',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('carga__isnull', True), ('persona__isnull', True)), models.Q(('carga__isnull', True), ('exoneracion__isnull', True)), models.Q(('exoneracion__isnull', True), ('persona__isnull', True)), _connector='OR'), name='recalculo_un_motivo'),
        ),
        migrations.AddConstraint(
            model_name='cambiodeitem',
            constraint=models.CheckConstraint(condition=models.Q(('antes', models.F('despues')), _negated=True), name='cambio_de_item_cambia'),
        ),
        migrations.AddConstraint(
            model_name='cambiodeitem',
            constraint=models.CheckConstraint(condition=models.Q(('antes__in', ['', 'en_ventana', 'fuera', 'no_dado', 'sin_dato', 'no_aplica', 'exonerado']), ('despues__in', ['', 'en_ventana', 'fuera', 'no_dado', 'sin_dato', 'no_aplica', 'exonerado'])), name='cambio_de_item_situacion_valida'),
        ),
        migrations.RunSQL(
            (SQL / "07_norma_aprobada_no_cambia.sql").read_text(),
            (SQL / "07_norma_aprobada_no_cambia.deshacer.sql").read_text(),
        ),
        migrations.RunSQL(
            (SQL / "08_de_que_carga.sql").read_text(),
            "DROP INDEX atencion_carga, recien_nacido_carga, gestante_carga",
        ),
    ]
