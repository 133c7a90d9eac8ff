"""A coach's own keys."""

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from feedback.forms import KeyForm
from feedback.reports.keys import groups_with, key_map
from feedback.services.keys import reset_keys, set_key
from feedback.views import SignedIn
from feedback.views.answers import answers_json, read


@require_POST
@answers_json
def change_keys(request: SignedIn) -> HttpResponse:
    """One key of a page, or without an action all of them as they were. Answers {default key: key}."""
    if not request.user.is_coach:
        raise Http404
    data = read(request, KeyForm)
    page, coach = data["page"], request.user.coach
    if data["action"]:
        chosen = set_key(coach=coach, action=f"{page}.{data['action']}", key=data["key"])
    else:
        chosen = reset_keys(coach=coach, page=page)
    return JsonResponse(key_map(groups_with(page, chosen)))
