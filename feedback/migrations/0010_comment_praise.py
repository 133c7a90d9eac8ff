from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0009_webhooks")]
    operations = [
        migrations.AddField(model_name="comment", name="is_praise", field=models.BooleanField(default=False)),
    ]
