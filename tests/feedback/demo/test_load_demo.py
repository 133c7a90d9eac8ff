"""Loading the demo: into an empty database alone, the same each time, without a broker."""

from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from cohorts.models import Cohort, DraftVersion, User
from feedback.demo import load_demo, remarks
from feedback.models import CheckRun, Review
from feedback.pitch import CHECKS
from tests.factories import make_user

NOW = datetime(2026, 6, 17, 15, 30, tzinfo=UTC)  # a Wednesday

pytestmark = pytest.mark.django_db


def test_it_is_refused_where_somebody_is_already_and_changes_nothing() -> None:
    make_user("Ana")
    with pytest.raises(CommandError, match="only loaded into an empty database"):
        call_command("load_demo")
    assert list(User.objects.values_list("name", flat=True)) == ["Ana"]
    assert not Cohort.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_command_tells_of_its_progress_needs_no_broker_and_gives_the_same_with_the_same_seed_and_time() -> None:
    """Whatever were sent on commit would fail on a socket that is not there, and mark the runs as enqueued."""

    def texts() -> list[tuple[str, str, datetime]]:
        return list(
            DraftVersion.objects.order_by("submitted_at", "text").values_list(
                "intro__enrolment__candidate__user__name", "text", "submitted_at"
            )
        )

    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("load_demo", scale=0.15, stdout=out)
    assert [line.split(":")[0] for line in out.getvalue().splitlines()] == [
        "Into Product 12", "Into Product 13", "Evening switchers",
    ]  # fmt: skip
    assert CheckRun.objects.exists()
    assert not CheckRun.objects.exclude(enqueued_at=None).exists()
    first = texts()
    Review.objects.all().delete()
    User.objects.all().delete()
    Cohort.objects.all().delete()
    load_demo(now=NOW, scale=0.15)
    assert texts() == first


def test_every_remark_belongs_to_a_check_or_move_that_there_is() -> None:
    themes = {*remarks.CHECK_THEMES.values(), *remarks.MOVE_THEMES.values(), "balance_head", "balance_heart"}
    assert set(remarks.CRITIQUE) >= themes
    assert set(remarks.NEXT) >= themes
    assert set(remarks.CHECK_THEMES) <= {check.id for check in CHECKS}
    assert sum(map(len, [*remarks.CRITIQUE.values(), *remarks.PRAISE.values()])) >= 40
