"""A coach learns that a draft is much like another of the cohort; nobody else does."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cohorts.models import DraftVersion, User
from feedback.models import Signature
from feedback.reports.sameness import Alike, AlikePlace, alike_versions
from tests import factories
from tests.feedback.coach.conftest import Desk

SignIn = Callable[[User], Client]
SHARED = "I went to sea with my uncle at nineteen, and came back knowing how to wait for weather."
OWN = "What I miss in the bank is the smell of rope. You would get somebody who reads a sky."
OTHER = "Now I teach people to row. At Kontora I would bring that patience to your night shift."


def checked(desk: Desk, text: str, name: str, **where: object) -> DraftVersion:
    enrolment = factories.make_enrolment(where.get("cohort", desk.cohort), factories.make_candidate(name))  # type: ignore[arg-type]  # a cohort
    version = factories.make_version(factories.make_intro(enrolment), text)
    factories.check(version)
    return version


def test_coach_sees_both_places_of_what_two_candidates_share(desk: Desk, signed_in: SignIn) -> None:
    ana = checked(desk, f"{SHARED} {OTHER}", "Ana Costa")
    ben = checked(desk, f"{OWN} {SHARED.upper()}", "Ben Berg")

    page = signed_in(desk.coach.user).get(reverse("feedback:review", args=[ben.intro_id, 1]))

    (alike,) = page.context["page"].alike
    place = AlikePlace(len(OWN) + 1, SHARED.upper().rstrip("."), SHARED.rstrip("."))
    assert alike == Alike("Ana Costa", ana.intro_id, 1, 42, (place,))
    html = page.content.decode()
    assert "Much like version 1 of Ana Costa, which has 42% of the phrases here" in html
    assert reverse("feedback:review", args=[ana.intro_id, 1]) in html


def test_nobody_but_coaches_of_the_cohort_and_admins_learns_of_it(desk: Desk, signed_in: SignIn) -> None:
    ana = checked(desk, f"{SHARED} {OTHER}", "Ana Costa")
    ben = checked(desk, f"{OWN} {SHARED}", "Ben Berg")
    stranger = factories.make_coach("Noor Coach")
    elsewhere = checked(desk, f"{SHARED} {OWN}", "Eve Else", cohort=factories.make_cohort(stranger))
    people = {
        "coach": desk.coach.user, "admin": factories.make_admin(), "coach of others": stranger.user,
        "writer": ben.intro.enrolment.candidate.user, "the other": ana.intro.enrolment.candidate.user,
    }  # fmt: skip

    found = {who: [row.candidate for row in alike_versions(version=ben, user=user)] for who, user in people.items()}

    assert {who for who, names in found.items() if names} == {"coach", "admin"}
    assert found["coach"] == found["admin"] == ["Ana Costa"]
    assert alike_versions(version=elsewhere, user=stranger.user) == ()
    for who in ("writer", "coach of others"):
        answer = signed_in(people[who]).get(reverse("feedback:version", args=[ben.intro_id, 1]))
        assert "Ana Costa" not in answer.content.decode()
        assert signed_in(people[who]).get(reverse("feedback:review", args=[ben.intro_id, 1])).status_code == 404


def test_own_versions_earlier_ones_of_others_and_texts_of_their_own_are_not_alike(desk: Desk) -> None:
    ben = checked(desk, f"{OWN} {SHARED}", "Ben Berg")
    factories.check(factories.make_version(ben.intro, f"{OWN} {SHARED} And that is me."))
    factories.check(factories.make_version(factories.make_intro(ben.intro.enrolment), f"{SHARED} {OWN}"))
    ana = checked(desk, f"{SHARED} {OTHER}", "Ana Costa")
    factories.check(factories.make_version(ana.intro, OTHER))
    latest = ben.intro.versions.get(number=2)

    assert Signature.objects.count() == 5
    assert alike_versions(version=latest, user=desk.coach.user) == ()


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.once
def test_it_costs_the_same_among_1_and_among_30(
    many: int, desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ben = checked(desk, f"{OWN} {SHARED}", "Ben Berg")
    for number in range(many):
        checked(desk, f"{SHARED} {OTHER} Number {number}.", f"Ana {number}")
    version = DraftVersion.objects.select_related("intro__enrolment__cohort").get(pk=ben.pk)
    with django_assert_num_queries(2):  # signatures, and the texts of those that are alike
        assert len(alike_versions(version=version, user=desk.coach.user)) == min(many, 3)
