from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0012_snippet_revision")]
    operations = [
        migrations.AddIndex(
            model_name="review",
            index=models.Index(condition=models.Q(("status", "held")), fields=["version"], name="review_held_back"),
        ),
    ]
