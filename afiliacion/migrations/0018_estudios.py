import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('afiliacion', '0017_normas'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='norma',
            name='reemplaza',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correcciones', to='afiliacion.norma'),
        ),
        migrations.CreateModel(
            name='EstudioDeNorma',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pedido_en', models.DateTimeField(default=django.utils.timezone.now)),
                ('latido', models.DateTimeField(null=True)),
                ('fin', models.DateTimeField(null=True)),
                ('vistas', models.PositiveIntegerField(default=0, verbose_name='personas examinadas')),
                ('cambian', models.PositiveIntegerField(default=0, verbose_name='personas que cambian')),
                ('hogares_cambian', models.PositiveIntegerField(default=0)),
                ('hogares', models.JSONField(default=list)),
                ('estados', models.JSONField(default=list)),
                ('norma', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='estudios', to='afiliacion.norma')),
                ('pedido_por', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'estudio de una norma',
                'verbose_name_plural': 'estudios de normas',
                'ordering': ['-pk'],
            },
        ),
    ]
