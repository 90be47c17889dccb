"""Keys of the API: by command and by service, shown once, kept hashed (R59)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from knox.crypto import hash_token

from closedloop.errors import RuleViolated
from closedloop.journal.models import Entry
from closedloop.opinion import AdminRole, Role
from closedloop.orgs import selectors, services
from closedloop.orgs.models import ApiToken, User
from closedloop.workdays import clock
from tests.orgs import make

pytestmark = [pytest.mark.django_db, pytest.mark.req("R59")]


def issued(*args):
    said = StringIO()
    call_command("apitoken", *args, stdout=said)
    return said.getvalue()


def test_the_command_prints_the_key_alone_on_one_line_and_keeps_only_its_digest():
    make.agency()

    said = issued("TEST-FOOD")

    key = said.strip()
    token = ApiToken.objects.get()
    assert said == f"{key}\n"
    assert len(key) == 64
    assert token.digest == hash_token(key)
    assert key not in str(list(ApiToken.objects.values())) + str(list(Entry.objects.values()))


@pytest.mark.clause("C3.2")
def test_the_service_account_is_made_once_and_may_do_what_its_agency_may():
    place = make.agency(roles=(Role.BUSINESS_AUTHORITY, Role.CREDIT_SUPERVISION))

    issued("TEST-FOOD")
    issued("TEST-FOOD")

    user = User.objects.get()
    actor = selectors.actor_for(user, on=clock.today())
    assert (user.kind, user.admin_role, user.has_usable_password()) == ("service", "", False)
    assert (actor.agency, actor.roles) == (place, {Role.BUSINESS_AUTHORITY, Role.CREDIT_SUPERVISION})
    assert ApiToken.objects.filter(user=user).count() == 2


@pytest.mark.parametrize("days", [1, 365, 3660])
def test_a_key_lives_as_many_days_as_were_asked_for(days):
    make.agency()

    issued("TEST-FOOD", "--days", str(days))

    left = ApiToken.objects.get().expiry - clock.now()
    assert timedelta(days=days) - timedelta(minutes=1) < left <= timedelta(days=days)


def test_a_key_can_be_given_to_a_person_of_the_agency():
    user = make.officer(make.agency())

    issued("TEST-FOOD", "--user", user.username)

    assert ApiToken.objects.get().user == user


def test_a_new_name_is_a_service_account_of_its_own_without_a_login():
    make.agency()

    first, second = issued("TEST-FOOD", "--user", "case-system"), issued("TEST-FOOD")

    made = User.objects.get(username="case-system")
    assert first != second
    assert (made.kind, made.has_usable_password(), made.admin_role) == (User.Kind.SERVICE, False, "")
    assert ApiToken.objects.values("user").distinct().count() == 2


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("TEST-NONE",), "没有代码为 TEST-NONE 的在用机构"),
        (("TEST-FOOD", "--days", "0"), "1 至 3660"),
        (("TEST-FOOD", "--days", "3661"), "1 至 3660"),
        (("TEST-FOOD", "--days", "-1"), "1 至 3660"),
        (("TEST-FOOD", "--days", "很多"), "1 至 3660"),
        (("TEST-FOOD", "--user", "No Body"), "账号名须是"),
        (("TEST-FOOD", "--user", "test-elsewhere"), "不在 测试食品处 任职"),
        (("TEST-FOOD", "--user", "test-security_admin"), "不在 测试食品处 任职"),
        (("TEST-FOOD", "--user", "test-disabled"), "已停用"),
    ],
)
def test_a_command_that_cannot_be_done_says_why_and_makes_no_key(args, words):
    make.agency()
    make.officer(make.agency("TEST-DRUG", name="测试药械处"), username="test-elsewhere")
    make.administrator(AdminRole.SECURITY_ADMIN)
    disabled = make.officer(make.agency(), username="test-disabled")
    User.objects.filter(pk=disabled.pk).update(is_active=False)

    with pytest.raises(CommandError, match=words):
        issued(*args)

    assert not ApiToken.objects.exists()


def test_a_revoked_key_stays_on_record_and_is_revoked_once():
    user, security = make.officer(make.agency()), make.admin(AdminRole.SECURITY_ADMIN)
    token, _ = services.issue_token(user, agency=make.agency(), days=1, actor=security, label="测试")

    services.revoke_token(token, actor=security)
    services.revoke_token(token, actor=security)

    token.refresh_from_db()
    assert not token.is_live(clock.now())
    assert Entry.objects.filter(verb="token.revoked").count() == 1


def test_a_disabled_account_loses_its_keys():
    user = make.officer(make.agency())
    services.issue_token(user, agency=make.agency(), days=1, actor=make.SYSTEM)

    services.set_active(user, active=False, actor=make.admin(AdminRole.SYSTEM_ADMIN))

    assert not selectors.live_tokens(at=clock.now()).exists()
    with pytest.raises(RuleViolated):
        services.issue_token(User.objects.get(pk=user.pk), agency=make.agency(), days=1, actor=make.SYSTEM)
