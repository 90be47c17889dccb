"""The calendar's desk in the admin: the system administrator loads a notice; everybody else is turned away."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from closedloop.deadlines.models import Deadline
from closedloop.journal.models import Entry
from closedloop.opinion import AdminRole
from closedloop.orgs.services import set_password
from closedloop.workdays import clock
from closedloop.workdays.models import HolidayNotice
from tests.deadlines import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official")]
ADD, LIST = "admin:workdays_holidaynotice_add", "admin:workdays_holidaynotice_changelist"
LINES = "2027-01-01,off,元旦\n2027-01-04,off,元旦"


def desk(role=AdminRole.SYSTEM_ADMIN):
    actor = make.administrator(role)
    set_password(actor.user, password="Test-Only-2026!", actor=make.SYSTEM)
    client = Client()
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(**changes):
    heading = {"year": "2027", "title": "测试通知（虚构）", "document_no": "测办发明电〔2026〕0号"}
    return heading | {"issued_on": clock.today().isoformat(), "days": LINES} | changes


@pytest.mark.req("R19")
def test_the_administrator_loads_a_notice_and_the_deadlines_follow():
    make.deadline("2026-12-30")
    client = desk()

    answer = client.post(reverse(ADD), typed(), follow=True)

    assert "重算未办结时限 1 个" in answer.content.decode()
    assert Deadline.objects.get().due_on == date(2027, 1, 6)
    assert HolidayNotice.objects.get(pk=2027).origin == "loaded"
    assert Entry.objects.filter(verb="holiday_notice.loaded").count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"days": "2027-01-01 元旦\n2027-13-01,off,元旦"}, ["第 1 行", "第 2 行"]),
        ({"days": "2027-01-02,off,元旦", "document_no": "7号"}, ["本来就不上班", "样式填写文号"]),
        ({"issued_on": ""}, ["没有载入"]),
    ],
)
def test_a_wrong_notice_is_shown_again_with_every_fault(changes, words):
    answer = desk().post(reverse(ADD), typed(**changes))

    assert answer.status_code == 200
    assert [word for word in words if word not in answer.content.decode()] == []
    assert not HolidayNotice.objects.filter(pk=2027).exists()


def test_a_correction_starts_from_what_the_notice_says_now():
    client = desk()

    page = client.get(reverse(ADD), {"year": "2026"}).content.decode()

    assert "国办发明电〔2025〕7号" in page
    assert "2026-10-10,work,国庆节调休上班" in page
    assert f"{reverse(ADD)}?year=2026" in client.get(reverse(LIST)).content.decode()


def test_a_notice_can_be_read_and_not_changed_or_deleted():
    client = desk()
    change = reverse("admin:workdays_holidaynotice_change", args=[2026])

    assert "元旦调休上班" in client.get(change).content.decode()
    assert client.post(change, {"title_zh": "改"}).status_code == 403
    assert client.post(reverse("admin:workdays_holidaynotice_delete", args=[2026])).status_code == 403


@pytest.mark.req("R33")
@pytest.mark.parametrize("role", [AdminRole.SECURITY_ADMIN, AdminRole.AUDIT_ADMIN])
def test_no_other_administrator_has_this_desk(role):
    client = desk(role)

    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(reverse(ADD), typed()).status_code == 403
    assert not HolidayNotice.objects.filter(pk=2027).exists()
