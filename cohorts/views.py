"""Signing in and out, one's own profile, and what an introduction is for."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cohorts import access, services
from cohorts.exceptions import Refused
from cohorts.forms import (
    ChangePasswordForm,
    ChoosePasswordForm,
    ForgottenPasswordForm,
    IntroForm,
    NewIntroForm,
    ProfileForm,
    SignInForm,
    TokenForm,
)
from cohorts.models import ApiToken, Candidate, Coach, Enrolment, Intro, User

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignedIn(HttpRequest):
    """A request that LoginRequiredMiddleware has let through."""

    user: User


class SignIn(views.LoginView):
    template_name = "cohorts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(views.LogoutView):
    pass


@require_POST
@login_not_required
def demo_enter(request: HttpRequest, who: str) -> HttpResponse:
    """Sign in as somebody of the demo with much to see; there is no such address outside a demo."""
    user = _demo_person(who) if settings.DEMO else None
    if user is None:
        raise Http404
    login(request, user, backend=MODEL_BACKEND)
    return redirect("home")


def _demo_person(who: str) -> User | None:
    if who == "coach":
        coach = Coach.objects.busiest_first().select_related("user").first()
        return coach.user if coach else None
    if who == "candidate":
        candidate = Candidate.objects.most_answered_first().select_related("user").first()
        return candidate.user if candidate else None
    if who == "admin":
        admin: User | None = User.objects.filter(is_staff=True, is_active=True).order_by("pk").first()
        return admin
    return None


class PasswordReset(views.PasswordResetView):
    template_name = "registration/password_reset.html"
    form_class = ForgottenPasswordForm
    success_url = reverse_lazy("cohorts:password_reset_done")


class PasswordResetSent(views.PasswordResetDoneView):
    template_name = "registration/password_reset_sent.html"


class PasswordChoose(views.PasswordResetConfirmView):
    """Where a forgotten password's link and an invitation lead; whoever chooses one is signed in."""

    template_name = "registration/password_choose.html"
    form_class = ChoosePasswordForm
    post_reset_login = True
    post_reset_login_backend = MODEL_BACKEND
    success_url = reverse_lazy("home")

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("Your password is set. Welcome."))
        return response


class PasswordChange(views.PasswordChangeView):
    template_name = "registration/password_change.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("cohorts:profile")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        update_session_auth_hash(self.request, form.user)
        messages.success(self.request, _("Your password is changed."))
        return response


@require_http_methods(["GET", "POST"])
def profile(request: SignedIn) -> HttpResponse:
    # A form writes what was typed into its instance, so it gets one of its own, not the person whom the page greets.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        services.update_profile(user=request.user, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("cohorts:profile")
    return render(request, "cohorts/profile.html", {"form": form})


@require_http_methods(["GET", "POST"])
def tokens(request: SignedIn) -> HttpResponse:
    """One's own tokens. A new one's secret stands on the answer to the form alone: going back or on, it is gone."""
    form = TokenForm(request.POST or None, user=request.user)
    secret = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        ends = timezone.now() + timedelta(days=given["days"])
        try:
            _made, secret = access.make_token(
                user=request.user, name=given["name"], scopes=form.scopes(), expires_at=ends
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            form = TokenForm(user=request.user)
    rows = ApiToken.objects.in_use_by(request.user, timezone.now())
    return render(request, "cohorts/tokens.html", {"form": form, "secret": secret, "rows": rows})


@require_http_methods(["GET", "POST"])
def revoke_token(request: SignedIn, key: str) -> HttpResponse:
    """GET asks whether it is meant."""
    token = get_object_or_404(ApiToken.objects.in_use_by(request.user, timezone.now()), token_key=key)
    if request.method == "POST":
        access.revoke_token(token=token)
        messages.success(request, _("“%(token)s” is revoked: programs can no longer use it.") % {"token": token})
        return redirect("cohorts:tokens")
    return render(request, "cohorts/token_revoke.html", {"token": token})


@require_http_methods(["GET", "POST"])
def intro_new(request: SignedIn) -> HttpResponse:
    enrolments = list(Enrolment.objects.open_of(request.user).select_related("cohort"))
    if not enrolments:
        return render(request, "cohorts/no_cohort.html")
    form = NewIntroForm(request.POST or None, enrolments=enrolments)
    if request.method == "POST" and form.is_valid():
        try:
            intro = services.create_intro(**form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("feedback:write", intro.pk)
    return render(request, "cohorts/intro_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
def intro_edit(request: SignedIn, pk: int) -> HttpResponse:
    intro = get_object_or_404(Intro.objects.written_by(request.user), pk=pk)
    form = IntroForm(request.POST or None, instance=Intro.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_intro(intro=intro, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. The next version will be checked for this."))
            return redirect("feedback:intro", pk)
    return render(request, "cohorts/intro_edit.html", {"form": form, "intro": intro})


@require_POST
def intro_delete(request: SignedIn, pk: int) -> HttpResponse:
    intro = get_object_or_404(Intro.objects.written_by(request.user), pk=pk)
    try:
        services.delete_intro(intro=intro)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("cohorts:intro_edit", pk)
    messages.success(request, _("“%(intro)s” is deleted.") % {"intro": intro})
    return redirect("home")


@require_POST
def intro_put_away(request: SignedIn, pk: int) -> HttpResponse:
    """POST is_put_away=on puts it away, without it is taken out again."""
    intro = get_object_or_404(Intro.objects.written_by(request.user), pk=pk)
    is_put_away = bool(request.POST.get("is_put_away"))
    try:
        services.put_away(intro=intro, is_put_away=is_put_away)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It is put away.") if is_put_away else _("It is back."))
    return redirect("feedback:intro", pk)
