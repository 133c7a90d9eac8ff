"""The tables as they stood after 0009, made at once; see the one of `cohorts`."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import feedback.models.webhooks
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('feedback', '0001_initial'), ('feedback', '0002_digest_attempts'), ('feedback', '0003_coachs_desk'), ('feedback', '0004_finding_verdicts'), ('feedback', '0005_verdicts_of_dismissals'), ('feedback', '0006_verdicts_hold'), ('feedback', '0007_reading_before'), ('feedback', '0008_signatures_and_pauses'), ('feedback', '0009_webhooks')]

    initial = True

    dependencies = [
        ('cohorts', '0008_words_to_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Calibration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calibrations', to='cohorts.cohort')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('cohort', 'name'), name='calibration_name_once_a_cohort')],
            },
        ),
        migrations.CreateModel(
            name='CalibrationItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('calibration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='feedback.calibration')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cohorts.draftversion')),
            ],
            options={
                'ordering': ['calibration_id', 'position'],
                'constraints': [models.UniqueConstraint(fields=('calibration', 'version'), name='calibration_version_once'), models.UniqueConstraint(fields=('calibration', 'position'), name='calibration_position_once')],
            },
        ),
        migrations.CreateModel(
            name='CalibrationAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(choices=[('keep_working', 'Keep working'), ('nearly_there', 'Nearly there'), ('ready', 'Ready')], max_length=12)),
                ('note', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calibration_answers', to='cohorts.coach')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='feedback.calibrationitem')),
            ],
            options={
                'ordering': ['item_id', 'coach_id'],
                'constraints': [models.UniqueConstraint(fields=('item', 'coach'), name='calibration_answer_once_a_coach'), models.CheckConstraint(condition=models.Q(('decision__in', ['keep_working', 'nearly_there', 'ready'])), name='calibration_decision_known')],
            },
        ),
        migrations.CreateModel(
            name='CheckRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ruleset', models.CharField(help_text="Of the engine, a hyphen, and of the cohort's settings.", max_length=64)),
                ('status', models.CharField(choices=[('queued', 'queued'), ('running', 'running'), ('done', 'done'), ('failed', 'could not be checked')], default='queued', max_length=7)),
                ('reason', models.TextField(blank=True, help_text='Why it failed, for people to read.')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('enqueued_at', models.DateTimeField(blank=True, help_text='When a message was last sent to the broker.', null=True)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('overall', models.FloatField(blank=True, help_text='0 to 100', null=True)),
                ('why_role', models.FloatField(blank=True, null=True)),
                ('why_team', models.FloatField(blank=True, null=True)),
                ('balance', models.FloatField(blank=True, null=True)),
                ('warmth', models.FloatField(blank=True, null=True)),
                ('telling', models.FloatField(blank=True, null=True)),
                ('words', models.PositiveIntegerField(blank=True, null=True)),
                ('spoken_s', models.FloatField(blank=True, null=True)),
                ('summary', models.TextField(blank=True)),
                ('verdicts', models.JSONField(blank=True, default=dict)),
                ('sentences', models.JSONField(blank=True, default=list)),
                ('dimensions', models.JSONField(blank=True, default=list)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='cohorts.draftversion')),
            ],
            options={
                'ordering': ['-queued_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('status__in', ['queued', 'running'])), fields=['status', 'queued_at'], name='run_sweep'), models.Index(fields=['-queued_at', '-id'], name='run_newest_first')],
                'constraints': [models.UniqueConstraint(fields=('version', 'ruleset'), name='run_once_a_ruleset'), models.CheckConstraint(condition=models.Q(('status__in', ['queued', 'running', 'done', 'failed'])), name='run_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'done'), _negated=True), models.Q(('overall__gte', 0), ('overall__lte', 100)), _connector='OR'), name='run_done_has_score'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'failed'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='run_failed_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Desk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interview_days', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='an interview within a week')),
                ('again_days', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='a version that answers a review')),
                ('first_days', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='a first version')),
                ('weak_days', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='a score under 40')),
                ('keys', models.JSONField(blank=True, default=dict)),
                ('coach', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='desk', to='cohorts.coach')),
            ],
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('coach', 'for a coach: what waits'), ('candidate', 'for a candidate: new reviews')], max_length=9)),
                ('period', models.DateField(help_text="The day, in the recipient's time zone.")),
                ('status', models.CharField(choices=[('claimed', 'ready to send'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'to be tried again'), ('left', 'left unsent')], default='claimed', max_length=7)),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('html', models.TextField()),
                ('claimed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sending_at', models.DateTimeField(blank=True, help_text='When it was last tried.', null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True, help_text='Why it could not be sent, for an admin to read.')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-claimed_at', '-pk'],
                'indexes': [models.Index(fields=['status', 'claimed_at'], name='digest_to_send'), models.Index(fields=['kind', 'period'], name='digest_of_day')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'kind', 'period'), name='digest_once_a_period'), models.CheckConstraint(condition=models.Q(('status__in', ['claimed', 'sending', 'sent', 'failed', 'left'])), name='digest_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='digest_sent_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['failed', 'left']), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='digest_unsent_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('check_id', models.CharField(max_length=60)),
                ('severity', models.CharField(choices=[('major', 'important'), ('minor', 'worth a look'), ('note', 'a note')], max_length=5)),
                ('start', models.PositiveIntegerField(blank=True, null=True)),
                ('end', models.PositiveIntegerField(blank=True, null=True)),
                ('seen', models.TextField()),
                ('why', models.TextField()),
                ('try_next', models.TextField()),
                ('certainty', models.FloatField(help_text='0 to 1')),
                ('verdict', models.CharField(blank=True, choices=[('confirmed', 'Right'), ('wrong', 'It is wrong'), ('fine_here', 'Right, but fine here'), ('not_now', 'Right, but not now'), ('aside', 'Set aside')], max_length=9)),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('carried_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried', to='feedback.finding')),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='feedback.checkrun')),
            ],
            options={
                'ordering': ['run_id', 'position'],
                'indexes': [models.Index(fields=['check_id', 'run'], name='finding_by_check'), models.Index(condition=models.Q(('verdict', ''), _negated=True), fields=['check_id', 'verdict'], name='finding_judged')],
                'constraints': [models.UniqueConstraint(fields=('run', 'position'), name='finding_position_once_a_run'), models.CheckConstraint(condition=models.Q(models.Q(('end__isnull', True), ('start__isnull', True)), models.Q(('end__gt', models.F('start')), ('start__isnull', False)), _connector='OR'), name='finding_span_whole'), models.CheckConstraint(condition=models.Q(('certainty__gte', 0), ('certainty__lte', 1)), name='finding_certainty_range'), models.CheckConstraint(condition=models.Q(models.Q(('judged_at__isnull', True), ('verdict', '')), models.Q(('verdict__in', ['confirmed', 'wrong', 'fine_here', 'not_now', 'aside']), ('judged_at__isnull', False)), _connector='OR'), name='finding_verdict_has_time')],
            },
        ),
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('beat_at', models.DateTimeField(default=django.utils.timezone.now, help_text="When the coach's page last said that it is open.")),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end', models.CharField(blank=True, choices=[('left', 'left the page'), ('published', 'published'), ('silent', 'was silent for too long'), ('forced', 'was taken over')], max_length=9)),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leases', to='cohorts.coach')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cohorts.coach')),
                ('intro', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leases', to='cohorts.intro')),
            ],
            options={
                'ordering': ['-started_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('intro',), name='lease_one_goes_on'), models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('ended_at__isnull', True)), models.Q(('ended_at__isnull', False), models.Q(('end', ''), _negated=True)), _connector='OR'), name='lease_end_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('read_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('earlier_number', models.PositiveIntegerField(blank=True, null=True)),
                ('earlier_read_at', models.DateTimeField(blank=True, null=True)),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='cohorts.coach')),
                ('intro', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='cohorts.intro')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('coach', 'intro'), name='reading_once_an_intro'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='reading_of_a_version')],
            },
        ),
        migrations.CreateModel(
            name='RecheckPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paused_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('cohort', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='recheck_pause', to='cohorts.cohort')),
                ('paused_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('held', 'held back'), ('published', 'published')], default='draft', max_length=9)),
                ('decision', models.CharField(blank=True, choices=[('keep_working', 'Keep working'), ('nearly_there', 'Nearly there'), ('ready', 'Ready')], max_length=12)),
                ('summary', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=0, help_text='Counts saves; a save names the one it saw.')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('amended_at', models.DateTimeField(blank=True, null=True)),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='cohorts.coach')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='cohorts.draftversion')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['-created_at', '-id'], name='review_newest_first')],
                'constraints': [models.UniqueConstraint(fields=('version', 'coach'), name='review_once_a_coach'), models.UniqueConstraint(condition=models.Q(('status', 'published')), fields=('version',), name='review_published_once'), models.CheckConstraint(condition=models.Q(('decision', ''), ('decision__in', ['keep_working', 'nearly_there', 'ready']), _connector='OR'), name='review_decision_known'), models.CheckConstraint(condition=models.Q(models.Q(('held_at__isnull', True), ('published_at__isnull', True), ('status', 'draft')), models.Q(('held_at__isnull', False), ('published_at__isnull', True), ('status', 'held'), models.Q(('decision', ''), _negated=True)), models.Q(('published_at__isnull', False), ('status', 'published'), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='review_published_whole'), models.CheckConstraint(condition=models.Q(('amended_at__isnull', True), ('status', 'published'), _connector='OR'), name='review_amended_after_publishing')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('digest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notifications', to='feedback.digest')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to='feedback.review')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'review'), name='notification_once_a_review')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('summary', models.TextField(blank=True)),
                ('decision', models.CharField(choices=[('keep_working', 'Keep working'), ('nearly_there', 'Nearly there'), ('ready', 'Ready')], max_length=12)),
                ('points', models.JSONField(default=list)),
                ('comments', models.JSONField(default=list)),
                ('replaced_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='feedback.review')),
            ],
            options={
                'ordering': ['review_id', '-number'],
                'constraints': [models.UniqueConstraint(fields=('review', 'number'), name='edition_number_once_a_review')],
            },
        ),
        migrations.CreateModel(
            name='Rubric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='The why', max_length=120, verbose_name='name')),
                ('cohort', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rubric', to='cohorts.cohort')),
            ],
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='feedback.rubric')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('description', models.TextField(blank=True, verbose_name='what to look for')),
            ],
            options={
                'verbose_name_plural': 'criteria',
                'ordering': ['rubric_id', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('rubric', 'name'), name='criterion_name_once_a_rubric')],
            },
        ),
        migrations.CreateModel(
            name='Level',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveSmallIntegerField(verbose_name='points')),
                ('words', models.CharField(max_length=300, verbose_name='in words')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='feedback.criterion')),
            ],
            options={
                'ordering': ['criterion_id', 'points'],
                'constraints': [models.UniqueConstraint(fields=('criterion', 'points'), name='level_points_once_a_criterion')],
            },
        ),
        migrations.CreateModel(
            name='CalibrationPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='feedback.calibrationanswer')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='feedback.criterion')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='feedback.level')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('answer', 'criterion'), name='calibration_point_once_a_criterion')],
            },
        ),
        migrations.CreateModel(
            name='RubricPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='feedback.criterion')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='feedback.level')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='feedback.review')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('review', 'criterion'), name='point_once_a_criterion')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(blank=True, max_length=1000)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='cohorts.coach')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('coach', 'name'), name='view_name_once_a_coach')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('values', models.BinaryField()),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='signature', to='cohorts.draftversion')),
            ],
        ),
        migrations.CreateModel(
            name='Silencing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_id', models.CharField(max_length=60)),
                ('right', models.PositiveIntegerField(help_text='Findings that coaches called right, when it was silenced.')),
                ('judged', models.PositiveIntegerField(help_text='Findings that coaches called right or wrong, when it was silenced.')),
                ('silenced_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('overruled_at', models.DateTimeField(blank=True, null=True)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='silencings', to='cohorts.cohort')),
                ('overruled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-silenced_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('cohort', 'check_id'), name='silencing_once_a_check'), models.CheckConstraint(condition=models.Q(('judged__gt', 0), ('right__lte', models.F('judged'))), name='silencing_counts')],
            },
        ),
        migrations.CreateModel(
            name='Snippet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('body', models.TextField(verbose_name='text')),
                ('check_id', models.CharField(blank=True, help_text='The check that it answers, if any.', max_length=60, verbose_name='check')),
                ('coach', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='snippets', to='cohorts.coach')),
                ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='snippets', to='cohorts.cohort')),
            ],
            options={
                'ordering': ['title', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('coach__isnull', False), ('cohort__isnull', True)), models.Q(('coach__isnull', True), ('cohort__isnull', False)), _connector='OR'), name='snippet_has_one_owner', violation_error_message='A snippet belongs to a coach or to a cohort, not to both.')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('quote', models.TextField()),
                ('prefix', models.CharField(blank=True, max_length=80)),
                ('suffix', models.CharField(blank=True, max_length=80)),
                ('body', models.TextField()),
                ('revision', models.PositiveIntegerField(default=0, help_text='Counts edits; an edit names the one it saw.')),
                ('check_id', models.CharField(blank=True, max_length=60)),
                ('client_key', models.UUIDField(default=uuid.uuid4, help_text='Chosen by the page, so that a retry makes no second one.')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('resolution', models.CharField(blank=True, choices=[('done', 'done'), ('disagree', 'disagrees'), ('ticked', 'ticked off by a coach')], max_length=8)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='feedback.comment')),
                ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='cohorts.draftversion')),
                ('review', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='feedback.review')),
                ('snippet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to='feedback.snippet')),
            ],
            options={
                'ordering': ['version_id', 'start', 'pk'],
                'indexes': [models.Index(fields=['-created_at', '-id'], name='comment_newest_first')],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='comment_span_whole'), models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='comment_has_body'), models.UniqueConstraint(fields=('author', 'client_key'), name='comment_once_a_key')],
            },
        ),
        migrations.CreateModel(
            name='Snooze',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='The latest version when it was put off.')),
                ('until', models.DateTimeField()),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snoozes', to='cohorts.coach')),
                ('intro', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snoozes', to='cohorts.intro')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('coach', 'intro'), name='snooze_once_an_intro')],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('address', models.URLField(max_length=500, verbose_name='address')),
                ('events', models.JSONField(default=list, validators=[feedback.models.webhooks.validate_events], verbose_name='events')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('salt', models.CharField(default=feedback.models.webhooks.new_salt, editable=False, max_length=32)),
                ('previous_salt', models.CharField(blank=True, editable=False, max_length=32)),
                ('previous_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('quiet_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='rests until')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('cohort', models.ForeignKey(blank=True, help_text='Leave empty for all cohorts.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='cohorts.cohort', verbose_name='cohort')),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.UUIDField()),
                ('event', models.CharField(choices=[('version.submitted', 'a version was submitted'), ('check.finished', 'a check has finished'), ('review.published', 'a review was published'), ('candidate.ready', 'a candidate is ready'), ('ping', 'a test')], max_length=20)),
                ('body', models.TextField()),
                ('state', models.CharField(choices=[('pending', 'to be sent'), ('sending', 'being sent'), ('delivered', 'delivered'), ('given_up', 'given up')], default='pending', max_length=9)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('next_at', models.DateTimeField(default=django.utils.timezone.now, help_text='Not sent before.')),
                ('claimed_at', models.DateTimeField(blank=True, help_text='When it was last tried.', null=True)),
                ('delivered_at', models.DateTimeField(blank=True, null=True)),
                ('status', models.PositiveSmallIntegerField(blank=True, help_text='HTTP, of the last answer.', null=True)),
                ('answer', models.CharField(blank=True, help_text='How the last answer began.', max_length=500)),
                ('error', models.CharField(blank=True, help_text='Why it was not delivered, for people to read.', max_length=500)),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='feedback.webhook')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['pending', 'sending'])), fields=['state', 'next_at'], name='delivery_due'), models.Index(fields=['-created_at', '-id'], name='delivery_newest_first')],
                'constraints': [models.UniqueConstraint(fields=('webhook', 'event_id'), name='delivery_once_an_event'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'sending', 'delivered', 'given_up'])), name='delivery_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'delivered'), _negated=True), ('delivered_at__isnull', False), _connector='OR'), name='delivery_delivered_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'given_up'), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='delivery_given_up_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), _negated=True), ('claimed_at__isnull', False), _connector='OR'), name='delivery_sending_has_time')],
            },
        ),
    ]
