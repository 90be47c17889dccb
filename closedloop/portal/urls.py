"""The addresses of the frame."""

from django.urls import path

from .views import account, acts, find, reference, worklists

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
    path("login/", account.Login.as_view(), name="login"),
    path("logout/", account.sign_out, name="logout"),
    path("login/second-factor/", account.SecondFactor.as_view(), name="second_factor"),
    path("account/password/", account.PasswordChange.as_view(), name="password_change"),
    path("account/second-factor/", account.TotpSetup.as_view(), name="totp_setup"),
]
