"""Calibration rounds: an admin draws and closes them, coaches judge blind, then all look at it side by side."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.exceptions import Refused
from cohorts.models import Coach, Cohort, DraftVersion
from feedback.forms import SUMMARY_MAX_CHARS, WordsField
from feedback.models import Calibration, CalibrationItem, Decision
from feedback.reports import calibration as report
from feedback.services import calibrating
from feedback.views import SignedIn


class DrawForm(forms.Form):
    """How many versions, and which of all possible draws."""

    name = WordsField(label=gettext_lazy("Name of the round"), max_length=120)
    count = forms.IntegerField(
        label=gettext_lazy("Versions"), min_value=2, max_value=60, initial=12,
        help_text=gettext_lazy("With fewer than ten the numbers say little."),
    )  # fmt: skip
    seed = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6, initial=1)


@require_GET
@never_cache
def rounds(request: SignedIn, slug: str) -> HttpResponse:
    cohort = _cohort(request, slug)
    context = {"cohort": cohort, "rows": report.rounds_of(cohort=cohort, user=request.user)}
    return render(request, "feedback/calibration/rounds.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def new_round(request: SignedIn, slug: str) -> HttpResponse:
    """GET shows what would be drawn; POST starts the round over exactly what was shown."""
    cohort = _cohort(request, slug)
    if not request.user.is_staff:
        raise Http404
    asked = request.POST or request.GET
    form = DrawForm(asked if "count" in asked else None)
    drawn, next_seed = None, 1
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if request.method == "POST":
            try:
                round_ = calibrating.start_calibration(
                    cohort=cohort, name=given["name"], versions=_shown(request, cohort), user=request.user
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            except ValidationError:
                form.add_error("name", _("This cohort has a round of that name already."))
            else:
                messages.success(request, _("The round is open: its coaches can judge now."))
                return redirect("feedback:calibration", round_.pk)
        drawn, next_seed = report.draw(cohort=cohort, count=given["count"], seed=given["seed"]), given["seed"] + 1
    context = {"cohort": cohort, "form": form, "drawn": drawn, "next_seed": next_seed}
    return render(request, "feedback/calibration/new.html", context)


@require_GET
@never_cache
def calibration(request: SignedIn, pk: int) -> HttpResponse:
    """Of an open round its progress and the reader's own answers; of a closed one what it tells."""
    round_ = _round(request, pk)
    if round_.closed_at is not None:
        context = {"round": round_, "cohort": round_.cohort, "results": report.results(round_)}
        return render(request, "feedback/calibration/results.html", context)
    people = report.progress(round_)
    context = {
        "round": round_,
        "cohort": round_.cohort,
        "people": people,
        "all_done": bool(people) and all(person.is_done for person in people),
        "own": report.own_answers(calibration=round_, user=request.user),
        "is_judge": round_.cohort.coaches.filter(user=request.user).exists(),
    }
    return render(request, "feedback/calibration/round.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def item(request: SignedIn, pk: int, position: int) -> HttpResponse:
    round_ = _round(request, pk)
    coach = Coach.objects.filter(user=request.user, cohorts=round_.cohort).first()
    if coach is None:
        raise Http404
    if round_.closed_at is not None:
        return redirect("feedback:calibration", pk)
    items = CalibrationItem.objects.filter(calibration=round_)
    shown = get_object_or_404(
        items.select_related("calibration", "version__intro__enrolment__candidate"), position=position
    )
    page = report.blind_item(item=shown, coach=coach)
    said, refused = {"decision": page.decision, "note": page.note}, ""
    if request.method == "POST":
        said, levels = _said(request, page)
        try:
            calibrating.answer_item(
                item=shown, coach=coach, levels=levels, decision=said["decision"], note=said["note"]
            )
        except Refused as error:
            refused = str(error)
            page = report.with_levels(page, levels)
        else:
            following = page.next_open
            return redirect("feedback:calibration_item", pk, following) if following else _done(request, pk)
    context = {"page": page, "said": said, "refused": refused, "decisions": Decision.choices, "round": round_}
    return render(request, "feedback/calibration/item.html", context, status=400 if refused else 200)


@require_POST
def close(request: SignedIn, pk: int) -> HttpResponse:
    round_ = _round(request, pk)
    if not request.user.is_staff:
        raise Http404
    if calibrating.close_calibration(calibration=round_):
        messages.success(request, _("The round is closed. Its coaches see all answers now."))
    return redirect("feedback:calibration", pk)


def _cohort(request: SignedIn, slug: str) -> Cohort:
    return get_object_or_404(Cohort.objects.coached_by(request.user), slug=slug)


def _round(request: SignedIn, pk: int) -> Calibration:
    return get_object_or_404(Calibration.objects.visible_to(request.user).select_related("cohort"), pk=pk)


def _shown(request: SignedIn, cohort: Cohort) -> list[DraftVersion]:
    """The versions that the preview named, in its order."""
    pks = [int(pk) for pk in request.POST.getlist("version") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    found = DraftVersion.objects.filter(intro__enrolment__cohort=cohort).in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def _said(request: SignedIn, page: report.BlindItem) -> tuple[dict[str, Any], dict[int, int]]:
    """Decision and note as they were sent, and {criterion id: level id} of those levels that there are."""
    note = WordsField(required=False).to_python(request.POST.get("note", ""))[:SUMMARY_MAX_CHARS]
    levels = {}
    for criterion, _chosen in page.criteria:
        sent = request.POST.get(f"criterion-{criterion.pk}", "")
        level = next((level.pk for level in criterion.levels.all() if str(level.pk) == sent), None)
        if level is not None:
            levels[criterion.pk] = level
    return {"decision": request.POST.get("decision", ""), "note": note}, levels


def _done(request: SignedIn, pk: int) -> HttpResponse:
    messages.success(request, _("That was the last one. You can change your answers until the round is closed."))
    return redirect("feedback:calibration", pk)
