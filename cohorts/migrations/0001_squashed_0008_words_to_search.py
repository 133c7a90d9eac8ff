"""The tables as they stood after 0008, made at once: a new database is ready in a third of the time.

One that has some of these already goes on by them; tests/coachhub/test_migrations.py holds both ways against each other.
"""

from importlib import import_module

import cohorts.models
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

immutable = import_module('cohorts.migrations.0002_draft_version_immutable')
words = import_module('cohorts.migrations.0008_words_to_search')


class Migration(migrations.Migration):

    replaces = [('cohorts', '0001_initial'), ('cohorts', '0002_draft_version_immutable'), ('cohorts', '0003_answered_number'), ('cohorts', '0004_absences_and_promises'), ('cohorts', '0005_intro_put_away'), ('cohorts', '0006_intro_latest_at'), ('cohorts', '0007_fill_latest_at'), ('cohorts', '0008_words_to_search')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('time_zone', models.CharField(default='UTC', max_length=64, validators=[cohorts.models.validate_time_zone], verbose_name='time zone')),
                ('digest_hour', models.PositiveSmallIntegerField(default=8, help_text='In their own time zone.', validators=[django.core.validators.MaxValueValidator(23)], verbose_name='hour of the daily mail')),
                ('wants_digest', models.BooleanField(default=True, verbose_name='wants the daily mail')),
                ('is_staff', models.BooleanField(default=False, help_text='Sees everything and runs cohorts here.', verbose_name='admin')),
                ('is_active', models.BooleanField(default=True, help_text='Switch off instead of deleting.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique', violation_error_message='Somebody has this e-mail address already.'), models.CheckConstraint(condition=models.Q(('digest_hour__lte', 23)), name='user_digest_hour_range')],
            },
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='candidate', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'ordering': ['user__name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Coach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='coach', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name_plural': 'coaches',
                'ordering': ['user__name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='cohorts.coach')),
                ('stand_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stands_in', to='cohorts.coach', verbose_name='stand-in')),
            ],
            options={
                'ordering': ['-first_day', '-pk'],
                'indexes': [models.Index(fields=['stand_in', 'first_day', 'last_day'], name='absence_stood_in')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='absence_ends_after_start', violation_error_message='The last day is not before the first.'), models.CheckConstraint(condition=models.Q(('stand_in__isnull', True), models.Q(('stand_in', models.F('coach')), _negated=True), _connector='OR'), name='absence_stand_in_is_another', violation_error_message='Somebody else stands in.')],
            },
        ),
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('slug', models.SlugField(help_text='Stands in addresses.', unique=True, verbose_name='short name')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('ends_on', models.DateField(verbose_name='ends on')),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='archived')),
                ('words_per_minute', models.PositiveSmallIntegerField(default=140, help_text='How fast an introduction is spoken; 125 to 160 is usual.', validators=[django.core.validators.MinValueValidator(80), django.core.validators.MaxValueValidator(220)], verbose_name='words a minute')),
                ('target_s', models.PositiveSmallIntegerField(default=90, validators=[django.core.validators.MinValueValidator(15)], verbose_name='target length in seconds')),
                ('speaking_limit_s', models.PositiveSmallIntegerField(default=120, validators=[django.core.validators.MinValueValidator(15), django.core.validators.MaxValueValidator(900)], verbose_name='speaking limit in seconds')),
                ('answer_within_days', models.PositiveSmallIntegerField(default=5, help_text='What the cohort promises its candidates.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='answers within days')),
                ('engine_after_points', models.BooleanField(default=False, verbose_name="hide the checks' scores until the coach has given points")),
                ('precision_floor', models.FloatField(default=0.6, help_text='A check that coaches call right less often than this falls silent.', validators=[django.core.validators.MinValueValidator(0.0), django.core.validators.MaxValueValidator(1.0)], verbose_name='least share of right findings')),
                ('precision_least', models.PositiveSmallIntegerField(default=20, validators=[django.core.validators.MinValueValidator(5)], verbose_name='after judged findings')),
                ('checks_off', models.JSONField(blank=True, default=list, verbose_name='checks switched off')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('coaches', models.ManyToManyField(blank=True, related_name='cohorts', to='cohorts.coach', verbose_name='coaches')),
            ],
            options={
                'ordering': ['-starts_on', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='cohort_ends_after_start', violation_error_message='A cohort ends after it starts.'), models.CheckConstraint(condition=models.Q(('speaking_limit_s__gte', models.F('target_s'))), name='cohort_limit_over_target', violation_error_message='The speaking limit is not below the target length.'), models.CheckConstraint(condition=models.Q(('words_per_minute__gt', 0)), name='cohort_words_per_minute_positive'), models.CheckConstraint(condition=models.Q(('precision_floor__gte', 0), ('precision_floor__lte', 1)), name='cohort_precision_floor_share')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enrolled_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to='cohorts.candidate')),
                ('coach', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='enrolments', to='cohorts.coach')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to='cohorts.cohort')),
            ],
            options={
                'ordering': ['cohort_id', 'candidate__user__name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('candidate', 'cohort'), name='enrolment_once_a_cohort')],
            },
        ),
        migrations.CreateModel(
            name='Intro',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=120, verbose_name='target role')),
                ('company', models.CharField(blank=True, max_length=120, verbose_name='company')),
                ('kind', models.CharField(choices=[('written', 'written'), ('speech', 'spoken (transcript)')], default='written', max_length=7, verbose_name='kind')),
                ('interview_on', models.DateField(blank=True, null=True, verbose_name='interview on')),
                ('working_text', models.TextField(blank=True)),
                ('working_revision', models.PositiveIntegerField(default=0, help_text='Counts saves; a save names the one it saw.')),
                ('working_saved_at', models.DateTimeField(blank=True, null=True)),
                ('latest_number', models.PositiveIntegerField(default=0, help_text='Number of the latest version; 0 before the first.')),
                ('latest_at', models.DateTimeField(blank=True, help_text='When the latest version was submitted.', null=True)),
                ('answered_number', models.PositiveIntegerField(default=0, help_text='Highest version with a published review.')),
                ('waiting_since', models.DateTimeField(blank=True, help_text='When the oldest version that nobody has answered was submitted.', null=True)),
                ('put_away_at', models.DateTimeField(blank=True, help_text='When its writer put it away; it waits for nobody then.', null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='intros', to='cohorts.enrolment')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['waiting_since', 'id'], name='intro_queue'), models.Index(fields=['enrolment', '-created_at'], name='intro_of_enrolment')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['written', 'speech'])), name='intro_kind_known'), models.CheckConstraint(condition=models.Q(('waiting_since__isnull', True), ('latest_number__gt', 0), _connector='OR'), name='intro_waits_with_a_version'), models.CheckConstraint(condition=models.Q(('answered_number__lte', models.F('latest_number'))), name='intro_answers_a_version_that_is_there'), models.CheckConstraint(condition=models.Q(('put_away_at__isnull', True), ('waiting_since__isnull', True), _connector='OR'), name='intro_put_away_does_not_wait')],
            },
        ),
        migrations.CreateModel(
            name='DraftVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('role', models.CharField(max_length=120)),
                ('company', models.CharField(blank=True, max_length=120)),
                ('kind', models.CharField(choices=[('written', 'written'), ('speech', 'spoken (transcript)')], max_length=7)),
                ('idempotency_key', models.UUIDField(default=uuid.uuid4)),
                ('submitted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('intro', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='cohorts.intro')),
            ],
            options={
                'ordering': ['-submitted_at', '-pk'],
                'indexes': [models.Index(fields=['-submitted_at', '-id'], name='version_newest_first')],
                'constraints': [models.UniqueConstraint(fields=('intro', 'number'), name='version_number_once_an_intro'), models.UniqueConstraint(fields=('intro', 'idempotency_key'), name='version_once_a_submission'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='version_numbers_from_one'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='version_has_text')],
            },
        ),
        migrations.RunPython(immutable.create, immutable.drop),
        migrations.RunPython(words.create, words.drop),
    ]
