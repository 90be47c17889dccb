"""The desks of the three administrators in the admin: who sees what, what each button does, and what stays untouchable."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from closedloop.journal import services as journal
from closedloop.journal.models import Entry
from closedloop.opinion import AdminRole
from closedloop.orgs import services
from closedloop.orgs.models import Agency, ApiToken, Membership, User
from closedloop.outbox.services import pulse
from closedloop.workdays import clock
from tests.measures import make as lists_make
from tests.orgs import make

pytestmark = [pytest.mark.django_db, pytest.mark.req("R33")]
SYSTEM, SECURITY, AUDIT = AdminRole.SYSTEM_ADMIN, AdminRole.SECURITY_ADMIN, AdminRole.AUDIT_ADMIN
SEEN = {
    SYSTEM: {
        "orgs.user", "orgs.agency", "orgs.division", "orgs.businessline", "workdays.holidaynotice", "outbox.message",
        "outbox.heartbeat", "measures.category", "measures.matter", "measures.termanchor", "measures.instrument",
        "measures.measureversion", "measures.measurechange", "measures.listconfirmation", "measures.cleanup",
    },
    SECURITY: {"orgs.user", "orgs.membership", "orgs.apitoken"},
    AUDIT: {"journal.entry"},
}  # fmt: skip


def url(model, page="changelist", *args):
    return reverse(f"admin:{model.replace('.', '_')}_{page}", args=args)


def act(client, model, page, key, **typed):
    return client.post(url(model, page, key), typed)


@pytest.mark.parametrize("role", AdminRole.values)
def test_each_administrator_sees_the_own_desks_and_no_other(role):
    client = make.desk(role)
    opened = {model._meta.label_lower: client.get(url(model._meta.label_lower)).status_code for model in admin.site._registry}

    assert {name for name, status in opened.items() if status == 200} == SEEN[role]
    assert set(opened.values()) == {200, 403}


def test_nobody_else_enters_and_the_attempt_is_on_record():
    client = make.signed_in(make.officer(make.agency()))

    page, index = client.get(url("orgs.user")), client.get(reverse("admin:index"))

    assert (page.status_code, index.status_code) == (403, 403)
    refusals = Entry.objects.filter(verb="access.refused", result="refused")
    assert [(entry.actor_name, entry.object_key) for entry in refusals.order_by("id")] == [
        ("陈测远", url("orgs.user")),
        ("陈测远", reverse("admin:index")),
    ]


@pytest.mark.parametrize("page", ["admin:index", "admin:orgs_user_changelist", "admin:login", "admin:logout", "admin:jsi18n"])
def test_a_stranger_is_sent_to_the_login(page):
    answer = Client().get(reverse(page))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("portal:login"))


@pytest.mark.req("R15")
@pytest.mark.parametrize("role", AdminRole.values)
def test_no_desk_lets_anything_be_changed_or_deleted_past_a_service(role, lists):
    lists_make.submitted()
    pulse("worker")
    client = make.desk(role)
    open_to_add = {"orgs.user", "workdays.holidaynotice"} if role == SYSTEM else set()

    for model in admin.site._registry:
        name, row = model._meta.label_lower, model._default_manager.first()
        assert (client.get(url(name, "add")).status_code == 200) == (name in open_to_add)
        if row is not None:
            assert client.post(url(name, "change", row.pk), {"state": "approved"}).status_code == 403
            assert client.post(url(name, "delete", row.pk), {"post": "yes"}).status_code == 403
            client.post(url(name), {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
            assert model._default_manager.filter(pk=row.pk).exists()


def test_a_new_account_has_a_password_that_is_shown_once_and_no_duty():
    client = make.desk(SYSTEM)

    answer = client.post(url("orgs.user", "add"), {"username": "chen.ceyuan", "name_zh": "陈测远"})

    user = User.objects.get(username="chen.ceyuan")
    password = re.search(r'id="secret">([^<]+)<', answer.content.decode()).group(1).replace("&amp;", "&")
    assert user.check_password(password)
    assert (user.must_change_password, user.admin_role, user.memberships.count()) == (True, "", 0)
    assert "no-store" in answer.headers["Cache-Control"]
    assert password not in client.get(url("orgs.user", "change", user.pk)).content.decode()
    assert password not in str(list(Entry.objects.values()))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"username": "test-system_admin"}, "账号已存在"),
        ({"username": "陈"}, "小写字母"),
        ({"username": "-x"}, "小写字母"),
        ({"name_zh": ""}, "姓名"),
    ],
)
def test_an_account_that_does_not_do_is_refused_with_the_reason(typed, words):
    answer = make.desk(SYSTEM).post(url("orgs.user", "add"), {"username": "chen", "name_zh": "陈测远"} | typed)

    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert User.objects.count() == 1


def test_the_system_administrator_disables_and_enables():
    user, client = make.officer(make.agency()), make.desk(SYSTEM)

    for expected in (False, True):
        act(client, "orgs.user", "switch", user.pk)
        user.refresh_from_db()
        assert user.is_active is expected


def test_the_security_administrator_appoints_transfers_and_ends():
    user, client = make.officer(), make.desk(SECURITY)
    food, drug = make.agency(), make.agency("TEST-DRUG", name="测试药械处")

    act(client, "orgs.user", "appoint", user.pk, agency=food.pk, position_zh="科员")
    act(client, "orgs.membership", "transfer", make.post(user).pk, agency=drug.pk, position_zh="副处长")
    act(client, "orgs.membership", "end", make.post(user).pk)

    posts = Membership.objects.filter(user=user).order_by("id").values_list("agency", "position_zh", "ends_on")
    assert list(posts) == [("TEST-FOOD", "科员", clock.today()), ("TEST-DRUG", "副处长", clock.today())]
    verbs = Entry.objects.filter(object_kind="membership").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["membership.began", "membership.ended", "membership.began", "membership.ended"]


def test_an_administrator_is_appointed_to_nothing_and_reads_why():
    system, client = make.administrator(SYSTEM), make.desk(SECURITY)

    answer = act(client, "orgs.user", "appoint", system.pk, agency=make.agency().pk, position_zh="科员")

    assert answer.status_code == 400
    assert "不得兼任业务" in answer.content.decode()


def test_the_security_administrator_entrusts_another_but_never_oneself():
    user, client = make.officer(), make.desk(SECURITY)
    oneself = User.objects.get(username="test-security_admin")

    act(client, "orgs.user", "entrust", user.pk, admin_role=AUDIT)
    refused = act(client, "orgs.user", "entrust", oneself.pk, admin_role="")

    user.refresh_from_db()
    assert user.admin_role == AUDIT
    assert "自己账号" in refused.content.decode()


@pytest.mark.req("R59")
def test_a_key_is_shown_once_and_revoked_at_once():
    user, client = make.officer(make.agency()), make.desk(SECURITY)

    answer = act(
        client,
        "orgs.user",
        "issue_token",
        user.pk,
        agency="TEST-FOOD",
        days=30,
        label="测试",
        allowed_from="10.1.2.0/24\n10.9.9.9",
    )
    token = ApiToken.objects.get()
    key = re.search(r'id="secret">([0-9a-f]{64})<', answer.content.decode()).group(1)
    pages = (
        client.get(url("orgs.apitoken")).content.decode() + client.get(url("orgs.apitoken", "change", token.pk)).content.decode()
    )

    assert token.allowed_from == ["10.1.2.0/24", "10.9.9.9"]
    assert key not in pages
    act(client, "orgs.apitoken", "revoke", token.pk)
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_a_key_for_another_agency_or_from_no_address_is_refused():
    user, client = make.officer(make.agency()), make.desk(SECURITY)
    make.agency("TEST-DRUG", name="测试药械处")
    said = {"agency": "TEST-FOOD", "days": 30, "label": "测试"}

    assert act(client, "orgs.user", "issue_token", user.pk, **said | {"agency": "TEST-DRUG"}).status_code == 400
    assert "不是地址" in act(client, "orgs.user", "issue_token", user.pk, **said, allowed_from="内网").content.decode()
    assert not ApiToken.objects.exists()


@pytest.mark.req("R36")
def test_a_reset_password_must_be_changed_and_is_shown_once():
    user, client = make.officer(make.agency()), make.desk(SECURITY)

    answer = act(client, "orgs.user", "reset_password", user.pk)

    user.refresh_from_db()
    password = re.search(r'id="secret">([^<]+)<', answer.content.decode()).group(1)
    assert user.check_password(password)
    assert user.must_change_password


@pytest.mark.parametrize("page", ["unlock", "reset_second_factor"])
def test_the_remaining_acts_of_the_security_administrator_answer(page):
    user, client = make.officer(make.agency()), make.desk(SECURITY)

    assert client.get(url("orgs.user", page, user.pk)).status_code == 200
    assert act(client, "orgs.user", page, user.pk).status_code == 302


@pytest.mark.parametrize(
    ("role", "model", "page"),
    [
        (SECURITY, "orgs.user", "switch"),
        (SYSTEM, "orgs.user", "appoint"),
        (SYSTEM, "orgs.user", "entrust"),
        (SYSTEM, "orgs.user", "reset_password"),
        (SYSTEM, "orgs.user", "issue_token"),
        (AUDIT, "orgs.user", "switch"),
        (SECURITY, "orgs.agency", "alter"),
    ],
)
def test_the_buttons_of_one_administrator_are_closed_to_the_others(role, model, page):
    user = make.officer(make.agency())
    key = "TEST-FOOD" if model == "orgs.agency" else user.pk

    assert act(make.desk(role), model, page, key).status_code == 403


def test_the_system_administrator_puts_an_agency_out_of_use():
    make.agency()

    act(make.desk(SYSTEM), "orgs.agency", "alter", "TEST-FOOD", active="", parent="")

    assert not Agency.objects.get(pk="TEST-FOOD").active
    assert Entry.objects.filter(verb="agency.changed").count() == 1


@pytest.mark.req("R24")
def test_logging_out_of_the_admin_is_the_logout_of_the_portal():
    client = make.desk(SYSTEM)

    assert client.post(reverse("admin:logout")).url == reverse("portal:login")
    assert Entry.objects.filter(verb="account.logged_out").exists()
    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.req("R25", "R43")
def test_the_audit_administrator_filters_exports_and_verifies():
    client = make.desk(AUDIT)
    services.refuse_access("/admin/测试/", actor=make.actor(make.officer(make.agency())))
    journal.seal()

    page = client.get(url("journal.entry"), {"verb": "access.refused", "q": "陈测远"})
    export = client.get(url("journal.entry", "export"), {"result__exact": "refused"})
    verified = client.post(url("journal.entry", "verify"), follow=True)

    assert "越权被拒" in page.content.decode()
    assert "系统管理员" not in page.content.decode()
    assert export.headers["Content-Type"].endswith("sheet")
    assert Entry.objects.get(verb="journal.exported").detail == {"filters": "result__exact=refused", "rows": 1}
    assert "留痕链完好" in verified.content.decode()
    assert Entry.objects.filter(verb="journal.verified").count() == 1


@pytest.mark.parametrize("role", AdminRole.values)
def test_the_pages_of_the_admin_name_no_other_host(role, lists):
    client = make.desk(role)
    pages = [client.get(reverse("admin:index")), *(client.get(url(name)) for name in SEEN[role])]

    found = {address for page in pages for address in re.findall(r'(?:src|href)="(https?:)?//[^"]*"', page.content.decode())}
    assert found == set()


@pytest.mark.parametrize("model", ["orgs.user", "orgs.agency"])
def test_a_list_costs_as_many_queries_for_thirty_rows_as_for_three(model, django_assert_num_queries):
    client = make.desk(SYSTEM)

    def rows(numbers):
        for number in numbers:
            if model == "orgs.user":
                make.officer(make.agency(), username=f"test-{number}")
            else:
                make.agency(f"TEST-{number}", name=f"测试{number}")

    rows(range(3))
    client.get(url(model))
    with django_assert_num_queries(15, exact=False) as few:
        client.get(url(model))
    rows(range(3, 30))
    with django_assert_num_queries(len(few)):
        client.get(url(model))
