"""What a check is."""

from dataclasses import dataclass

from feedback.pitch.model import Severity


@dataclass(frozen=True)
class Check:
    """One thing that the engine looks for. `id` is permanent: findings, dismissals and settings refer to it."""

    id: str
    title: str
    principle: str
    family: str
    severity: Severity
