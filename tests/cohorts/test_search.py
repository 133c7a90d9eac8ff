"""Search of introductions by words, the same on PostgreSQL and SQLite."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohorts.models import Enrolment, Intro
from tests import factories


@pytest.fixture
def enrolment(db: None) -> Enrolment:
    return factories.make_enrolment(
        factories.make_cohort(), factories.make_candidate("Zoë O'Brien", email="zoe@example.org")
    )


def found(words: str) -> list[str]:
    return list(Intro.objects.matching(words).order_by("pk").values_list("role", flat=True))


@pytest.mark.parametrize(
    "words",
    ["zoe", "ZOË", "brien", "o'brien", "organ grand", "church-organ", "mended church zoe", "chef kontora.example",
     "kontora", "example", "and lost", "café", "cafe", "<b>"],
)  # fmt: skip
def test_search_finds_beginnings_of_words_in_name_role_company_and_text(enrolment: Enrolment, words: str) -> None:
    intro = factories.make_intro(enrolment, "Chef", "kontora.example")
    factories.make_version(
        intro, text="I mended a church-organ with my grandmother's <b>tools</b>, and/or lost a café."
    )
    factories.make_intro(factories.make_enrolment(enrolment.cohort, factories.make_candidate("Someone")), "Else", "Y")

    assert found(words) == ["Chef"]


@pytest.mark.parametrize("words", ["rgan", "chef else", "", " ", "?", "'", '"', "*", "--", "''\"(", "🙂", "\x01"])
def test_search_finds_nothing_by_middles_of_words_or_by_signs(enrolment: Enrolment, words: str) -> None:
    factories.make_version(factories.make_intro(enrolment, "Chef"), text="I mended an organ.")
    factories.make_intro(enrolment, "Else")

    assert found(words) == []


def test_search_follows_every_change(enrolment: Enrolment) -> None:
    intro = factories.make_intro(enrolment, "Chef", "Bistro")
    factories.make_version(intro, text="An organ.")
    factories.make_version(intro, text="A violin.")
    user = enrolment.candidate.user
    user.name = "Zora Smith"
    user.save()
    intro.role = "Cook"
    intro.save(update_fields=["role"])

    assert [found(words) for words in ("organ", "violin", "zoe", "zora", "chef", "cook")] == [
        [], ["Cook"], [], ["Cook"], [], ["Cook"],
    ]  # fmt: skip
    intro.delete()
    assert found("violin") == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40))
def test_search_never_errs(db: None, words: str) -> None:
    assert found(words) == []
