"""One list a role: what a candidate, a coach, a dashboard reader and an admin can open."""

from feedback.urls import candidate, coach, dashboard, mails

app_name = "feedback"
urlpatterns = [*candidate.urlpatterns, *coach.urlpatterns, *dashboard.urlpatterns, *mails.urlpatterns]
