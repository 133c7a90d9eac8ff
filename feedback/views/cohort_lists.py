"""What lies behind a mark of the dashboard that stands for many: a check's sentences, a stage's people."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cohorts.models import Cohort
from feedback.charts.funnel import stage_words
from feedback.dashboard_forms import DashboardForm
from feedback.reports.dashboard.funnel import Stage, stage_people
from feedback.reports.dashboard.teaching import check_about, check_sentences
from feedback.views import SignedIn

SENTENCES_A_PAGE = 50


@require_GET
def check_sentences_page(request: SignedIn, slug: str, check_id: str) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.coached_by(request.user), slug=slug)
    filters = DashboardForm(request.GET, cohorts=[cohort])
    sentences = check_sentences(filters.scope(cohort, viewer=request.user, now=timezone.now()), check_id)
    about = check_about(check_id)
    if about is None and not sentences:
        raise Http404
    context = _context(cohort, filters) | {
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
    context = _context(cohort, filters) | {
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


def _context(cohort: Cohort, filters: DashboardForm) -> dict[str, object]:
    asked = filters.asked()
    return {"cohort": cohort, "query": urlencode(asked), "asked": [filters.words(name) for name in asked]}
