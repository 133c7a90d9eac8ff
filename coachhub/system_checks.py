"""What `manage.py check` says about an installation, beyond Django's own: settings that work, but can't be meant."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from coachhub import env


@register
def check_unknown_variables(**_kwargs: Any) -> list[CheckMessage]:
    return [
        Warning(f"{name} is no setting of coachhub.", hint=f"Is {near} meant?" if near else None, id="coachhub.W001")
        for name, near in env.unknown().items()
    ]


@register
def check_debug_is_private(**_kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG and settings.BIND_HOST not in env.LOOPBACK:
        return [Warning("COACHHUB_DEBUG=1 shows source and settings to everybody.", id="coachhub.W002")]
    return []


@register(Tags.security, deploy=True)
def check_address_of_links(**_kwargs: Any) -> list[CheckMessage]:
    """Links in mails begin with COACHHUB_BASE_URL; a loopback address there leads nobody anywhere."""
    if urlsplit(settings.BASE_URL).hostname in env.LOOPBACK:
        return [Warning("COACHHUB_BASE_URL is not the address that people use.", id="coachhub.W003")]
    return []


@register(Tags.security, deploy=True)
def check_proxy_is_known(**_kwargs: Any) -> list[CheckMessage]:
    if settings.HAS_HTTPS and not settings.SECURE_SSL_REDIRECT:
        return [
            Warning(
                "COACHHUB_BASE_URL has https, but COACHHUB_PROXY_HTTPS is 0.",
                hint="coachhub speaks HTTP to a proxy that speaks HTTPS: set COACHHUB_PROXY_HTTPS=1 behind one.",
                id="coachhub.W004",
            )
        ]
    return []
