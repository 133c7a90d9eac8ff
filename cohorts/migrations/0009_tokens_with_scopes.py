from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def search_again(apps, schema_editor):
    """SQLite made the table of introductions anew, and so dropped the triggers that keep its words."""
    if schema_editor.connection.vendor == "sqlite":
        before = import_module("cohorts.migrations.0008_words_to_search")
        before.create_sqlite(schema_editor.execute, "cohorts_intro")


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0008_words_to_search'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, search_again),
        migrations.AddField(
            model_name='intro',
            name='revision',
            field=models.PositiveIntegerField(default=0, help_text='Counts changes of what it is for, and of its being put away; a change names the one it saw.'),
        ),
        migrations.RunPython(search_again, migrations.RunPython.noop),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('digest', models.CharField(max_length=128, primary_key=True, serialize=False)),
                ('token_key', models.CharField(db_index=True, max_length=25)),
                ('created', models.DateTimeField(auto_now_add=True)),
                ('expiry', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('scope', models.CharField(default='read', max_length=60, verbose_name='scopes')),
                ('last_used_at', models.DateTimeField(blank=True, help_text='To the minute.', null=True, verbose_name='last used')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='auth_token_set', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'API token',
                'ordering': ['-created', '-digest'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('name', ''), _negated=True), fields=('user', 'name'), name='api_token_name_once_a_person'), models.CheckConstraint(condition=models.Q(('scope__in', ['read', 'read admin', 'read review', 'read review admin', 'read write', 'read write admin', 'read write review', 'read write review admin'])), name='api_token_scopes_known'), models.CheckConstraint(condition=models.Q(('expiry__isnull', False)), name='api_token_ends')],
            },
        ),
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('fingerprint', models.CharField(help_text='SHA-256 of method, address and body.', max_length=64)),
                ('status', models.PositiveSmallIntegerField(default=0)),
                ('body', models.JSONField(null=True)),
                ('headers', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['made_at'], name='kept_answers_to_forget')],
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='kept_answer_once_a_key')],
            },
        ),
    ]
