"""The addresses of the lists in the API (api.md "Lists")."""

from django.urls import path

from . import changes, deadlines, instruments, keeping, lists

app_name = "measures-api"
urlpatterns = [
    path("measures/", lists.Measures.as_view(), name="measures"),
    path("measures/diff/", lists.Diff.as_view(), name="diff"),
    path("measures/<slug:code>/", lists.Measure.as_view(), name="measure"),
    path("measures/<slug:code>/versions/", lists.Versions.as_view(), name="versions"),
    path("matters/", lists.Matters.as_view(), name="matters"),
    path("agencies/", lists.Agencies.as_view(), name="agencies"),
    path("instruments/", instruments.Instruments.as_view(), name="instruments"),
    path("instruments/<slug:code>/", instruments.Instrument.as_view(), name="instrument"),
    path("instruments/<slug:code>/impact/", instruments.Impact.as_view(), name="impact"),
    path("instruments/<slug:code>/amend/", instruments.Amendment.as_view(), name="instrument-amend"),
    path("instruments/<slug:code>/end/", instruments.End.as_view(), name="instrument-end"),
    path("measure-changes/", changes.Changes.as_view(), name="changes"),
    path("measure-changes/<uuid:id>/", changes.Change.as_view(), name="change"),
    path("measure-changes/<uuid:id>/submit/", changes.Submit.as_view(), name="change-submit"),
    path("measure-changes/<uuid:id>/revise/", changes.Revise.as_view(), name="change-revise"),
    path("measure-changes/<uuid:id>/approve/", changes.Approve.as_view(), name="change-approve"),
    path("measure-changes/<uuid:id>/return/", changes.Return.as_view(), name="change-return"),
    path("measure-changes/<uuid:id>/withdraw/", changes.Withdraw.as_view(), name="change-withdraw"),
    path("list-confirmations/", keeping.ListConfirmations.as_view(), name="list-confirmations"),
    path("clean-ups/", keeping.CleanUps.as_view(), name="clean-ups"),
    path("clean-ups/<uuid:id>/", keeping.CleanUp.as_view(), name="clean-up"),
    path("clean-ups/<uuid:id>/answer/", keeping.Answer.as_view(), name="clean-up-answer"),
    path("deadlines/", deadlines.Deadlines.as_view(), name="deadlines"),
]
