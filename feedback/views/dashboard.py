"""What a coach or an admin sees of a cohort: its figures, and everybody in it."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from cohorts.models import Coach, Cohort, User
from feedback.charts import FIGURES
from feedback.reports import dashboard


def cohorts(request: HttpRequest) -> HttpResponse:
    if not _is_coach_or_admin(request):
        raise Http404
    return render(request, "feedback/dashboard/cohorts.html", {"rows": dashboard.cohorts_of(request.user)})


# plotly.js brings its styles in a <style> and draws images as data; its scripts are files like all others.
@csp_update({"style-src": [UNSAFE_INLINE], "img-src": ["blob:"]})
def cohort(request: HttpRequest, slug: str) -> HttpResponse:
    coached = Cohort.objects.coached_by(request.user)
    shown = get_object_or_404(coached, slug=slug)
    sort = request.GET.get("sort", "name")
    context = {
        "cohort": shown,
        "others": coached.open().exclude(pk=shown.pk).order_by("name"),
        "figures": FIGURES,
        "rows": dashboard.sorted_candidates(dashboard.candidates(shown), sort),
        "columns": dashboard.columns(sort),
    }
    return render(request, "feedback/dashboard/cohort.html", context)


def _is_coach_or_admin(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and (user.is_staff or Coach.objects.filter(user=user).exists())
