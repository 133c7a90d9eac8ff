"""The report of a cohort, made for print."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from cohorts.models import Cohort
from feedback.charts.report import Audience, make_report
from feedback.dashboard_forms import DashboardForm, beside_of
from feedback.printing import PLOTLY, SCRIPT, STYLES, find_browser
from feedback.views import SignedIn


@require_GET
# plotly.js brings its styles in a <style>.
@csp_update({"style-src": [UNSAFE_INLINE]})  # type: ignore[arg-type]  # django-csp's own types ask for str
def report(request: SignedIn, slug: str) -> HttpResponse:
    """`for` is one of Audience; without it, for coaches. The dashboard's filters stand beside it."""
    asked = request.GET.get("for", Audience.COACH)
    if asked not in Audience.values:
        raise Http404
    cohort = get_object_or_404(Cohort.objects.coached_by(request.user), slug=slug)
    beside = beside_of(request.GET, slug, request.user)
    form = DashboardForm(request.GET, cohorts=[cohort, *beside])
    scope = form.scope(cohort, viewer=request.user, now=timezone.now())
    context = {
        "report": make_report(scope, Audience(asked), form.all_words()),
        "errors": [error for errors in form.errors.values() for error in errors],
        "is_filtered": bool(form.asked()),
        "query": urlencode(form.asked() | ({"beside": beside[0].slug} if beside else {})),
        "is_file": False,
        "has_browser": find_browser() is not None,
        "styles": [static(name) for name in STYLES],
        "plotly": static(PLOTLY),
        "script": static(SCRIPT),
    }
    return render(request, "feedback/report/report.html", context)
