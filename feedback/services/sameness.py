"""Signatures of versions, by which two texts of a cohort are found to be alike."""

from cohorts.models import DraftVersion
from feedback.models import Signature
from feedback.pitch.sameness import signature, to_bytes


def sign_version(*, version: DraftVersion) -> None:
    """Keep the signature of its text, instead of one that earlier rules made. 1 query."""
    Signature.objects.bulk_create(
        [Signature(version=version, values=to_bytes(signature(version.text)))],
        update_conflicts=True,
        unique_fields=["version"],
        update_fields=["values"],
    )
