"""The last mails, for admins; and the link in every daily mail that ends them."""

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.contrib.auth.decorators import login_not_required, user_passes_test
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.models import User
from feedback import emails
from feedback.services import digests

LISTED_MAX = 50


def _admin_or_404(user: object) -> bool:
    if not (isinstance(user, User) and user.is_staff and user.is_active):
        raise Http404
    return True


@require_GET
@user_passes_test(_admin_or_404)
def mail_list(request: HttpRequest) -> HttpResponse:
    context = {"mails": emails.last_mails(LISTED_MAX), "are_files": emails.are_kept_as_files(), "limit": LISTED_MAX}
    return render(request, "feedback/mails/list.html", context)


@require_GET
@user_passes_test(_admin_or_404)
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # typed by django-csp for views without arguments
def mail(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "feedback/mails/detail.html", {"mail": _stored_mail(key)})


@require_GET
@user_passes_test(_admin_or_404)
@xframe_options_sameorigin
@csp_replace({  # type: ignore[arg-type]  # as above
              "default-src": [NONE], "style-src": ["'unsafe-inline'"], "img-src": ["data:"], "frame-ancestors": [SELF],
              "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"]})  # fmt: skip
def mail_html(request: HttpRequest, key: str) -> HttpResponse:
    """The mail as its reader's program shows it, in a frame that runs nothing; its links open beside it."""
    return HttpResponse(_stored_mail(key).html.replace("<head>", '<head><base target="_blank">', 1))


@login_not_required
@csrf_exempt  # a mail program posts it (RFC 8058); the signed token is what proves the reader
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, so that a mail scanner following links ends nothing; POST does it, and `again=1` undoes it."""
    user_id = emails.read_unsubscribe_token(token)
    if user_id is None:
        raise Http404
    reader = get_object_or_404(User.objects.filter(is_active=True), pk=user_id)
    is_done = request.method == "POST"
    if is_done:
        reader.wants_digest = request.POST.get("again") == "1"
        digests.choose_digest(user=reader, is_wanted=reader.wants_digest)
    return render(request, "feedback/mails/unsubscribe.html", {"reader": reader, "is_done": is_done})


def _stored_mail(key: str) -> emails.StoredMail:
    stored = emails.stored_mail(key)
    if stored is None:
        raise Http404
    return stored
