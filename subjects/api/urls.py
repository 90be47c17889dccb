"""The addresses of cases in the API (api.md "Cases")."""

from django.urls import path

from . import attachments, cases, imports, others, reviews

app_name = "subjects-api"
urlpatterns = [
    path("cases/", cases.Cases.as_view(), name="cases"),
    path("cases/suggest/", cases.Suggest.as_view(), name="suggest"),
    path("cases/import/", imports.Upload.as_view(), name="import-upload"),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("imports/<uuid:id>/", imports.Import.as_view(), name="import"),
    path("imports/<uuid:id>/rows/", imports.Rows.as_view(), name="import-rows"),
    path("imports/<uuid:id>/rejected/", imports.Rejected.as_view(), name="import-rejected"),
    path("imports/<uuid:id>/accept/", imports.Accept.as_view(), name="import-accept"),
    path("imports/<uuid:id>/draft/", imports.Draft.as_view(), name="import-draft"),
    path("cases/<str:case_no>/", cases.Case.as_view(), name="case"),
    path("cases/<str:case_no>/timeline/", cases.Timeline.as_view(), name="timeline"),
    path("cases/<str:case_no>/revise/", cases.Revise.as_view(), name="case-revise"),
    path("cases/<str:case_no>/correct/", cases.Correct.as_view(), name="case-correct"),
    path("cases/<str:case_no>/push/", cases.Push.as_view(), name="case-push"),
    path("cases/<str:case_no>/receive/", cases.Receive.as_view(), name="case-receive"),
    path("cases/<str:case_no>/return/", cases.Return.as_view(), name="case-return"),
    path("cases/<str:case_no>/withdraw/", cases.Withdraw.as_view(), name="case-withdraw"),
    path("cases/<str:case_no>/consult/", cases.Consult.as_view(), name="case-consult"),
    path("cases/<str:case_no>/conclude/", cases.Conclude.as_view(), name="case-conclude"),
    path("cases/<str:case_no>/attachments/", attachments.Attachments.as_view(), name="attachments"),
    path("attachments/<uuid:id>/", attachments.Attachment.as_view(), name="attachment"),
    path("consultations/<uuid:id>/", others.Consultation.as_view(), name="consultation"),
    path("consultations/<uuid:id>/opinions/", others.Opinions.as_view(), name="opinions"),
    path("sanctions/", others.Sanctions.as_view(), name="sanctions"),
    path("sanctions/<uuid:id>/anchor/", reviews.Anchor.as_view(), name="sanction-anchor"),
    path("legal-reviews/", reviews.LegalReviews.as_view(), name="legal-reviews"),
    path("legal-reviews/<uuid:id>/", reviews.ReviewedFile.as_view(), name="legal-review"),
    path("legal-reviews/<uuid:id>/link/", reviews.Link.as_view(), name="legal-review-link"),
    path("sanctions/<uuid:id>/", others.Sanction.as_view(), name="sanction"),
    path("subjects/<uuid:id>/reveal/", others.Reveal.as_view(), name="reveal"),
]
