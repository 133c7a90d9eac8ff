"""A dismissal's reason began with one of three sentences, in English; any other says nothing about right or wrong."""

from django.db import migrations

SENTENCES = {"wrong": "It is wrong", "fine_here": "Right, but fine here", "not_now": "Right, but not now"}


def give_verdicts(apps, schema_editor):
    dismissed = apps.get_model("feedback", "Finding").objects.exclude(judged_at=None)
    for finding in dismissed.iterator():
        finding.verdict = "aside"
        for verdict, sentence in SENTENCES.items():
            if finding.note == sentence or finding.note.startswith(f"{sentence}: "):
                finding.verdict, finding.note = verdict, finding.note[len(sentence) + 2 :]
        finding.save(update_fields=["verdict", "note"])


def give_reasons(apps, schema_editor):
    """What was called right was not dismissed."""
    findings = apps.get_model("feedback", "Finding").objects
    findings.filter(verdict="confirmed").update(verdict="", judged_at=None, judged_by=None, note="")
    for finding in findings.filter(verdict__in=SENTENCES).iterator():
        sentence = SENTENCES[finding.verdict]
        finding.note = f"{sentence}: {finding.note}"[:300] if finding.note else sentence
        finding.save(update_fields=["note"])


class Migration(migrations.Migration):

    dependencies = [('feedback', '0004_finding_verdicts')]

    operations = [migrations.RunPython(give_verdicts, give_reasons)]
