"""The whole way of a draft, through real processes and by the keyboard: submit, check, review, answer, next version."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.coachhub.installations import Installation, installation

pytestmark = [pytest.mark.browser, pytest.mark.processes]

FIRST = (
    "Hello, I am Cato. I graduated in 2014, then joined Harrow Freight as an analyst, then became a senior analyst. "
    "I grew on-time deliveries by 31% in one year. I am a results-driven team player. "
    "My last manager had no idea what a customer is."
)
SENTENCE = "I am a results-driven team player."
BETTER = (
    "Hello, I am Cato. What I miss at Harrow Freight is seeing what happens after the spreadsheet: I want to build "
    "the thing that the driver holds in his hand. One night in January a driver called me from a lay-by and read me "
    "our own screen, and neither of us could say what it meant. We redrew it together the week after, he and I and "
    "two developers. I grew on-time deliveries by 31% in one year. You would get somebody who picks up the phone."
)
PEOPLE = """
from datetime import date
from cohorts.models import Candidate, Coach, Cohort, User
from cohorts.services import enrol_candidate
from feedback.services.rubrics import make_default_rubric
cora = Coach.objects.create(user=User.objects.create_user("cora@example.org", "{word}", name="Cora Coach"))
cato = Candidate.objects.create(user=User.objects.create_user("cato@example.org", "{word}", name="Cato Reed"))
cohort = Cohort.objects.create(name="Autumn", slug="autumn", starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 1))
cohort.coaches.add(cora)
enrol_candidate(candidate=cato, cohort=cohort, coach=cora)
make_default_rubric(cohort=cohort)
"""
WORD = "a long enough word"
DIGESTS = """
from datetime import timedelta
from django.utils import timezone
from django.conf import settings
from email import message_from_bytes, policy
from cohorts.models import User
from feedback.services import digests
tomorrow = timezone.now() + timedelta(days=1)
User.objects.update(digest_hour=tomorrow.hour)
for _ in range(2):
    for digest_id in [*digests.claim_due_digests(now=tomorrow), *digests.left_digests(now=tomorrow)]:
        digests.send_digest(digest_id=digest_id, now=tomorrow)
mails = [message_from_bytes(f.read_bytes(), policy=policy.default) for f in sorted(settings.MAIL_DIR.glob("*.eml"))]
import json
print(json.dumps([[m["To"], m.get_body(("plain",)).get_content()] for m in mails]))
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path / "home", tmp_path / "static") as started:
        started.wait_until_ready()
        started.run_python(PEOPLE.format(word=WORD))
        yield started


@pytest.fixture
def sign_in(running: Installation, browser: Browser) -> Iterator[object]:
    contexts = []

    def enter(email: str) -> Page:
        context = browser.new_context(base_url=f"http://127.0.0.1:{running.environment['PORT']}")
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in/")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(WORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    yield enter
    for context in contexts:
        context.close()


def test_a_draft_goes_in_and_an_answer_comes_out(running: Installation, sign_in: object) -> None:
    assert callable(sign_in)
    cato, cora = sign_in("cato@example.org"), sign_in("cora@example.org")
    _submit_the_first(cato)
    _review_by_keyboard(cora)
    assert _mails(running) == {"cato": ["/versions/1/"]}
    _read_and_resubmit(cato)
    _see_what_changed(cora)
    _figures_count_it(cora)
    assert _mails(running) == {"cato": ["/versions/1/"], "cora": ["/versions/2/"]}


def _submit_the_first(page: Page) -> None:
    page.goto("/intros/new/")
    page.get_by_label("Role").fill("Product Manager")
    page.get_by_label("Company").fill("Lorrimer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/write/")
    page.get_by_label("Your introduction").fill(FIRST)
    expect(page.locator("[data-live-list] .finding").first).to_be_visible()
    page.get_by_label("Your introduction").press("Control+Enter")
    page.wait_for_url("**/versions/1/")
    page.evaluate("window.isSamePage = true")
    expect(page.locator(".side .finding").first).to_be_visible(timeout=20_000)
    expect(page.locator("#text .mark--finding", has_text="results-driven")).to_be_visible()
    assert page.evaluate("window.isSamePage") is True, "the findings came with a reload"


def _review_by_keyboard(page: Page) -> None:
    page.goto("/queue/")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/**")
    page.keyboard.press("t")
    before = FIRST.split(SENTENCE)[0]
    for _ in range(1 + len(before.split())):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("s")
    page.keyboard.press("c")
    expect(page.locator("[data-composer-quote]")).to_contain_text(SENTENCE)
    page.keyboard.type("Anybody could say this. When did somebody notice it?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-comment-list] [data-body]")).to_have_text(
        "Anybody could say this. When did somebody notice it?"
    )
    page.keyboard.press("m")
    page.keyboard.type("Tell us what you miss where you are.")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.locator("dialog[data-confirm]")).to_be_visible()  # no rubric level was chosen
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/versions/1/review/" not in url)


def _read_and_resubmit(page: Page) -> None:
    page.goto("/")
    page.get_by_text("New review").wait_for()
    page.locator(".card__link").first.click()
    expect(page.get_by_text("Tell us what you miss where you are.").first).to_be_visible()
    thread = page.locator(".thread").first
    expect(thread).to_contain_text(SENTENCE)
    expect(thread).to_contain_text("Anybody could say this.")
    page.get_by_role("link", name="Write the next version").click()
    page.get_by_label("Your introduction").fill(BETTER)
    page.get_by_label("Your introduction").press("Control+Enter")
    page.wait_for_url("**/versions/2/")
    expect(page.locator("#text")).to_contain_text("picks up the phone")


def _see_what_changed(page: Page) -> None:
    page.goto("/queue/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/versions/2/review/**")
    text = page.locator("#text")
    expect(text.locator(".diff--new").first).to_be_visible()
    expect(text.locator(".diff--new", has_text="driver").first).to_be_visible()
    expect(page.locator("[data-fate=gone]")).to_contain_text("Anybody could say this.")


def _figures_count_it(page: Page) -> None:
    page.goto("/cohorts/autumn/")
    expect(page.locator("[data-figure][aria-busy]")).to_have_count(0)
    figures = page.locator("section[data-figure]")
    urls = [figures.nth(i).get_attribute("data-figure") for i in range(figures.count())]
    answers = {str(url).rstrip("/").rsplit("/", 1)[-1]: page.request.get(str(url)).json() for url in urls}
    assert all(answer["caption"] or answer["empty"] for answer in answers.values())
    named = {key for key, answer in answers.items() if "Cato" in json.dumps(answer["table"])}
    assert named >= {"two-whys", "progress", "waits"}
    expect(page.locator("main")).to_contain_text("Cato Reed")


def _mails(running: Installation) -> dict[str, list[str]]:
    """The versions that tomorrow's mails name, by recipient; asked for twice, sent once."""
    named: dict[str, list[str]] = {}
    for to, body in json.loads(running.run_python(DIGESTS)):
        named.setdefault(to.split("@")[0].split("<")[-1], []).extend(re.findall(r"/versions/\d+/", body))
    return named
