"""/api/v1/: both apps' routes, and the documentation, which is the same for everybody and therefore public."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from coachhub.api_docs import api_docs

urlpatterns = [
    path("", include("cohorts.api.urls")),
    path("", include("feedback.api.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("docs/", api_docs, name="api_docs"),
]
