"""The three administrators: separated from each other and from business, by services, by the database and by a check (R33)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from closedloop.errors import DomainError, Forbidden, RuleViolated
from closedloop.journal.models import Entry
from closedloop.opinion import AdminRole, Role
from closedloop.orgs import checks, selectors, services
from closedloop.orgs.models import AgencyUserPermission, ApiToken, Membership, User
from closedloop.workdays import clock
from tests import protection
from tests.orgs import make

pytestmark = [pytest.mark.django_db, pytest.mark.req("R33")]
SYSTEM, SECURITY, AUDIT = AdminRole.SYSTEM_ADMIN, AdminRole.SECURITY_ADMIN, AdminRole.AUDIT_ADMIN
OWNERS = {
    "create": SYSTEM,
    "disable": SYSTEM,
    "change agency": SYSTEM,
    "appoint": SECURITY,
    "end": SECURITY,
    "transfer": SECURITY,
    "entrust": SECURITY,
    "issue": SECURITY,
    "revoke": SECURITY,
    "reset password": SECURITY,
    "reset factor": SECURITY,
    "unlock": SECURITY,
}


def acts(user, actor):
    """Every act of an administrator on an officer's account."""
    place, other = make.agency(), make.agency("TEST-DRUG", name="测试药械处")
    post, today = make.post(user), clock.today()
    token = ApiToken.objects.filter(user=user).first()
    return {
        "create": lambda: services.create_account("test-new", name_zh="新测", actor=actor, password="Ceshi-2026-mima"),
        "disable": lambda: services.set_active(user, active=False, actor=actor),
        "change agency": lambda: services.change_agency(place, active=False, parent=None, actor=actor),
        "appoint": lambda: services.appoint(user, agency=other, position_zh="", on=today, actor=actor),
        "end": lambda: services.end_membership(post, on=today, actor=actor),
        "transfer": lambda: services.transfer(post, agency=other, position_zh="", on=today, actor=actor),
        "entrust": lambda: services.give_admin_role(user, admin_role="", actor=actor),
        "issue": lambda: services.issue_token(user, agency=place, days=1, actor=actor),
        "revoke": lambda: services.revoke_token(token, actor=actor),
        "reset password": lambda: services.reset_password(user, actor=actor),
        "reset factor": lambda: services.drop_second_factor(user, actor=actor),
        "unlock": lambda: services.unlock(user, actor=actor),
    }


def officer():
    user = make.officer(make.agency())
    services.issue_token(user, agency=make.agency(), days=1, actor=make.SYSTEM)
    return user


@pytest.mark.parametrize("name", OWNERS)
@pytest.mark.parametrize("role", ["", *AdminRole.values])
def test_each_act_belongs_to_one_administrator_and_leaves_an_entry(name, role):
    user = officer()
    actor = make.admin(role) if role else make.actor(make.officer(make.agency(), username="test-colleague"))
    act, before = acts(user, actor)[name], Entry.objects.count()

    if role == OWNERS[name]:
        act()
        assert Entry.objects.filter(actor_id=actor.user_id).exists()
    else:
        with pytest.raises(Forbidden):
            act()
        assert Entry.objects.count() == before


def test_nobody_acts_on_the_own_account():
    security, system = make.admin(SECURITY), make.admin(SYSTEM)

    for act in (
        lambda: services.give_admin_role(security.user, admin_role="", actor=security),
        lambda: services.reset_password(security.user, actor=security),
        lambda: services.drop_second_factor(security.user, actor=security),
        lambda: services.appoint(security.user, agency=make.agency(), position_zh="", on=clock.today(), actor=security),
        lambda: services.set_active(system.user, active=False, actor=system),
    ):
        with pytest.raises(Forbidden, match="自己账号"):
            act()


@pytest.mark.clause("C3.2")
def test_an_administrator_gets_no_post_and_a_post_holder_no_administration():
    security = make.admin(SECURITY)
    user, system = make.officer(make.agency()), make.administrator(SYSTEM)

    with pytest.raises(RuleViolated, match="不得兼任业务"):
        services.appoint(system, agency=make.agency(), position_zh="", on=clock.today(), actor=security)
    with pytest.raises(RuleViolated, match="在机构任职"):
        services.give_admin_role(user, admin_role=AUDIT, actor=security)
    with pytest.raises(RuleViolated, match="三员不得兼任"):
        services.give_admin_role(system, admin_role=AUDIT, actor=security)


def test_after_leaving_business_one_may_become_an_administrator_and_back():
    security, user = make.admin(SECURITY), make.officer(make.agency())
    services.end_membership(make.post(user), on=clock.today(), actor=security)

    services.give_admin_role(user, admin_role=AUDIT, actor=security)
    user.refresh_from_db()
    assert selectors.actor_for(user, on=clock.today()).admin_role == AUDIT
    services.give_admin_role(user, admin_role="", actor=security)
    services.appoint(user, agency=make.agency(), position_zh="", on=clock.today(), actor=security)

    user.refresh_from_db()
    assert selectors.actor_for(user, on=clock.today()).roles == {Role.BUSINESS_AUTHORITY}


@pytest.mark.parametrize("role", AdminRole.values)
def test_an_administrator_has_no_business_role_even_with_guardians_rows(role):
    user = make.officer(make.agency())
    protection.take_off()
    User.objects.filter(pk=user.pk).update(admin_role=role)
    user.refresh_from_db()

    actor = selectors.actor_for(user, on=clock.today())

    assert (actor.agency, actor.roles) == (None, frozenset())


def test_the_database_refuses_both_ways_whoever_writes():
    user, system = make.officer(make.agency()), make.administrator(SYSTEM)

    with pytest.raises(DatabaseError, match="holds no post"), transaction.atomic():
        Membership.objects.create(user=system, agency=make.agency(), starts_on=clock.today())
    with pytest.raises(DatabaseError, match="holds no post"), transaction.atomic():
        User.objects.filter(pk=user.pk).update(admin_role=SYSTEM)
    with pytest.raises(DatabaseError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(admin_role="superuser")
    with pytest.raises(DatabaseError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_superuser=True)


def test_an_ended_post_cannot_be_opened_again_for_an_administrator():
    security, user = make.admin(SECURITY), make.officer(make.agency())
    ended = services.end_membership(make.post(user), on=clock.today(), actor=security)
    services.give_admin_role(user, admin_role=AUDIT, actor=security)

    with pytest.raises(DatabaseError, match="holds no post"), transaction.atomic():
        Membership.objects.filter(pk=ended.pk).update(ends_on=None)


def test_the_check_finds_every_mixture_and_says_who():
    for role in AdminRole.values:
        make.administrator(role)
    assert checks.three_admins(databases=["default"]) == []
    user = officer()
    protection.take_off()
    User.objects.filter(pk=user.pk).update(admin_role=SYSTEM)

    found = checks.three_admins(databases=["default"])

    assert {message.id for message in found} == {"orgs.E001"}
    assert [word for word in ("任职", "业务权限", "接口令牌") if not any(word in message.msg for message in found)] == []
    assert all(user.username in message.msg for message in found)


def test_a_vacant_administration_is_a_warning_and_needs_a_database():
    assert checks.three_admins() == []
    assert {message.id for message in checks.three_admins(databases=["default"])} == {"orgs.W001"}
    call_command("check", tags=["threeadmins"], databases=["default"])


def test_the_first_administrators_are_made_by_command_and_only_the_first():
    said = StringIO()
    call_command("first_administrator", SECURITY, "an.shou", "安测守", stdout=said)

    user = User.objects.get(username="an.shou")
    assert user.check_password(said.getvalue().strip())
    assert user.must_change_password
    with pytest.raises(CommandError, match="已有安全管理员"):
        call_command("first_administrator", SECURITY, "an.shou2", "安测守")


@pytest.mark.req("R32")
@pytest.mark.fault("F52")
def test_what_ends_with_a_post():
    security, user = make.admin(SECURITY), officer()
    epoch = user.session_epoch

    services.end_membership(make.post(user), on=clock.today(), actor=security)

    user.refresh_from_db()
    assert user.session_epoch == epoch + 1
    assert not AgencyUserPermission.objects.filter(user=user).exists()
    assert not selectors.live_tokens(at=clock.now()).filter(user=user).exists()
    with pytest.raises(DomainError, match="已经结束"):
        services.end_membership(Membership.objects.get(user=user), on=clock.today(), actor=security)


@pytest.mark.req("R32")
@pytest.mark.clause("C3.2")
def test_a_transfer_takes_the_old_roles_and_gives_the_new_on_one_day():
    security, user = make.admin(SECURITY), make.officer(make.agency())
    legal = make.agency("TEST-LEGAL", name="测试法规处", roles=(Role.LEGAL_AFFAIRS,))

    services.transfer(make.post(user), agency=legal, position_zh="科员", on=clock.today(), actor=security)

    actor = selectors.actor_for(user, on=clock.today())
    assert (actor.agency, actor.roles) == (legal, {Role.LEGAL_AFFAIRS})
    assert [post.agency_id for post in selectors.open_memberships(user, on=clock.today())] == ["TEST-LEGAL"]
    assert [post.agency_id for post in selectors.open_memberships(user, on=clock.today() - timedelta(days=1))] == ["TEST-FOOD"]


def test_an_agency_never_reports_to_itself_however_far_around():
    system = make.admin(SYSTEM)
    low, middle, high = (make.agency(f"TEST-{n}", name=f"测试{n}") for n in "ABC")
    services.change_agency(low, active=True, parent=middle, actor=system)
    services.change_agency(middle, active=True, parent=high, actor=system)

    with pytest.raises(RuleViolated, match="没有尽头"):
        services.change_agency(high, active=True, parent=low, actor=system)

    entry = Entry.objects.filter(verb="agency.changed").latest("id")
    assert entry.detail["after"] == {"active": True, "parent": "TEST-C"}
