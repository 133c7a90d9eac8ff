from django.urls import path
from rest_framework.routers import SimpleRouter

from cohorts.api import views
from cohorts.api.me import ProfileView
from cohorts.api.tokens import TokenViewSet

router = SimpleRouter()
router.register("tokens", TokenViewSet, basename="token")
router.register("cohorts", views.CohortViewSet, basename="cohort")
router.register("enrolments", views.EnrolmentViewSet, basename="enrolment")
router.register("intros", views.IntroViewSet, basename="intro")
router.register("versions", views.VersionViewSet, basename="version")
urlpatterns = [path("me/", ProfileView.as_view(), name="me"), *router.urls]
