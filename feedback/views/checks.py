"""How right the checks are in a cohort, by what its coaches say."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from cohorts.models import Cohort
from feedback.reports.precision import FEW, check_precision
from feedback.views import SignedIn


@require_GET
def check_precision_page(request: SignedIn, slug: str) -> HttpResponse:
    if not request.user.is_staff and not request.user.is_coach:
        raise Http404
    cohort = get_object_or_404(Cohort.objects.coached_by(request.user), slug=slug)
    rows = check_precision(cohort)
    context = {
        "cohort": cohort,
        "judged": [row for row in rows if row.judged],
        "silent": [row for row in rows if row.is_silenced],
        "unjudged": [row for row in rows if not row.judged and not row.is_silenced],
        "few": FEW,
        "floor": round(100 * cohort.precision_floor),
    }
    return render(request, "feedback/coach/checks.html", context)
