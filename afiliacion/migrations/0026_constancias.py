import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('afiliacion', '0022_sin_referencias'),
        ('captacion', '0028_hogares_duplicados'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='cuidado',
            name='corrige',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='afiliacion.cuidado'),
        ),
        migrations.AddField(
            model_name='cuidado',
            name='evidencia',
            field=models.CharField(blank=True, choices=[('carne', 'Carné de atención visto'), ('constancia', 'Constancia del establecimiento')], db_default='', max_length=12),
        ),
        migrations.AddField(
            model_name='cuidado',
            name='foto',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cuidados', to='afiliacion.adjunto'),
        ),
        migrations.AddIndex(
            model_name='cuidado',
            index=models.Index(condition=models.Q(('foto__isnull', False)), fields=['foto'], name='cuidado_con_foto'),
        ),
        migrations.AddConstraint(
            model_name='cuidado',
            constraint=models.CheckConstraint(condition=models.Q(('evidencia__in', ['', 'carne', 'constancia']), models.Q(models.Q(('origen', 'visita'), _negated=True), models.Q(('dado', False), ('evidencia', '')), models.Q(('dado', True), models.Q(('evidencia', ''), _negated=True)), _connector='OR')), name='cuidado_visto_con_evidencia'),
        ),
    ]
