import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0003_coachs_desk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField(model_name='finding', old_name='dismissed_at', new_name='judged_at'),
        migrations.RenameField(model_name='finding', old_name='dismissed_by', new_name='judged_by'),
        migrations.RenameField(model_name='finding', old_name='dismiss_reason', new_name='note'),
        migrations.AddField(
            model_name='finding',
            name='verdict',
            field=models.CharField(blank=True, choices=[('confirmed', 'Right'), ('wrong', 'It is wrong'), ('fine_here', 'Right, but fine here'), ('not_now', 'Right, but not now'), ('aside', 'Set aside')], default='', max_length=9),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='finding',
            name='carried_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried', to='feedback.finding'),
        ),
    ]
