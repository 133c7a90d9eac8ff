from django.contrib import admin
from django.urls import include, path

from coachhub.health import health
from feedback.views.home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("cohorts.urls")),
    path("", include("feedback.urls")),
    path("api/v1/", include("coachhub.api_urls")),
    path("healthz", health, name="healthz"),
    path("admin/", admin.site.urls),
]
