"""One introduction from its first version to now, lived through by the real services."""

import random
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cohorts.models import Coach, DraftVersion, Intro
from cohorts.services import submit_draft
from feedback.demo import remarks
from feedback.demo.answers import Answer, answer_version
from feedback.demo.paces import Pace, answered_at, choose_pace, newest_at, next_version_at, towards, waking_hours
from feedback.demo.texts import TINKERED_AWAY, DemoText
from feedback.models import CheckRun, Comment, Criterion, Review, Snippet, Verdict
from feedback.services import checking, findings, reviewing

LEFT_WAITING = 0.8
"""Share of the newest versions of people still at it that nobody has answered yet."""
FORGOTTEN = 0.06
"""Share of the last versions of a cohort that is over which nobody has ever answered."""
NEVER_READ = 0.12
"""Share of last answers that the candidate has not opened."""
JUDGED = 0.2
"""Share of findings on answered versions that the coach says something about."""
VERDICTS = {Verdict.CONFIRMED: 70, Verdict.FINE_HERE: 10, Verdict.NOT_NOW: 8, Verdict.WRONG: 12}
"""What they say, in a hundred."""


@dataclass
class Desk:
    """A coach at work: what they have said in this cohort, so as not to repeat themselves; snippets by theme."""

    coach: Coach
    median_h: float
    leniency: float
    said: Counter[str]
    snippets: Mapping[str, Snippet]

    @property
    def zone(self) -> str:
        return self.coach.user.time_zone


@dataclass(frozen=True)
class Stage:
    """What one introduction is played on. Nothing happens from `until` on."""

    desk: Desk
    criteria: tuple[Criterion, ...]
    zone: str
    until: datetime
    is_over: bool


def texts_of(chain: tuple[DemoText, ...], rng: random.Random) -> list[str]:
    """The chain's texts, now and then with a smaller step between: a sentence or two dropped."""
    texts = []
    for text in chain:
        texts.append(text.text)
        if rng.random() < (0.6 if len(chain) == 1 else 0.4):
            tinkered = text.without(TINKERED_AWAY, most=rng.choice((1, 2)))
            if tinkered != text.text:
                texts.append(tinkered)
    return texts


def live_through(*, intro: Intro, texts: list[str], first_at: datetime, stage: Stage, rng: random.Random) -> int:
    """Submit, check, answer, read, reply, again; returns how many versions were submitted."""
    pace = choose_pace(rng)
    aim = None if stage.is_over else newest_at(stage.until, stage.zone, rng)
    stops_after = len(texts) if aim else rng.choice(pace.stops_after)
    at = aim if aim and len(texts) == 1 else waking_hours(first_at, stage.zone, rng)
    submitted = 0
    for number, text in enumerate(texts, start=1):
        if at >= stage.until or number > stops_after:
            break
        version = _submit(intro, text, at, rng)
        submitted = number
        is_last = number in (len(texts), stops_after)
        answer_at = answered_at(at, stage.desk.median_h, stage.desk.zone, rng)
        if not is_last and rng.random() < pace.impatient:
            sooner = waking_hours(at + timedelta(hours=rng.uniform(6, 40)), stage.zone, rng)
            if sooner < min(answer_at, stage.until, aim or stage.until):
                at = sooner  # they could not wait: the coach will read the newer one
                continue
        if answer_at >= stage.until or (is_last and rng.random() < _left(aim, stage)):
            _begin_review(version, at, stage, rng)
            break
        review = _answer(version, answer_at, stage, rng)
        at = _next_at(answer_at, aim, len(texts) - number, pace, stage, rng)
        goes_on = not is_last and at < stage.until and review.decision != "ready"
        _read(review, version, answer_at, min(at, stage.until) if goes_on else stage.until, goes_on, stage, rng)
        if not goes_on:
            break
    return submitted


def _submit(intro: Intro, text: str, at: datetime, rng: random.Random) -> DraftVersion:
    version = submit_draft(intro=intro, text=text, idempotency_key=_key(rng), submitted_at=at)
    run = version.runs.get()
    checking.run_check(run_id=run.pk, at=at + timedelta(seconds=rng.uniform(0.4, 6)))
    return version


def _left(aim: datetime | None, stage: Stage) -> float:
    """How likely a last version stays without an answer."""
    if stage.is_over:
        return FORGOTTEN
    return LEFT_WAITING if aim else 0.0


def _next_at(
    after: datetime, aim: datetime | None, left: int, pace: Pace, stage: Stage, rng: random.Random
) -> datetime:
    return towards(after, aim, left, stage.zone, rng) if aim else next_version_at(after, pace, stage.zone, rng)


def _answer(version: DraftVersion, at: datetime, stage: Stage, rng: random.Random) -> Review:
    answer = think(version, stage.desk, rng)
    began_at = at - timedelta(minutes=rng.uniform(4, 35))
    review = write_review(version, answer, began_at, stage.desk, stage.criteria, rng)
    _judge(version, began_at, stage, random.Random(answer.summary))
    return reviewing.publish_review(review=review, published_at=at)


def _judge(version: DraftVersion, at: datetime, stage: Stage, rng: random.Random) -> None:
    """Now and then the coach says whether a finding is right."""
    for finding in version.runs.get().findings.standing().filter(verdict=""):
        if rng.random() < JUDGED:
            (verdict,) = rng.choices(list(VERDICTS), list(VERDICTS.values()))
            findings.judge_finding(finding=finding, user=stage.desk.coach.user, verdict=verdict, judged_at=at)


def _begin_review(version: DraftVersion, submitted_at: datetime, stage: Stage, rng: random.Random) -> None:
    """Now and then the coach was called away: a draft of a review, with what they had by then."""
    began_at = submitted_at + (stage.until - submitted_at) * rng.uniform(0.3, 0.9)
    if stage.is_over or rng.random() > 0.3:
        return
    answer = think(version, stage.desk, rng)
    kept = rng.randint(0, 3)
    half = Answer(
        decision="",
        summary=answer.summary.split(". ")[0].rstrip(".") + "." if rng.random() < 0.6 else "",
        points={position: points for position, points in answer.points.items() if position < kept},
        comments=answer.comments[:1],
    )
    write_review(version, half, began_at, stage.desk, stage.criteria, rng)


def think(version: DraftVersion, desk: Desk, rng: random.Random) -> Answer:
    """What the coach would answer, by what the checks say."""
    run = CheckRun.objects.select_related("version").get(version=version)
    return answer_version(
        run=run, findings=list(run.findings.all()), said=desk.said, snippets=desk.snippets,
        leniency=desk.leniency, rng=rng,
    )  # fmt: skip


def write_review(
    version: DraftVersion, answer: Answer, at: datetime, desk: Desk, criteria: Iterable[Criterion], rng: random.Random
) -> Review:
    """A draft of a review, begun at that moment."""
    review = reviewing.start_review(version=version, coach=desk.coach, created_at=at)
    for place, row in enumerate(answer.comments, start=1):
        reviewing.comment_on_words(
            review=review, start=row.start, end=row.end, body=row.body, client_key=_key(rng),
            is_praise=row.is_praise, check_id=row.check_id, snippet=row.snippet,
            created_at=at + timedelta(minutes=place),
        )  # fmt: skip
    levels = {
        criterion.pk: level.pk
        for criterion in criteria
        for level in criterion.levels.all()
        if answer.points.get(criterion.position) == level.points
    }
    return reviewing.save_review(
        review=review, revision=review.revision, summary=answer.summary, decision=answer.decision, levels=levels
    )


def _read(
    review: Review, version: DraftVersion, published_at: datetime, until: datetime, goes_on: bool, stage: Stage,
    rng: random.Random,
) -> None:  # fmt: skip
    """The candidate reads the answer between its publication and `until`; who goes on has read it."""
    user = version.intro.enrolment.candidate.user
    read_at = waking_hours(published_at + timedelta(hours=rng.expovariate(1 / 9)), stage.zone, rng)
    if not goes_on and (read_at >= until or rng.random() < NEVER_READ):
        return
    if read_at >= until:
        read_at = published_at + (until - published_at) * rng.uniform(0.2, 0.9)
    reviewing.mark_read(review=review, user=user, read_at=read_at)
    for comment in review.comments.filter(parent=None):
        _talk(comment, version, read_at, until, goes_on, stage, rng)
    if rng.random() < 0.12:
        _dismiss_one(version, read_at, rng)


def _talk(
    comment: Comment, version: DraftVersion, read_at: datetime, until: datetime, goes_on: bool, stage: Stage,
    rng: random.Random,
) -> None:  # fmt: skip
    user = version.intro.enrolment.candidate.user

    def later(after: datetime) -> datetime:
        return after + (until - after) * rng.uniform(0.05, 0.6)

    at = later(read_at)
    if rng.random() < 0.28:
        body, answer = rng.choice(remarks.REPLIES["praise" if comment.is_praise else "critique"])
        reviewing.reply_to_comment(comment=comment, author=user, body=body, client_key=_key(rng), created_at=at)
        if answer and rng.random() < 0.6:
            reviewing.reply_to_comment(
                comment=comment, author=stage.desk.coach.user, body=answer, client_key=_key(rng),
                created_at=later(at),
            )  # fmt: skip
    if goes_on and not comment.is_praise and rng.random() < 0.7:
        reviewing.resolve_comment(comment=comment, user=user, resolved_at=later(at))


def _dismiss_one(version: DraftVersion, at: datetime, rng: random.Random) -> None:
    standing = list(version.runs.get().findings.standing().filter(verdict=""))
    if standing:
        findings.judge_finding(
            finding=rng.choice(standing), user=version.intro.enrolment.candidate.user, verdict=Verdict.ASIDE,
            note=rng.choice(remarks.DISMISSALS), judged_at=at + timedelta(minutes=3),
        )  # fmt: skip


def _key(rng: random.Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)
