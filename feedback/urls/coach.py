from django.urls import path

from feedback.views import desk, queue, review, snippets

REVIEW = "intros/<int:pk>/versions/<int:number>/review"

urlpatterns = [
    path("coach/", queue.coach_home, name="coach_home"),
    path("queue/", queue.queue, name="queue"),
    path("queue/bulk/", queue.bulk, name="queue_bulk"),
    path("queue/undo/", queue.undo, name="queue_undo"),
    path("desk/", desk.desk, name="desk"),
    path("desk/order/", desk.set_order, name="desk_order"),
    path("desk/views/", desk.add_view, name="view_new"),
    path("desk/views/<int:pk>/", desk.change_view, name="view_change"),
    path("desk/absences/", desk.add_absence, name="absence_new"),
    path("desk/absences/<int:pk>/end/", desk.end_absence, name="absence_end"),
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
