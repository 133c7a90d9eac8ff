from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0011_fill_skill_share")]
    operations = [
        migrations.AddField(
            model_name="snippet",
            name="revision",
            field=models.PositiveIntegerField(
                default=0, editable=False, help_text="Counts saves; a save names the one it saw."
            ),
        ),
    ]
