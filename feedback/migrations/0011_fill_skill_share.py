"""Runs from before the column was there tell the share by the probabilities that they keep of each sentence."""

import math

from django.db import migrations

SKILL, CULTURE = ("SKILL", "ACHIEVEMENT", "RESUME"), ("CULTURE", "COMPANY")
LEAST_SENTENCES = 2.5
ROWS = 500


def fill(apps, schema_editor):
    runs = apps.get_model("feedback", "CheckRun").objects
    filled = []
    for run in runs.filter(status="done").only("pk", "sentences").iterator(chunk_size=ROWS):
        skill, culture = _side(run.sentences, SKILL), _side(run.sentences, CULTURE)
        if skill + culture >= LEAST_SENTENCES:
            run.skill_share = skill / (skill + culture)
            filled.append(run)
        if len(filled) >= ROWS:
            runs.bulk_update(filled, ["skill_share"])
            filled = []
    runs.bulk_update(filled, ["skill_share"])


def _side(sentences, moves):
    """Expected number of sentences that make at least one of the moves."""
    return sum(1 - math.prod(1 - one["probabilities"].get(move, 0) for move in moves) for one in sentences)


class Migration(migrations.Migration):

    dependencies = [('feedback', '0010_skill_share')]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
