"""What we say about a version: check runs, findings, rubrics, reviews, comments, snippets, mails, desks, webhooks."""

from feedback.models.calibration import Calibration, CalibrationAnswer, CalibrationItem, CalibrationPoint
from feedback.models.desk import Desk, Lease, LeaseEnd, Reading, SavedView, Snooze
from feedback.models.mails import Digest, DigestKind, DigestStatus, Notification
from feedback.models.reviews import Comment, Decision, Edition, Resolution, Review, ReviewStatus, RubricPoint, Snippet
from feedback.models.rubrics import Criterion, Level, Rubric
from feedback.models.runs import (
    RIGHT,
    CheckRun,
    Finding,
    RecheckPause,
    RunStatus,
    Severity,
    Signature,
    Silencing,
    Verdict,
)
from feedback.models.webhooks import SUBSCRIBABLE, Delivery, DeliveryState, Webhook, WebhookEvent

__all__ = [
    "RIGHT",
    "SUBSCRIBABLE",
    "Calibration",
    "CalibrationAnswer",
    "CalibrationItem",
    "CalibrationPoint",
    "CheckRun",
    "Comment",
    "Criterion",
    "Decision",
    "Delivery",
    "DeliveryState",
    "Desk",
    "Digest",
    "DigestKind",
    "DigestStatus",
    "Edition",
    "Finding",
    "Lease",
    "LeaseEnd",
    "Level",
    "Notification",
    "Reading",
    "RecheckPause",
    "Resolution",
    "Review",
    "ReviewStatus",
    "Rubric",
    "RubricPoint",
    "RunStatus",
    "SavedView",
    "Severity",
    "Signature",
    "Silencing",
    "Snippet",
    "Snooze",
    "Verdict",
    "Webhook",
    "WebhookEvent",
]
