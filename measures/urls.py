"""The addresses of the two lists: those of the desk here, those of the public pages in `public`, which public_urls.py offers."""

from django.urls import path

from .views import changes, instruments, keeping, lists, public, wizard

app_name = "measures"
urlpatterns = [
    path("", lists.index, name="list"),
    path("diff/", lists.diff, name="diff"),
    path("export/", lists.export, name="export"),
    path("changes/", changes.index, name="changes"),
    path("changes/new/", wizard.new, name="change_new"),
    path("changes/<uuid:change_id>/", changes.detail, name="change"),
    path("changes/<uuid:change_id>/edit/", wizard.edit, name="change_edit"),
    path("keeping/", keeping.index, name="keeping"),
    path("cleanups/", keeping.cleanups, name="cleanups"),
    path("cleanups/<uuid:cleanup_id>/", keeping.cleanup, name="cleanup"),
    path("instruments/", instruments.index, name="instruments"),
    path("instruments/new/", instruments.new, name="instrument_new"),
    path("instruments/<slug:code>/", instruments.detail, name="instrument"),
    path("instruments/<slug:code>/edit/", instruments.edit, name="instrument_edit"),
    path("instruments/<slug:code>/end/", instruments.end, name="instrument_end"),
    path("<str:code>/", lists.detail, name="detail"),
]
public_patterns = [
    path("", public.home, name="home"),
    path("measures/", public.measures, name="measures"),
    path("measures/export/", public.export, name="export"),
    path("measures/<str:code>/", public.measure, name="measure"),
]
