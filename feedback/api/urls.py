from django.urls import path
from rest_framework.routers import SimpleRouter

from feedback.api import figures, views

router = SimpleRouter()
router.register("check-runs", views.CheckRunViewSet, basename="check-run")
router.register("findings", views.FindingViewSet, basename="finding")
router.register("reviews", views.ReviewViewSet, basename="review")
router.register("comments", views.CommentViewSet, basename="comment")
router.register("snippets", views.SnippetViewSet, basename="snippet")
urlpatterns = [
    path("cohorts/<slug:slug>/rubric/", views.RubricView.as_view(), name="cohort-rubric"),
    path("cohorts/<slug:slug>/figures/", figures.FigureListView.as_view(), name="figure-list"),
    path("cohorts/<slug:slug>/figures/<slug:key>/", figures.FigureView.as_view(), name="figure"),
    *router.urls,
]
