from django.urls import path

from feedback.views import mails

urlpatterns = [
    path("admin-mails/", mails.mail_list, name="mails"),
    path("admin-mails/<str:key>/", mails.mail, name="mail"),
    path("admin-mails/<str:key>/html/", mails.mail_html, name="mail_html"),
    path("unsubscribe/<str:token>/", mails.unsubscribe, name="unsubscribe"),
]
