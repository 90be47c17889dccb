"""The addresses of cases. No person's identifier ever stands in one."""

from django.urls import path

from .views import attachments, cases, consultations, documents, imports, intake, reveal, reviews

app_name = "subjects"
urlpatterns = [
    path("", cases.index, name="cases"),
    path("inbox/", cases.inbox, name="inbox"),
    path("new/", intake.new, name="case_new"),
    path("consultations/", consultations.index, name="consultations"),
    path("consultations/<uuid:consultation_id>/", consultations.detail, name="consultation"),
    path("consultations/<uuid:consultation_id>/paper/", documents.of_consultation, name="consultation_paper"),
    path("imports/", imports.index, name="imports"),
    path("imports/<uuid:import_id>/", imports.detail, name="import"),
    path("imports/<uuid:import_id>/rejected/", imports.rejected, name="import_rejected"),
    path("reviews/", reviews.index, name="reviews"),
    path("reviews/new/", reviews.new, name="review_new"),
    path("reviews/<uuid:review_id>/", reviews.detail, name="review"),
    path("<slug:case_no>/", cases.detail, name="case"),
    path("<slug:case_no>/edit/", intake.edit, name="case_edit"),
    path("<slug:case_no>/correct/", intake.correct, name="case_correct"),
    path("<slug:case_no>/reveal/<uuid:row_id>/", reveal.reveal, name="reveal"),
    path("<slug:case_no>/attachments/", attachments.upload, name="attachments"),
    path("<slug:case_no>/attachments/<uuid:attachment_id>/", attachments.download, name="attachment"),
    path("<slug:case_no>/documents/<slug:kind>/", documents.of_case, name="document"),
]
