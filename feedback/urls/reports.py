from django.urls import path

from feedback.views import exports, report

urlpatterns = [
    path("cohorts/<slug:slug>/report/", report.report, name="report"),
    path("cohorts/<slug:slug>/export.xlsx", exports.export_workbook, name="export_workbook"),
    path("cohorts/<slug:slug>/export/<slug:key>.csv", exports.export_table, name="export_table"),
]
