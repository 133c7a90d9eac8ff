from django.urls import path

from feedback.views import candidate, threads, write

VERSION = "intros/<int:pk>/versions/<int:number>"

urlpatterns = [
    path("mine/", candidate.candidate_home, name="candidate_home"),
    path("intros/<int:pk>/", candidate.intro, name="intro"),
    path("intros/<int:pk>/write/", write.write, name="write"),
    path("intros/<int:pk>/save/", write.save, name="save"),
    path("intros/<int:pk>/live/", write.live, name="live"),
    path("intros/<int:pk>/submit/", write.submit, name="submit"),
    path(f"{VERSION}/", candidate.version, name="version"),
    path(f"{VERSION}/check/", candidate.version_check, name="version_check"),
    path("intros/<int:pk>/diff/<int:old>/<int:new>/", candidate.diff, name="diff"),
    path("comments/<int:pk>/reply/", threads.reply, name="reply"),
    path("comments/<int:pk>/resolve/", threads.resolve, name="resolve"),
    path("findings/<int:pk>/dismiss/", threads.dismiss, name="dismiss"),
]
