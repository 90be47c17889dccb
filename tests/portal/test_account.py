"""The password and its age, the second factor, and that nothing else opens before them."""

import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from closedloop.journal.models import Entry
from closedloop.opinion import AdminRole, Role
from closedloop.orgs import passwords, services
from closedloop.orgs.models import User
from closedloop.workdays import clock
from tests.portal import make

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "Ceshi-2026-mima", "Xin-2026-koulin"
NOON = datetime(2026, 9, 29, 4, 0, tzinfo=UTC)
LOGIN, HOME = reverse("portal:login"), reverse("portal:home")
CHANGE, FACTOR, SETUP = (reverse(f"portal:{name}") for name in ("password_change", "second_factor", "totp_setup"))


def officer(*, must_change=False, admin_role=""):
    user = services.create_account("test-officer", name_zh="陈测远", actor=make.SYSTEM, password=PASSWORD, admin_role=admin_role)
    User.objects.filter(pk=user.pk).update(must_change_password=must_change)
    if not admin_role:
        services.appoint(user, agency=make.agency(), position_zh="科员", on=clock.today(), actor=make.SYSTEM)
    user.refresh_from_db()
    return user


def logged_in(*, password=PASSWORD):
    client = Client()
    client.post(LOGIN, {"username": "test-officer", "password": password})
    return client


def code(device, *, later=0):
    totp = TOTP(device.bin_key, drift=device.drift)
    totp.time = time.time() + later
    return f"{totp.token():06d}"


def with_factor(user):
    key = "00" * 20
    totp = TOTP(bytes(20))
    totp.time = time.time() - 60
    return TOTPDevice.objects.create(user=user, key=key, confirmed=True, last_t=totp.t())


def sent_to(answer):
    return urlsplit(answer.url).path if answer.status_code == 302 else answer.status_code


@pytest.mark.req("R36")
def test_a_first_password_must_be_changed_before_anything_else():
    officer(must_change=True)
    client = logged_in()

    assert sent_to(client.get(HOME)) == CHANGE
    assert "初始密码" in client.get(CHANGE).content.decode()
    assert client.get(CHANGE).wsgi_request.actor is None

    client.post(CHANGE, {"current": PASSWORD, "new": NEW, "again": NEW})

    assert client.get(HOME).status_code == 200
    assert sent_to(logged_in(password=NEW).get(HOME)) == 200


@pytest.mark.req("R36")
@pytest.mark.parametrize(("days", "to"), [(89, 200), (90, CHANGE), (400, CHANGE)])
def test_a_password_is_good_for_ninety_days(days, to):
    with time_machine.travel(NOON, tick=False) as moment:
        officer()
        moment.shift(timedelta(days=days))

        assert sent_to(logged_in().get(HOME)) == to


@pytest.mark.req("R36")
def test_the_other_password_profile_has_no_age(settings):
    settings.PASSWORD_MAX_AGE = None
    with time_machine.travel(NOON, tick=False) as moment:
        officer()
        moment.shift(timedelta(days=400))

        assert sent_to(logged_in().get(HOME)) == 200


@pytest.mark.req("R36")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"current": "wrong"}, "当前密码不对"),
        ({"new": "Ab1-", "again": "Ab1-"}, "太短"),
        ({"new": "ceshimimaceshi", "again": "ceshimimaceshi"}, "四类中的至少 3 类"),
        ({"new": "test-officer-9", "again": "test-officer-9"}, "相似"),
        ({"new": PASSWORD, "again": PASSWORD}, "与当前密码相同"),
        ({"again": "Another-2026-mima"}, "两次输入的新密码不一样"),
        ({"new": ""}, "请输入新密码"),
    ],
)
def test_a_password_that_does_not_do_is_refused_with_the_reason(typed, words):
    user = officer()

    answer = logged_in().post(CHANGE, {"current": PASSWORD, "new": NEW, "again": NEW} | typed)

    assert answer.status_code == 400
    assert words in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.req("R36")
def test_every_rule_of_the_password_is_told_in_chinese():
    assert [text for each in get_default_password_validators() if (text := each.get_help_text()).isascii()] == []


@pytest.mark.parametrize(("password", "kinds"), [("aaaaaaaaaa", 1), ("aaaaaAAAAA", 2), ("aaaAAA1111", 3), ("aA1-测试", 4)])
def test_the_kinds_of_characters_are_counted(password, kinds):
    assert passwords.kinds(password) == kinds


def test_a_one_time_password_passes_the_rules_and_is_never_the_same():
    found = {passwords.one_time_password() for _ in range(50)}

    assert len(found) == 50
    for password in found:
        validate_password(password)


def test_a_common_password_is_refused():
    with pytest.raises(ValidationError, match="常见"):
        validate_password("Password123")


@pytest.mark.req("R37")
def test_a_new_password_ends_the_other_sessions_and_keeps_this_one():
    officer()
    here, there = logged_in(), logged_in()

    here.post(CHANGE, {"current": PASSWORD, "new": NEW, "again": NEW})

    assert (sent_to(here.get(HOME)), sent_to(there.get(HOME))) == (200, LOGIN)
    assert Entry.objects.filter(verb="account.password_set").count() == 1


@pytest.mark.req("R35")
def test_guessing_the_password_on_its_own_page_locks_as_the_login_does():
    officer()
    client = logged_in()

    answers = [client.post(CHANGE, {"current": f"wrong-{n}", "new": NEW, "again": NEW}).status_code for n in range(5)]

    assert answers == [400, 400, 400, 400, 429]


@pytest.mark.req("R34")
def test_the_second_factor_comes_before_anything_else():
    user = officer(must_change=True)
    device = with_factor(user)
    client = logged_in()

    paths = [HOME, CHANGE, SETUP, reverse("admin:index"), reverse("portal:rules")]
    assert {sent_to(client.get(path)) for path in paths} == {FACTOR}
    assert client.get(FACTOR).wsgi_request.actor is None
    assert client.post(FACTOR, {"code": code(device)}).status_code == 302
    assert sent_to(client.get(HOME)) == CHANGE


@pytest.mark.req("R34")
def test_a_code_opens_once_and_a_wrong_one_never():
    user = officer()
    device = with_factor(user)
    first, second = logged_in(), logged_in()
    shown = code(device)

    assert first.post(FACTOR, {"code": shown}).status_code == 302
    reused = second.post(FACTOR, {"code": shown})
    assert reused.status_code == 400
    assert sent_to(second.get(HOME)) == FACTOR
    assert sent_to(first.get(HOME)) == 200
    assert Entry.objects.filter(verb="account.login_refused", detail__reason="second_factor").count() == 1


@pytest.mark.req("R34")
def test_guessing_codes_is_slowed_down():
    user = officer()
    device = with_factor(user)
    client = logged_in()
    wrong = f"{(int(code(device)) + 1) % 1_000_000:06d}"

    for _ in range(3):
        client.post(FACTOR, {"code": wrong})

    assert client.post(FACTOR, {"code": code(device)}).status_code == 400


@pytest.mark.req("R34")
def test_the_way_back_after_the_second_factor_is_ours():
    user = officer()
    device = with_factor(user)
    client = logged_in()

    sent = client.get(reverse("portal:done"))
    assert sent.url.endswith("next=%2Fdone%2F")
    assert client.post(FACTOR, {"code": code(device), "next": "//evil.example"}).url == HOME


@pytest.mark.req("R34")
@pytest.mark.parametrize("who", ["administrator", "business"])
def test_whose_duty_demands_a_second_factor_sets_it_up_first(who, settings):
    settings.SECOND_FACTOR_ROLES = [AdminRole.SYSTEM_ADMIN, Role.BUSINESS_AUTHORITY]
    officer(admin_role=AdminRole.SYSTEM_ADMIN if who == "administrator" else "")
    client = logged_in()

    assert sent_to(client.get(reverse("portal:rules"))) == SETUP
    page = client.get(SETUP).content.decode()
    key = client.session["new_second_factor"]
    assert "data:image/svg+xml;base64," in page
    answer = client.post(SETUP, {"current": PASSWORD, "code": code(TOTPDevice(key=key))})

    assert answer.status_code == 302
    assert client.get(reverse("portal:rules")).status_code == 200
    assert "new_second_factor" not in client.session
    assert sent_to(logged_in().get(HOME)) == FACTOR


@pytest.mark.req("R34", "R37")
def test_setting_up_a_factor_asks_for_the_password_and_ends_the_other_sessions():
    user = officer()
    here, there = logged_in(), logged_in()
    here.get(HOME)
    there.get(HOME)
    here.get(SETUP)
    device = TOTPDevice(key=here.session["new_second_factor"])

    assert here.post(SETUP, {"current": "wrong", "code": code(device)}).status_code == 400
    assert here.post(SETUP, {"current": PASSWORD, "code": "12345"}).status_code == 400
    assert not TOTPDevice.objects.filter(user=user).exists()
    assert here.post(SETUP, {"current": PASSWORD, "code": code(device)}).status_code == 302

    assert (sent_to(here.get(HOME)), sent_to(there.get(HOME))) == (200, LOGIN)
    assert TOTPDevice.objects.get(user=user).confirmed


@pytest.mark.req("R34")
def test_the_security_administrator_takes_away_a_lost_authenticator():
    user = officer()
    with_factor(user)
    services.drop_second_factor(user, actor=make.actor(make.administrator(AdminRole.SECURITY_ADMIN)))

    assert sent_to(logged_in().get(HOME)) == 200
    assert Entry.objects.filter(verb="account.second_factor_reset").exists()


@pytest.mark.parametrize("page", [CHANGE, FACTOR, SETUP])
def test_the_pages_of_an_account_ask_for_a_login(page, client):
    assert sent_to(client.get(page)) == LOGIN
