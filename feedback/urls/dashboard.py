from django.urls import path

from feedback.views import cohort_lists, dashboard

urlpatterns = [
    path("cohorts/", cohort_lists.cohorts, name="cohorts"),
    path("cohorts/<slug:slug>/", dashboard.cohort, name="cohort"),
    path("cohorts/<slug:slug>/figures/<slug:key>.csv", dashboard.figure_csv, name="figure_csv"),
    path("cohorts/<slug:slug>/checks/<slug:check_id>/", cohort_lists.check_sentences_page, name="check_sentences"),
    path("cohorts/<slug:slug>/days/<slug:day>/", cohort_lists.day_page, name="cohort_day"),
    path("cohorts/<slug:slug>/mail/", cohort_lists.mail_page, name="cohort_mail"),
    path("cohorts/<slug:slug>/stages/<slug:stage>/", cohort_lists.stage_page, name="cohort_stage"),
]
