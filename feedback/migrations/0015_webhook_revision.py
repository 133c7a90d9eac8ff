from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0014_webhook_address")]
    operations = [
        migrations.AddField(
            model_name="webhook",
            name="revision",
            field=models.PositiveIntegerField(
                default=0, editable=False, help_text="Counts changes of the fields above."
            ),
        ),
    ]
