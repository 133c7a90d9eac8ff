"""Who sees which rows: owner, other candidate, coach, stranger, admin. All rows exist before anybody looks."""

import uuid
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from cohorts.models import Candidate, Coach, Cohort, DraftVersion, Enrolment, Intro, User
from feedback.models import CheckRun, Comment, Finding, Notification, Review, Rubric, Snippet
from feedback.services import reviewing
from tests.factories import (
    check,
    make_admin,
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_review,
    make_rubric,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """Two cohorts alike: Maya coaches the first, where Alice and Bob are; Noor coaches the second, where Carol is."""

    people: dict[str, User | AnonymousUser]
    names: dict[Model, str]

    def seen_by(self, who: str, model: type[Model]) -> set[str]:
        rows = model.objects.visible_to(self.people[who])  # type: ignore[attr-defined]  # every model here has it
        found = [self.names[row] for row in rows]
        assert len(found) == len(set(found)), "a row twice"
        return set(found)


@pytest.fixture
def world() -> World:
    maya, omar, noor = make_coach("Maya"), make_coach("Omar"), make_coach("Noor")
    alice, bob, carol = make_candidate("Alice"), make_candidate("Bob"), make_candidate("Carol")
    first, second = make_cohort(maya, omar), make_cohort(noor)
    profiles = (maya, omar, noor, alice, bob, carol)
    gone = make_admin("Gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    users = {"stranger": make_user("Stranger"), "admin": make_admin(), "gone": gone}
    users |= {str(profile): profile.user for profile in profiles}
    names: dict[Model, str] = {first: "first", second: "second"}
    names |= {user: name for name, user in users.items()}
    names |= {p: str(p) for p in profiles}
    names |= {make_rubric(first): "first", make_rubric(second): "second"}
    names |= {Snippet.objects.create(coach=maya, title="x", body="x"): "Maya's"}
    names |= {Snippet.objects.create(cohort=first, title="x", body="x"): "first's"}
    names |= {Snippet.objects.create(cohort=second, title="x", body="x"): "second's"}
    for candidate, cohort, coach in ((alice, first, maya), (bob, first, omar), (carol, second, noor)):
        enrolment = make_enrolment(cohort, candidate, coach)
        intro = make_intro(enrolment)
        version = make_version(intro)
        run = check(version)
        review = make_review(version, coach, comment_on=(0, 4))
        comment = review.comments.get()
        reply = reviewing.reply_to_comment(
            comment=comment, author=candidate.user, body="Thanks!", client_key=uuid.uuid4()
        )
        later = make_version(intro)
        draft = make_review(later, coach, published=False, comment_on=(0, 4))
        name = str(candidate)
        names |= dict.fromkeys((enrolment, intro, version, run, review, comment, review.notifications.get()), name)
        names |= {reply: f"{name}'s reply", later: f"{name} 2", later.runs.get(): f"{name} 2"}
        names |= {draft: f"{name} draft", draft.comments.get(): f"{name} draft"}
        names |= {finding: f"{name} {finding.position}" for finding in run.findings.all()}
    return World({"anonymous": AnonymousUser(), **users}, names)


NOBODY: set[str] = set()
FIRST, SECOND = {"Alice", "Bob"}, {"Carol"}


MODELS: tuple[type[Model], ...] = (
    User, Coach, Candidate, Cohort, Enrolment, Intro, DraftVersion, CheckRun, Finding, Rubric, Review, Comment, Snippet,
    Notification,
)  # fmt: skip
SEEN: dict[type[Model], tuple[set[str], set[str], set[str], set[str]]] = {
    # by Alice, by Maya, by Noor, by the stranger
    User: ({"Alice"}, FIRST | {"Maya", "Omar"}, SECOND | {"Noor"}, {"stranger"}),
    Coach: ({"Maya"}, {"Maya", "Omar"}, {"Noor"}, NOBODY),
    Candidate: ({"Alice"}, FIRST, SECOND, NOBODY),
    Cohort: ({"first"}, {"first"}, {"second"}, NOBODY),
    Enrolment: ({"Alice"}, FIRST, SECOND, NOBODY),
    Intro: ({"Alice"}, FIRST, SECOND, NOBODY),
    DraftVersion: ({"Alice", "Alice 2"}, {"Alice", "Alice 2", "Bob", "Bob 2"}, {"Carol", "Carol 2"}, NOBODY),
    CheckRun: ({"Alice", "Alice 2"}, {"Alice", "Alice 2", "Bob", "Bob 2"}, {"Carol", "Carol 2"}, NOBODY),
    Rubric: ({"first"}, {"first"}, {"second"}, NOBODY),
    Review: ({"Alice"}, {"Alice", "Bob", "Alice draft"}, {"Carol", "Carol draft"}, NOBODY),
    Comment: (
        {"Alice", "Alice's reply"},
        {"Alice", "Alice's reply", "Bob", "Bob's reply", "Alice draft"},
        {"Carol", "Carol's reply", "Carol draft"},
        NOBODY,
    ),
    Snippet: (NOBODY, {"Maya's", "first's"}, {"second's"}, NOBODY),
    Notification: ({"Alice"}, NOBODY, NOBODY, NOBODY),
}


def test_nobody_signed_in_sees_nothing(world: World) -> None:
    seen = {(who, model): world.seen_by(who, model) for who in ("anonymous", "gone") for model in MODELS}
    assert {key: rows for key, rows in seen.items() if rows} == {}


def test_each_sees_their_own(world: World) -> None:
    for model, expected in SEEN.items():
        seen = tuple(world.seen_by(who, model) for who in ("Alice", "Maya", "Noor", "stranger"))
        assert (model, *seen) == (model, *expected)


def test_findings_are_seen_with_their_version(world: World) -> None:
    candidates = {name.split()[0] for name in world.seen_by("Maya", Finding)}
    assert candidates == FIRST
    assert {name.split()[0] for name in world.seen_by("Alice", Finding)} == {"Alice"}
    assert world.seen_by("stranger", Finding) == NOBODY


def test_an_admin_sees_all(world: World) -> None:
    for model in set(MODELS) - {Notification}:  # what is addressed to one person
        assert (model, len(world.seen_by("admin", model))) == (model, model._default_manager.count())
