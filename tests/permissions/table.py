"""The table. Codes stand in the order of the columns:

nobody signed in, the candidate (Bob), another candidate of the cohort, its coach (Alice), a coach of another
cohort (Charlie), an admin.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """`path` and `body` hold names of `world.make_world`; a page's body is sent as a form unless `is_json`."""

    method: str
    path: str
    codes: str
    body: dict[str, Any] = field(default_factory=dict, hash=False)
    is_json: bool = False


TEXT = "What I miss in consulting is seeing the thing shipped, and here I would."
FORMS = {"/sign-in/", "/me/password/", "/password/", "/password/choose/{uid}/wrong/"}
"""Django's own form views answer every method; without a form's content they show it again."""
REVIEW = "/intros/{intro}/versions/2/review/"
SAVED = {"revision": 1, "summary": "Closer.", "decision": "ready", "levels": {}}

API = (
    Row("GET", "/api/v1/schema/", "200 200 200 200 200 200"),
    Row("GET", "/api/v1/docs/", "200 200 200 200 200 200"),
    Row("GET", "/api/v1/tokens/", "401 200 200 200 200 200"),
    Row("POST", "/api/v1/tokens/", "401 201 201 201 201 201"),
    Row("DELETE", "/api/v1/tokens/{token}/", "401 404 404 204 404 404"),
    Row("GET", "/api/v1/cohorts/", "401 200 200 200 200 200"),
    Row("GET", "/api/v1/cohorts/{cohort}/", "401 200 200 200 404 200"),
    Row("GET", "/api/v1/cohorts/{cohort}/rubric/", "401 200 200 200 404 200"),
    Row("GET", "/api/v1/cohorts/{cohort}/figures/", "401 404 404 200 404 200"),
    Row("GET", "/api/v1/cohorts/{cohort}/figures/two-whys/", "401 404 404 200 404 200"),
    Row("GET", "/api/v1/enrolments/", "401 200 200 200 200 200"),
    Row("GET", "/api/v1/enrolments/{enrolment}/", "401 200 404 200 404 200"),
    Row("GET", "/api/v1/intros/", "401 200 200 200 200 200"),
    Row("POST", "/api/v1/intros/", "401 201 404 404 404 404", {"enrolment": "{enrolment}", "role": "Engineer"}),
    Row("GET", "/api/v1/intros/{intro}/", "401 200 404 200 404 200"),
    Row("PATCH", "/api/v1/intros/{intro}/", "401 200 404 404 404 404", {"role": "Engineer"}),
    Row("GET", "/api/v1/intros/{intro}/working-copy/", "401 200 404 404 404 404"),
    Row("PUT", "/api/v1/intros/{intro}/working-copy/", "401 200 404 404 404 404",
        {"text": TEXT, "revision": "{revision}"}),
    Row("GET", "/api/v1/versions/", "401 200 200 200 200 200"),
    Row("POST", "/api/v1/versions/", "401 201 404 404 404 404", {"intro": "{intro}", "text": TEXT}),
    Row("GET", "/api/v1/versions/{version}/", "401 200 404 200 404 200"),
    Row("GET", "/api/v1/check-runs/", "401 200 200 200 200 200"),
    Row("GET", "/api/v1/check-runs/{run}/", "401 200 404 200 404 200"),
    Row("GET", "/api/v1/findings/", "401 200 200 200 200 200"),
    Row("GET", "/api/v1/findings/{finding}/", "401 200 404 200 404 200"),
    Row("POST", "/api/v1/findings/{finding}/dismiss/", "401 200 404 200 404 200", {"reason": "Fine here."}),
    Row("POST", "/api/v1/findings/{finding}/confirm/", "401 200 404 200 404 200"),
    Row("POST", "/api/v1/findings/{finding}/restore/", "401 200 404 200 404 200"),
    Row("GET", "/api/v1/reviews/", "401 200 200 200 200 200"),
    Row("POST", "/api/v1/reviews/", "401 404 404 200 404 403", {"version": "{version}"}),
    Row("GET", "/api/v1/reviews/{review}/", "401 200 404 200 404 200"),
    Row("GET", "/api/v1/reviews/{draft}/", "401 404 404 200 404 200"),
    Row("PUT", "/api/v1/reviews/{draft}/", "401 404 404 200 404 404", SAVED),
    Row("POST", "/api/v1/reviews/{draft}/publish/", "401 404 404 200 404 404"),
    Row("GET", "/api/v1/comments/", "401 200 200 200 200 200"),
    Row("POST", "/api/v1/comments/", "401 404 404 201 404 404",
        {"review": "{draft}", "start": 0, "end": 4, "body": "Here."}),
    Row("GET", "/api/v1/comments/{comment}/", "401 200 404 200 404 200"),
    Row("GET", "/api/v1/comments/{draft_comment}/", "401 404 404 200 404 200"),
    Row("PATCH", "/api/v1/comments/{draft_comment}/", "401 404 404 200 404 400", {"body": "There."}),
    Row("DELETE", "/api/v1/comments/{draft_comment}/", "401 404 404 204 404 400"),
    Row("PATCH", "/api/v1/comments/{comment}/", "401 400 404 400 404 400", {"body": "There."}),
    Row("DELETE", "/api/v1/comments/{comment}/", "401 400 404 400 404 400"),
    Row("POST", "/api/v1/comments/{comment}/reply/", "401 201 404 201 404 201", {"body": "Done."}),
    Row("POST", "/api/v1/comments/{comment}/resolve/", "401 200 404 200 404 200"),
    Row("GET", "/api/v1/webhooks/", "401 404 404 404 404 200"),
    Row("POST", "/api/v1/webhooks/", "401 404 404 404 404 201",
        {"name": "All", "address": "https://hooks.example.org/", "events": ["check.finished"]}),
    Row("GET", "/api/v1/webhooks/{webhook}/", "401 404 404 404 404 200"),
    Row("PATCH", "/api/v1/webhooks/{webhook}/", "401 404 404 404 404 200", {"name": "Some"}),
    Row("DELETE", "/api/v1/webhooks/{webhook}/", "401 404 404 404 404 204"),
    Row("POST", "/api/v1/webhooks/{webhook}/ping/", "401 404 404 404 404 201"),
    Row("POST", "/api/v1/webhooks/{webhook}/change-secret/", "401 404 404 404 404 200"),
    Row("GET", "/api/v1/webhook-deliveries/", "401 404 404 404 404 200"),
    Row("GET", "/api/v1/webhook-deliveries/{delivery}/", "401 404 404 404 404 200"),
    Row("POST", "/api/v1/webhook-deliveries/{delivery}/redeliver/", "401 404 404 404 404 200"),
    Row("GET", "/api/v1/cohorts/{cohort}/exports/", "401 404 404 200 404 200"),
    Row("GET", "/api/v1/cohorts/{cohort}/exports/versions.csv", "401 404 404 200 404 200"),
    Row("GET", "/api/v1/cohorts/{cohort}/exports/workbook.xlsx", "401 404 404 200 404 200"),
    Row("GET", "/api/v1/snippets/", "401 200 200 200 200 200"),
    Row("POST", "/api/v1/snippets/", "401 403 403 201 201 403", {"title": "Why?", "body": "What draws you?"}),
    Row("GET", "/api/v1/snippets/{snippet}/", "401 404 404 200 404 200"),
    Row("PATCH", "/api/v1/snippets/{snippet}/", "401 404 404 200 404 403", {"title": "Why here?"}),
    Row("DELETE", "/api/v1/snippets/{snippet}/", "401 404 404 204 404 403"),
)  # fmt: skip

PAGES = (
    Row("GET", "/healthz", "503 503 503 503 503 503"),  # open to all; no scheduler beats in this test
    Row("GET", "/admin/", "302 302 302 302 302 200"),
    Row("GET", "/admin/login/", "302 404 404 404 404 404"),
    Row("GET", "/admin/password_change/", "302 302 302 302 302 302"),
    Row("GET", "/admin/feedback/checkrun/rechecking/", "302 302 302 302 302 200"),
    Row("POST", "/admin/feedback/checkrun/rechecking/", "302 302 302 302 302 404"),
    Row("POST", "/admin/feedback/webhook/{webhook}/do/", "302 302 302 302 302 302", {"do": "ping"}),
    Row("GET", "/admin/feedback/webhook/{webhook}/secret/", "302 302 302 302 302 200"),
    Row("POST", "/admin/feedback/delivery/{delivery}/again/", "302 302 302 302 302 302"),
    # accounts
    Row("GET", "/", "302 302 302 302 302 302"),
    Row("GET", "/sign-in/", "200 302 302 302 302 302"),
    Row("POST", "/sign-in/", "200 302 302 302 302 302", {"username": "a@example.org", "password": "wrong"}),
    Row("POST", "/sign-out/", "302 302 302 302 302 302"),
    Row("POST", "/enter/coach/", "404 404 404 404 404 404"),
    Row("GET", "/me/", "302 200 200 200 200 200"),
    Row("POST", "/me/", "302 302 302 302 302 302", {"name": "New", "time_zone": "UTC", "digest_hour": 8}),
    Row("GET", "/me/password/", "302 200 200 200 200 200"),
    Row("POST", "/me/password/", "302 200 200 200 200 200", {"old_password": "wrong"}),
    Row("GET", "/me/tokens/", "302 200 200 200 200 200"),
    Row("POST", "/me/tokens/", "302 200 200 200 200 200", {"name": "Notebook", "days": 30}),
    Row("GET", "/me/tokens/{token}/revoke/", "302 404 404 200 404 404"),
    Row("POST", "/me/tokens/{token}/revoke/", "302 404 404 302 404 404"),
    Row("GET", "/password/", "200 200 200 200 200 200"),
    Row("POST", "/password/", "302 302 302 302 302 302", {"email": "nobody@example.org"}),
    Row("GET", "/password/sent/", "200 200 200 200 200 200"),
    Row("GET", "/password/choose/{uid}/wrong/", "200 200 200 200 200 200"),
    Row("POST", "/password/choose/{uid}/wrong/", "200 200 200 200 200 200", {"new_password1": "x"}),
    Row("GET", "/intros/new/", "302 200 200 200 200 200"),
    Row("POST", "/intros/new/", "302 302 200 200 200 200",
        {"enrolment": "{enrolment}", "role": "Engineer", "kind": "written"}),
    Row("GET", "/intros/{intro}/edit/", "302 200 404 404 404 404"),
    Row("POST", "/intros/{intro}/edit/", "302 302 404 404 404 404", {"role": "Engineer", "kind": "written"}),
    Row("POST", "/intros/{intro}/delete/", "302 302 404 404 404 404"),
    Row("POST", "/intros/{intro}/put-away/", "302 302 404 404 404 404", {"is_put_away": "on"}),
    # candidate
    Row("GET", "/mine/", "302 200 200 404 404 404"),
    Row("GET", "/intros/{intro}/", "302 200 404 200 404 200"),
    Row("GET", "/intros/{intro}/write/", "302 200 404 404 404 404"),
    Row("POST", "/intros/{intro}/save/", "302 200 404 404 404 404",
        {"text": TEXT, "revision": "{revision}"}, is_json=True),
    Row("POST", "/intros/{intro}/live/", "302 200 404 404 404 404", {"text": TEXT}, is_json=True),
    Row("POST", "/intros/{intro}/submit/", "302 302 404 404 404 404",
        {"text": TEXT, "revision": "{revision}", "idempotency_key": "{key}"}),
    Row("GET", "/intros/{intro}/versions/2/", "302 200 404 200 404 200"),
    Row("GET", "/intros/{intro}/versions/2/check/", "302 200 404 200 404 200"),
    Row("GET", "/intros/{intro}/diff/1/2/", "302 200 404 200 404 200"),
    Row("POST", "/comments/{comment}/reply/", "302 302 404 302 404 302", {"body": "Done.", "client_key": "{key}"}),
    Row("POST", "/comments/{draft_comment}/reply/", "302 404 404 404 404 404", {"body": "Hm.", "client_key": "{key}"}),
    Row("POST", "/comments/{comment}/resolve/", "302 302 404 302 404 302", {"done": "1"}),
    Row("POST", "/findings/{finding}/dismiss/", "302 302 404 302 404 302", {"is_dismissed": "on", "reason": "wrong"}),
    # coach
    Row("GET", "/coach/", "302 404 404 200 200 404"),
    Row("GET", "/queue/", "302 404 404 200 200 200"),
    Row("POST", "/queue/bulk/", "302 404 404 302 302 302", {"act": "assign", "intros": "{intro}"}),
    Row("POST", "/queue/undo/", "302 404 404 302 302 302", {"token": "wrong"}),
    Row("GET", "/desk/", "302 404 404 200 200 404"),
    Row("POST", "/desk/order/", "302 404 404 302 302 404", {"reset": "1"}),
    Row("POST", "/desk/views/", "302 404 404 302 302 404", {"name": "Old ones", "query": "waits=5"}),
    Row("POST", "/desk/views/{view}/", "302 404 404 302 404 404", {"name": "Older ones"}),
    Row("POST", "/desk/absences/", "302 404 404 302 302 404", {"first_day": "2030-05-01", "last_day": "2030-05-03"}),
    Row("POST", "/desk/absences/{absence}/end/", "302 404 404 302 404 404"),
    Row("GET", "/snippets/", "302 404 404 200 200 404"),
    Row("GET", "/snippets/new/", "302 404 404 200 200 404"),
    Row("POST", "/snippets/new/", "302 404 404 302 302 404", {"title": "Why?", "body": "What draws you?"}),
    Row("GET", "/snippets/{snippet}/", "302 404 404 200 404 404"),
    Row("POST", "/snippets/{snippet}/", "302 404 404 302 404 404", {"title": "Why?", "body": "What draws you?"}),
    Row("POST", "/snippets/{snippet}/delete/", "302 404 404 302 404 404"),
    Row("POST", "/comments/{draft_key}/snippet/", "302 404 404 200 404 404"),
    Row("GET", REVIEW, "302 404 404 200 404 200"),
    Row("POST", REVIEW + "lease/", "302 404 404 200 404 403", {"act": "open"}, is_json=True),
    Row("POST", REVIEW + "save/", "302 404 404 200 404 403", SAVED, is_json=True),
    Row("POST", REVIEW + "publish/", "302 404 404 200 404 403", SAVED, is_json=True),
    Row("POST", REVIEW + "hold/", "302 404 404 200 404 403", SAVED, is_json=True),
    Row("POST", REVIEW + "take-back/", "302 404 404 302 404 404"),
    Row("POST", REVIEW + "amend/", "302 404 404 400 404 403", SAVED, is_json=True),  # it is not published yet
    Row("GET", REVIEW + "engine/", "302 404 404 200 404 403"),
    Row("POST", REVIEW + "threads/{comment}/", "302 404 404 200 404 403", {"act": "tick"}, is_json=True),
    Row("POST", "/desk/keys/", "302 404 404 200 200 404", {"page": "review", "action": "t", "key": "g"}, is_json=True),
    Row("GET", "/cohorts/{cohort}/checks/", "302 404 404 200 404 200"),
    Row("GET", "/cohorts/{cohort}/checks/no-reason/", "302 404 404 200 404 200"),
    Row("GET", "/cohorts/{cohort}/stages/drafted/", "302 404 404 200 404 200"),
    Row("PUT", REVIEW + "comments/{key}/", "302 404 404 200 404 403",
        {"start": 0, "end": 4, "body": "Here."}, is_json=True),
    Row("DELETE", REVIEW + "comments/{draft_key}/", "302 404 404 204 404 403", is_json=True),
    Row("POST", REVIEW + "findings/{finding}/", "302 404 404 200 404 403",
        {"verdict": "wrong"}, is_json=True),
    # dashboard
    Row("GET", "/cohorts/", "302 404 404 200 200 200"),
    Row("GET", "/cohorts/{cohort}/", "302 404 404 200 404 200"),
    Row("GET", "/cohorts/{cohort}/export.xlsx", "302 404 404 200 404 200"),
    Row("GET", "/cohorts/{cohort}/export/reviews.csv", "302 404 404 200 404 200"),
    # calibration
    Row("GET", "/cohorts/{cohort}/calibration/", "302 404 404 200 404 200"),
    Row("GET", "/cohorts/{cohort}/calibration/new/", "302 404 404 404 404 200"),
    Row("POST", "/cohorts/{cohort}/calibration/new/", "302 404 404 404 404 302",
        {"name": "June", "count": 2, "seed": 1, "version": "{version}"}),
    Row("GET", "/calibration/{calibration}/", "302 404 404 200 404 200"),
    Row("POST", "/calibration/{calibration}/close/", "302 404 404 404 404 302"),
    Row("GET", "/calibration/{calibration}/1/", "302 404 404 200 404 404"),
    Row("POST", "/calibration/{calibration}/1/", "302 404 404 400 404 404", {"decision": "ready"}),
    # mails
    Row("GET", "/admin-mails/", "302 404 404 404 404 200"),
    Row("GET", "/admin-mails/none/", "302 404 404 404 404 404"),
    Row("GET", "/admin-mails/none/html/", "302 404 404 404 404 404"),
    Row("GET", "/unsubscribe/{unsubscribe}/", "200 200 200 200 200 200"),
    Row("POST", "/unsubscribe/{unsubscribe}/", "200 200 200 200 200 200"),
)  # fmt: skip
