from django.urls import path

from feedback.views import dashboard

urlpatterns = [
    path("cohorts/", dashboard.cohorts, name="cohorts"),
    path("cohorts/<slug:slug>/", dashboard.cohort, name="cohort"),
]
