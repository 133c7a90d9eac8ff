import django.db.models.deletion
import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('cohorts', '0010_keep_tokens')]

    operations = [
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('cohort', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='revision', serialize=False, to='cohorts.cohort')),
                ('value', models.UUIDField(default=uuid.uuid4)),
            ],
        ),
    ]
