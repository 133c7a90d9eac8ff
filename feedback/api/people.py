"""Whom a view works for."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from cohorts.api.requests import person
from cohorts.models import Coach


def coach_of(request: Request) -> Coach:
    coach = Coach.objects.filter(user=person(request)).first()
    if coach is None:
        raise PermissionDenied(_("Only a coach can do this."))
    return coach
