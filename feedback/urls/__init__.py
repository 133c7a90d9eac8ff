"""One list a role: what a candidate, a coach, a dashboard reader and an admin can open."""

from feedback.urls import calibration, candidate, coach, dashboard, mails, reports

app_name = "feedback"
urlpatterns = [
    *calibration.urlpatterns,
    *candidate.urlpatterns,
    *coach.urlpatterns,
    *dashboard.urlpatterns,
    *mails.urlpatterns,
    *reports.urlpatterns,
]
