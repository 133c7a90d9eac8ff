"""What every page may know of the installation."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    return {"is_demo": settings.DEMO, "version": settings.VERSION}
