"""When what is told of a cohort has changed."""

import uuid

from django.db import models


class Revision(models.Model):
    """`value` is another one after each change of what a cohort's figures show; no two are ever the same.

    Not a count: one that went on from a restored backup would meet what was kept under its numbers before. Without a
    row nothing is kept of the cohort.
    """

    cohort = models.OneToOneField("cohorts.Cohort", on_delete=models.CASCADE, related_name="revision", primary_key=True)
    value = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.value)
