from django.urls import path

from feedback.views import calibration

urlpatterns = [
    path("cohorts/<slug:slug>/calibration/", calibration.rounds, name="calibrations"),
    path("cohorts/<slug:slug>/calibration/new/", calibration.new_round, name="calibration_new"),
    path("calibration/<int:pk>/", calibration.calibration, name="calibration"),
    path("calibration/<int:pk>/close/", calibration.close, name="calibration_close"),
    path("calibration/<int:pk>/<int:position>/", calibration.item, name="calibration_item"),
]
