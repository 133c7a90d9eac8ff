from django.urls import path
from rest_framework.routers import SimpleRouter

from feedback.api import calibrating, checks, desk, exports, figures, mails, queue, reports, threads, views, webhooks

router = SimpleRouter()
router.register("check-runs", views.CheckRunViewSet, basename="check-run")
router.register("findings", views.FindingViewSet, basename="finding")
router.register("reviews", views.ReviewViewSet, basename="review")
router.register("comments", threads.CommentViewSet, basename="comment")
router.register("snippets", threads.SnippetViewSet, basename="snippet")
router.register("saved-views", desk.SavedViewViewSet, basename="saved-view")
router.register("absences", desk.AbsenceViewSet, basename="absence")
router.register("calibrations", calibrating.CalibrationViewSet, basename="calibration")
router.register("silencings", checks.SilencingViewSet, basename="silencing")
router.register("webhooks", webhooks.WebhookViewSet, basename="webhook")
router.register("webhook-deliveries", webhooks.DeliveryViewSet, basename="delivery")
urlpatterns = [
    path("cohorts/<slug:slug>/rubric/", views.RubricView.as_view(), name="cohort-rubric"),
    path("cohorts/<slug:slug>/figures/", figures.FigureListView.as_view(), name="figure-list"),
    path("cohorts/<slug:slug>/figures/all/", figures.FigureAllView.as_view(), name="figure-all"),
    path("cohorts/<slug:slug>/figures/<slug:key>/", figures.FigureView.as_view(), name="figure"),
    path("cohorts/<slug:slug>/checks/", checks.PrecisionView.as_view(), name="check-precision"),
    path("cohorts/<slug:slug>/report.pdf", reports.ReportPdfView.as_view(), name="report-pdf"),
    path("cohorts/<slug:slug>/exports/", exports.ExportListView.as_view(), name="export-list"),
    path("cohorts/<slug:slug>/exports/workbook.xlsx", exports.WorkbookView.as_view(), name="export-workbook"),
    path("cohorts/<slug:slug>/exports/<slug:key>.csv", exports.ExportTableView.as_view(), name="export-csv"),
    path("intros/<int:pk>/live/", views.LiveCheckView.as_view(), name="intro-live"),
    path("intros/<int:pk>/lease/", desk.LeaseView.as_view(), name="intro-lease"),
    path("queue/", queue.QueueView.as_view(), name="queue"),
    path("queue/acts/", queue.QueueActView.as_view(), name="queue-acts"),
    path("queue/undo/", queue.QueueUndoView.as_view(), name="queue-undo"),
    path("queue/order/", desk.OrderView.as_view(), name="queue-order"),
    path("mails/", mails.MailListView.as_view(), name="mail-list"),
    path("mails/<str:key>/", mails.MailView.as_view(), name="mail"),
    *router.urls,
]
