"""How pages' own JSON requests are read and answered: problems in the API's shape (RFC 9457)."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse

from cohorts.exceptions import Refused, StaleRevision
from feedback.exceptions import AlreadyReviewed, StaleComment, StaleReview
from feedback.forms import flat_errors, parse_json
from feedback.models import Review
from feedback.views import SignedIn

P = ParamSpec("P")
TITLES = {400: "Bad request", 403: "Forbidden", 409: "Conflict"}


class Unreadable(Exception):
    """The request cannot be understood; `str()` is the sentence to show."""


class NotForAdmins(Exception):
    """An admin sees the page, but the answer is a coach's; `str()` is the sentence to show."""


def problem(status: int, detail: str, **more: Any) -> JsonResponse:
    body = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def answers_json(
    view: Callable[Concatenate[SignedIn, P], HttpResponse],
) -> Callable[Concatenate[SignedIn, P], HttpResponse]:
    """What a service refuses becomes a 400, what somebody else was faster with a 409 that holds their state."""

    def answering(request: SignedIn, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except StaleReview as error:
            return problem(409, str(error), current=review_state(error.review))
        except StaleComment as error:
            newer = {"body": error.comment.body, "revision": error.comment.revision}
            return problem(409, str(error), current=newer)
        except StaleRevision as error:
            newer = {"text": error.intro.working_text, "revision": error.intro.working_revision}
            return problem(409, str(error), current=newer)
        except AlreadyReviewed as error:
            return problem(409, str(error))
        except NotForAdmins as error:
            return problem(403, str(error))
        except (Refused, Unreadable) as error:
            return problem(400, str(error))

    update_wrapper(answering, view)
    return answering


def read(request: HttpRequest, form_class: type[Form]) -> dict[str, Any]:
    """The body's object, cleaned by the form; raises Unreadable."""
    try:
        data = parse_json(request.body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from None
    form = form_class(data)
    if not form.is_valid():
        raise Unreadable(flat_errors(form))
    return {**form.cleaned_data, "form": form}


def review_state(review: Review) -> dict[str, Any]:
    """What the page keeps of a review draft; costs a query."""
    return {
        "revision": review.revision,
        "summary": review.summary,
        "decision": review.decision,
        "levels": dict(review.points.values_list("criterion_id", "level_id")),
    }
