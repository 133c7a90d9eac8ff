"""What every page may know of the installation."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    here = request.resolver_match.view_name if request.resolver_match else ""  # none where no page has that address
    return {"is_demo": settings.DEMO, "version": settings.VERSION, "here": here}
