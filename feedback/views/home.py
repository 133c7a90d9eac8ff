"""Where somebody lands: what they are decides what they see first."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from feedback.views import SignedIn


def home(request: SignedIn) -> HttpResponse:
    if request.user.is_coach and request.user.is_candidate:
        return render(request, "feedback/coach/both.html")
    if request.user.is_coach:
        return redirect("feedback:coach_home")
    if request.user.is_candidate:
        return redirect("feedback:candidate_home")
    if request.user.is_staff:
        return redirect("admin:index")
    return render(request, "feedback/coach/nobody.html")
