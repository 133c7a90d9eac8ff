"""The report of a cohort, made for print."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.views.decorators.http import require_GET

from cohorts.models import Cohort, User
from feedback.charts.report import Audience, make_report
from feedback.printing import PLOTLY, SCRIPT, STYLES, find_browser
from feedback.reports.dashboard.scope import Scope


@require_GET
# plotly.js brings its styles in a <style>.
@csp_update({"style-src": [UNSAFE_INLINE]})  # type: ignore[arg-type]  # django-csp's own types ask for str
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """`for` is one of Audience; without it, for coaches."""
    user, asked = request.user, request.GET.get("for", Audience.COACH)
    if not isinstance(user, User) or asked not in Audience.values:
        raise Http404
    scope = Scope(get_object_or_404(Cohort.objects.coached_by(user), slug=slug), user)
    context = {
        "report": make_report(scope, Audience(asked)),
        "is_file": False,
        "has_browser": find_browser() is not None,
        "styles": [static(name) for name in STYLES],
        "plotly": static(PLOTLY),
        "script": static(SCRIPT),
    }
    return render(request, "feedback/report/report.html", context)
