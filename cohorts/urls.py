"""Signing in and out, one's own profile, and the introductions that one starts."""

from django.urls import path

from cohorts import views

app_name = "cohorts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("enter/<str:who>/", views.demo_enter, name="demo_enter"),
    path("me/", views.profile, name="profile"),
    path("me/password/", views.PasswordChange.as_view(), name="password_change"),
    path("me/tokens/", views.tokens, name="tokens"),
    path("me/tokens/<slug:key>/revoke/", views.revoke_token, name="token_revoke"),
    path("password/", views.PasswordReset.as_view(), name="password_reset"),
    path("password/sent/", views.PasswordResetSent.as_view(), name="password_reset_done"),
    path("password/choose/<str:uidb64>/<str:token>/", views.PasswordChoose.as_view(), name="password_reset_confirm"),
    path("intros/new/", views.intro_new, name="intro_new"),
    path("intros/<int:pk>/edit/", views.intro_edit, name="intro_edit"),
    path("intros/<int:pk>/delete/", views.intro_delete, name="intro_delete"),
    path("intros/<int:pk>/put-away/", views.intro_put_away, name="intro_put_away"),
]
