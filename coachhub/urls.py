from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from coachhub.health import health
from cohorts.admin.entering import enter_admin
from feedback.views.home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("cohorts.urls")),
    path("", include("feedback.urls")),
    path("api/v1/", include("coachhub.api_urls")),
    path("healthz", health, name="healthz"),
    path("admin/login/", enter_admin),
    path("admin/password_change/", RedirectView.as_view(pattern_name="cohorts:password_change")),
    path("admin/", admin.site.urls),
]

handler400 = "coachhub.api_errors.bad_request"
handler403 = "coachhub.api_errors.permission_denied"
handler404 = "coachhub.api_errors.page_not_found"
handler500 = "coachhub.api_errors.server_error"
