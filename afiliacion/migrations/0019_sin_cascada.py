import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('afiliacion', '0018_estudios'),
        ('captacion', '0028_hogares_duplicados'),
    ]

    operations = [
        migrations.AlterField(
            model_name='cambiodeitem',
            name='gestante',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='captacion.gestante'),
        ),
        migrations.AlterField(
            model_name='corresponsabilidad',
            name='cuidado',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='afiliacion.cuidado'),
        ),
        migrations.AlterField(
            model_name='corresponsabilidad',
            name='gestante',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='corresponsabilidades', to='captacion.gestante'),
        ),
    ]
