from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('feedback', '0010_comment_praise')]

    operations = [
        migrations.AddField(
            model_name='checkrun',
            name='skill_share',
            field=models.FloatField(blank=True, help_text="0 to 1: skill's part of what is said on skill and culture; null where that is too little to tell.", null=True),
        ),
    ]
