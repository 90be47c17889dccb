"""The addresses of the frame."""

from django.urls import path

from .views import acts, find, reference, worklists

app_name = "portal"
urlpatterns = [
    path("", worklists.home, name="home"),
    path("done/", worklists.done, name="done"),
    path("sent/", worklists.sent, name="sent"),
    path("worklist/<slug:key>/export/", worklists.export, name="export"),
    path("search/", find.search, name="search"),
    path("rules/", reference.rules, name="rules"),
    path("calendar/", reference.calendar, name="calendar"),
    path("help/", reference.help_page, name="help"),
    path("switch/", acts.switch_agency, name="switch_agency"),
    path("demo/forward/", acts.demo_forward, name="demo_forward"),
]
