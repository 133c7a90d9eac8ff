from django.urls import path
from rest_framework.routers import SimpleRouter

from feedback.api import exports, figures, views, webhooks

router = SimpleRouter()
router.register("check-runs", views.CheckRunViewSet, basename="check-run")
router.register("findings", views.FindingViewSet, basename="finding")
router.register("reviews", views.ReviewViewSet, basename="review")
router.register("comments", views.CommentViewSet, basename="comment")
router.register("snippets", views.SnippetViewSet, basename="snippet")
router.register("webhooks", webhooks.WebhookViewSet, basename="webhook")
router.register("webhook-deliveries", webhooks.DeliveryViewSet, basename="delivery")
urlpatterns = [
    path("cohorts/<slug:slug>/rubric/", views.RubricView.as_view(), name="cohort-rubric"),
    path("cohorts/<slug:slug>/figures/", figures.FigureListView.as_view(), name="figure-list"),
    path("cohorts/<slug:slug>/figures/all/", figures.FigureAllView.as_view(), name="figure-all"),
    path("cohorts/<slug:slug>/figures/<slug:key>/", figures.FigureView.as_view(), name="figure"),
    path("cohorts/<slug:slug>/exports/", exports.ExportListView.as_view(), name="export-list"),
    path("cohorts/<slug:slug>/exports/workbook.xlsx", exports.WorkbookView.as_view(), name="export-workbook"),
    path("cohorts/<slug:slug>/exports/<slug:key>.csv", exports.ExportTableView.as_view(), name="export-csv"),
    *router.urls,
]
