from django.urls import path

from feedback.views import coach, desk, review, snippets

REVIEW = "intros/<int:pk>/versions/<int:number>/review"

urlpatterns = [
    path("coach/", coach.coach_home, name="coach_home"),
    path("queue/", coach.queue, name="queue"),
    path("snippets/", snippets.snippets, name="snippets"),
    path("snippets/new/", snippets.edit_snippet, name="snippet_new"),
    path("snippets/<int:pk>/", snippets.edit_snippet, name="snippet_edit"),
    path("snippets/<int:pk>/delete/", snippets.delete_snippet, name="snippet_delete"),
    path("comments/<uuid:key>/snippet/", snippets.keep_comment, name="snippet_from_comment"),
    path(f"{REVIEW}/", review.review_page, name="review"),
    path(f"{REVIEW}/lease/", desk.lease, name="review_lease"),
    path(f"{REVIEW}/save/", review.save, name="review_save"),
    path(f"{REVIEW}/publish/", review.publish, name="review_publish"),
    path(f"{REVIEW}/comments/<uuid:key>/", review.change_comment, name="review_comment"),
    path(f"{REVIEW}/findings/<int:finding_pk>/", review.judge_finding, name="review_finding"),
]
