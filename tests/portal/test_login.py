"""Signing in: who may, how often one may be wrong, and what a session outlives."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from closedloop.journal.models import Entry
from closedloop.opinion import AdminRole
from closedloop.orgs import demo, services
from closedloop.orgs.models import Membership, User
from closedloop.workdays import clock
from tests.portal import make

pytestmark = pytest.mark.django_db
PASSWORD = "Ceshi-2026-mima"
NOON = datetime(2026, 9, 29, 4, 0, tzinfo=UTC)
LOGIN, HOME = reverse("portal:login"), reverse("portal:home")
WRONG = "账号或者密码不对"


def account(*, username="test-officer", kind="person", admin_role=""):
    user = services.create_account(
        username, name_zh="陈测远", actor=make.SYSTEM, kind=kind, admin_role=admin_role, password=PASSWORD
    )
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.refresh_from_db()
    return user


def officer():
    user = account()
    services.appoint(user, agency=make.agency(), position_zh="科员", on=clock.today(), actor=make.SYSTEM)
    return user


def log_in(client, *, username="test-officer", password=PASSWORD, **more):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def verbs(user):
    return list(Entry.objects.filter(object_kind="user", object_key=str(user.pk)).order_by("id").values_list("verb", flat=True))


def test_an_officer_logs_in_and_the_login_is_on_record(client):
    user = officer()

    answer = log_in(client)

    assert (answer.status_code, answer.url) == (302, HOME)
    assert client.get(HOME).status_code == 200
    assert verbs(user)[-1] == "account.logged_in"


@pytest.mark.req("R33")
@pytest.mark.parametrize("role", AdminRole.values)
def test_each_administrator_logs_in_and_finds_the_admin(role, client):
    account(admin_role=role)
    log_in(client)

    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("kind", ["inactive", "service", "unknown"])
def test_who_may_not_log_in_reads_the_same_sentence_as_a_wrong_password(kind, client):
    user = account(kind="service" if kind == "service" else "person")
    User.objects.filter(pk=user.pk).update(is_active=kind != "inactive")

    refused = log_in(client, username="nobody" if kind == "unknown" else "test-officer")
    wrong = log_in(Client(), password="wrong")

    assert refused.status_code == wrong.status_code == 400
    assert WRONG in refused.content.decode()
    assert WRONG in wrong.content.decode()
    assert HOME not in refused.headers.get("Location", "")


@pytest.mark.req("R27")
def test_what_was_typed_as_a_name_is_not_kept_in_the_journal(client):
    log_in(client, username=PASSWORD)

    entry = Entry.objects.get(verb="account.login_refused")
    assert (entry.object_key, entry.result, entry.detail) == ("unknown", "refused", {"reason": "credentials"})


@pytest.mark.req("R35")
def test_five_wrong_passwords_lock_account_and_address_for_a_quarter_of_an_hour(client):
    with time_machine.travel(NOON, tick=False) as moment:
        officer()
        answers = [log_in(client, password=f"wrong-{number}").status_code for number in range(5)]
        locked = log_in(client)
        moment.shift(timedelta(minutes=14))
        still = log_in(client)
        moment.shift(timedelta(minutes=2))
        again = log_in(client)

    assert answers == [400, 400, 400, 400, 429]
    assert (locked.status_code, still.status_code, again.status_code) == (429, 429, 302)
    assert "15 分钟后再试" in locked.content.decode()


@pytest.mark.req("R35")
def test_a_lock_holds_for_its_address_only_and_names_that_do_not_exist_lock_too(client):
    officer()
    for number in range(5):
        log_in(client, password=f"wrong-{number}")
        unknown = log_in(client, username="nobody", password=f"wrong-{number}")

    elsewhere = Client(REMOTE_ADDR="10.9.8.7")
    assert log_in(client).status_code == 429
    assert unknown.status_code == 429
    assert log_in(elsewhere).status_code == 302


@pytest.mark.req("R35")
def test_the_security_administrator_unlocks_before_the_time(client):
    user = officer()
    for number in range(5):
        log_in(client, password=f"wrong-{number}")
    secadmin = make.actor(make.administrator(AdminRole.SECURITY_ADMIN))

    services.unlock(user, actor=secadmin)

    assert log_in(client).status_code == 302
    assert "account.unlocked" in verbs(user)


@pytest.mark.req("R37")
@pytest.mark.fault("F50")
def test_a_session_that_somebody_planted_is_not_the_one_after_the_login(client):
    officer()
    client.get(LOGIN)
    client.session.save()
    client.cookies["sessionid"] = "planted-by-somebody-else"

    log_in(client)

    assert client.cookies["sessionid"].value != "planted-by-somebody-else"
    old = Client()
    old.cookies["sessionid"] = "planted-by-somebody-else"
    assert old.get(HOME).status_code == 302


@pytest.mark.req("R37")
@pytest.mark.fault("F50")
def test_a_cookie_opens_nothing_after_the_logout(client):
    user = officer()
    log_in(client)
    stolen = Client()
    stolen.cookies["sessionid"] = client.cookies["sessionid"].value
    assert stolen.get(HOME).status_code == 200

    client.post(reverse("portal:logout"))

    assert stolen.get(HOME).status_code == 302
    assert client.get(reverse("portal:logout")).status_code == 405
    assert verbs(user)[-1] == "account.logged_out"


@pytest.mark.req("R37")
@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (30, 302), (31, 302)])
def test_a_session_ends_after_thirty_idle_minutes(minutes, status, client):
    with time_machine.travel(NOON, tick=False) as moment:
        officer()
        log_in(client)
        moment.shift(timedelta(minutes=minutes))

        assert client.get(HOME).status_code == status


@pytest.mark.req("R37")
def test_a_session_ends_after_twelve_hours_however_busy(client):
    with time_machine.travel(NOON, tick=False) as moment:
        officer()
        log_in(client)
        seen = []
        for _ in range(12 * 3):
            moment.shift(timedelta(minutes=20))
            seen.append(client.get(HOME).status_code)

    assert seen == [200] * 35 + [302]


@pytest.mark.req("R37")
def test_reading_pages_writes_the_session_once_a_minute_at_most(client):
    with time_machine.travel(NOON, tick=False) as moment:
        officer()
        log_in(client)
        client.get(HOME)
        before = client.session["seen_at"]
        moment.shift(timedelta(seconds=30))
        client.get(HOME)
        within = client.session["seen_at"]
        moment.shift(timedelta(seconds=40))
        client.get(HOME)
        after = client.session["seen_at"]

    assert (within - before, after - before) == (0, 70)


@pytest.mark.req("R32")
@pytest.mark.fault("F52")
def test_a_post_that_ended_is_gone_on_the_next_click(client):
    user = officer()
    log_in(client)
    assert client.get(HOME).status_code == 200
    post = Membership.objects.get(user=user)
    secadmin = make.actor(make.administrator(AdminRole.SECURITY_ADMIN))

    services.end_membership(post, on=clock.today(), actor=secadmin)

    assert client.get(HOME).status_code == 302
    log_in(client)
    page = client.get(HOME)
    assert page.wsgi_request.actor.agency is None
    assert page.wsgi_request.actor.roles == frozenset()


@pytest.mark.req("R32")
def test_a_disabled_account_is_nobody_on_the_next_click(client):
    user = officer()
    log_in(client)

    services.set_active(user, active=False, actor=make.actor(make.administrator()))

    assert client.get(HOME).status_code == 302
    assert log_in(client).status_code == 400


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/x", "//evil.example", "/\\evil.example", "http:evil.example", "javascript:alert(1)", "\x00//evil"],
)
def test_the_way_back_after_a_login_never_leads_elsewhere(target, client):
    officer()

    assert log_in(client, next=target).url == HOME
    assert target not in client.get(LOGIN, {"next": target}).headers.get("Location", "")


def test_the_page_that_was_asked_for_comes_after_the_login(client):
    officer()

    asked = client.get(reverse("portal:done"))

    assert log_in(client, next=reverse("portal:done")).url == reverse("portal:done")
    assert asked.url == f"{LOGIN}?next={reverse('portal:done')}"


def test_a_form_without_a_token_is_refused_with_a_page_that_helps():
    strict = Client(enforce_csrf_checks=True)

    answer = log_in(strict)

    assert answer.status_code == 403
    assert "登录" in answer.content.decode()


def test_the_demo_shows_its_accounts_and_production_shows_none(client, settings):
    for login in demo.DEMO_LOGINS[:2]:
        services.create_account(login.username, name_zh=login.name_zh, actor=make.SYSTEM, password=demo.DEMO_PASSWORD)

    shown = client.get(LOGIN).content.decode()
    settings.DEMO = False
    hidden = client.get(LOGIN).content.decode()

    assert [login.username in shown for login in demo.DEMO_LOGINS[:3]] == [True, True, False]
    assert demo.DEMO_PASSWORD in shown
    assert demo.DEMO_PASSWORD not in hidden
