from django.urls import path

from feedback.views import checks, desk, keys, queue, review, review_notes, snippets

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
    path("cohorts/<slug:slug>/checks/", checks.check_precision_page, name="check_precision"),
    path("desk/keys/", keys.change_keys, name="keys"),
    path("snippets/", snippets.snippets, name="snippets"),
    path("snippets/new/", snippets.edit_snippet, name="snippet_new"),
    path("snippets/<int:pk>/", snippets.edit_snippet, name="snippet_edit"),
    path("snippets/<int:pk>/delete/", snippets.delete_snippet, name="snippet_delete"),
    path("comments/<uuid:key>/snippet/", snippets.keep_comment, name="snippet_from_comment"),
    path(f"{REVIEW}/", review.review_page, name="review"),
    path(f"{REVIEW}/lease/", desk.lease, name="review_lease"),
    path(f"{REVIEW}/save/", review.save, name="review_save"),
    path(f"{REVIEW}/publish/", review.publish, name="review_publish"),
    path(f"{REVIEW}/hold/", review.hold, name="review_hold"),
    path(f"{REVIEW}/take-back/", review.take_back, name="review_take_back"),
    path(f"{REVIEW}/amend/", review.amend, name="review_amend"),
    path(f"{REVIEW}/engine/", review.engine, name="review_engine"),
    path(f"{REVIEW}/comments/<uuid:key>/", review_notes.change_comment, name="review_comment"),
    path(f"{REVIEW}/findings/<int:finding_pk>/", review_notes.judge_finding, name="review_finding"),
    path(f"{REVIEW}/threads/<int:comment_pk>/", review_notes.answer_thread, name="review_thread"),
]
