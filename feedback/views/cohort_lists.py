"""The list of cohorts; what lies behind a mark of the dashboard that stands for many: a check's sentences, a stage's
people, a day's events; and the mail to whoever was chosen there."""

from datetime import date

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from cohorts.models import Cohort, User
from feedback.charts.funnel import stage_words
from feedback.dashboard_forms import ChosenForm, DashboardForm, slug_in
from feedback.forms import NameForm
from feedback.reports.dashboard import rows as lists
from feedback.reports.dashboard.addresses import mail_links, recipients
from feedback.reports.dashboard.days import day_events
from feedback.reports.dashboard.funnel import Stage, stage_people
from feedback.reports.dashboard.teaching import check_about, check_sentences
from feedback.views import SignedIn, without

SENTENCES_A_PAGE = 50
COHORTS_A_PAGE = 24


@require_GET
def cohorts(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not isinstance(user, User) or not (user.is_staff or hasattr(user, "coach")):
        raise Http404
    form = NameForm(request.GET)
    words = form.words()
    found = Cohort.objects.coached_by(user)
    if words:
        found = found.named(words)
    ordered = found.order_by(F("archived_at").desc(nulls_first=True), "-starts_on", "name").values_list("pk", flat=True)
    page = Paginator(ordered, COHORTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "words": words,
        "page": page,
        "query": urlencode({"q": words}) if words else "",
        "rows": lists.cohort_rows(Cohort.objects.filter(pk__in=list(page))),
    }
    return render(request, "feedback/dashboard/cohorts.html", context)


@require_GET
def check_sentences_page(request: SignedIn, slug: str, check_id: str) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.coached_by(request.user), slug=slug)
    filters = DashboardForm(request.GET, cohorts=[cohort])
    sentences = check_sentences(filters.scope(cohort, viewer=request.user, now=timezone.now()), check_id)
    about = check_about(check_id)
    if about is None and not sentences:
        raise Http404
    context = _context(request, cohort, filters) | {
        "about": about,
        "title": about.title if about else check_id,  # a check of an earlier engine has its findings alone
        "page": Paginator(sentences, SENTENCES_A_PAGE).get_page(request.GET.get("page")),
        "drafts": len({sentence.intro_id for sentence in sentences}),
    }
    return render(request, "feedback/dashboard/check_sentences.html", context)


@require_GET
def stage_page(request: SignedIn, slug: str, stage: str) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.coached_by(request.user), slug=slug)
    if stage not in {known.value for known in Stage}:
        raise Http404
    filters = DashboardForm(request.GET, cohorts=[cohort])
    people = stage_people(filters.scope(cohort, viewer=request.user, now=timezone.now()), Stage(stage))
    context = _context(request, cohort, filters) | {
        "stage": stage,
        "stages": [(known.value, stage_words(known)) for known in Stage],
        "title": stage_words(Stage(stage)),
        "groups": [
            ("next", [person for person in people if person.is_next]),
            ("come", [person for person in people if person.has_come]),
            ("before", [person for person in people if not person.is_next and not person.has_come]),
        ],
    }
    return render(request, "feedback/dashboard/stage.html", context)


@require_GET
def day_page(request: SignedIn, slug: str, day: str) -> HttpResponse:
    """`day` is one of the viewer's time zone, as in 2026-06-01."""
    cohort = get_object_or_404(Cohort.objects.coached_by(request.user), slug=slug)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    filters = DashboardForm(request.GET.dict() | {"since": day, "until": day}, cohorts=[cohort])
    if not filters.is_valid() and filters.has_error("since"):  # further off than days are told
        raise Http404
    events = day_events(filters.scope(cohort, viewer=request.user, now=timezone.now()), on)
    asked = filters.all_words("since", "until")
    context = _context(request, cohort, filters) | {"day": on, "events": events, "asked": asked}
    return render(request, "feedback/dashboard/day.html", context)


@require_GET
def mail_page(request: SignedIn, slug: str) -> HttpResponse:
    """Addresses of whoever wrote the introductions `intros`, in this cohort and the one `beside` it."""
    coached = Cohort.objects.coached_by(request.user)
    cohort = get_object_or_404(coached, slug=slug)
    chosen = ChosenForm(request.GET)
    intros = chosen.cleaned_data["intros"] if chosen.is_valid() else ()
    people = recipients(coached.filter(slug__in=[slug, slug_in(request.GET, "beside")]), intros)
    context = {
        "cohort": cohort,
        "people": people,
        "too_many": chosen.errors["intros"][0] if chosen.has_error("intros", "too_many") else "",
        "addresses": ", ".join(person.email for person in people),
        "links": mail_links(people, cohort.name),
        "back": _address(request, cohort),
    }
    return render(request, "feedback/dashboard/mail.html", context)


def _context(request: SignedIn, cohort: Cohort, filters: DashboardForm) -> dict[str, object]:
    """`query` is for other such pages, `whole` for this one without filters, `back` is the dashboard that one came
    from: with its filters, what was beside it and how its list was sorted."""
    home = slug_in(request.GET, "dashboard")
    first = Cohort.objects.coached_by(request.user).filter(slug=home).first() if home else None
    return {
        "cohort": cohort,
        "query": without(request.GET, "page"),
        "whole": without(request.GET, "page", *filters.fields),
        "back": _address(request, first or cohort),
        "asked": filters.all_words(),
    }


def _address(request: SignedIn, cohort: Cohort) -> str:
    query = without(request.GET, "page", "dashboard", "intros")
    return reverse("feedback:cohort", args=[cohort.slug]) + (f"?{query}" if query else "")
