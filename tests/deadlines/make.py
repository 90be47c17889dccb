"""An agency, the accounts that act, and deadlines made by the services."""

from datetime import date

from closedloop import opinion
from closedloop.deadlines import services
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.orgs.services import create_account
from closedloop.workdays.notices import NoticeDay

SYSTEM = Actor.system()
# Invented for the tests: nobody has issued it, and its days are not those of any notice.
FICTIONAL_2027 = {
    "days": [
        NoticeDay(date(2027, 1, 1), "off", "元旦"),
        NoticeDay(date(2027, 1, 2), "work", "元旦调休上班"),
        NoticeDay(date(2027, 1, 4), "off", "元旦"),
        NoticeDay(date(2027, 1, 7), "off", "测试假日"),
    ],
    "document_no": "测办发明电〔2026〕0号",
    "title": "关于2027年部分节假日安排的测试通知（虚构）",
    "issued_on": date(2026, 12, 20),
}


def agency(code="CE-SHI-FOOD", name="测试食品处"):
    return Agency.objects.get_or_create(code=code, defaults={"name_zh": name, "short_name_zh": name, "level": Agency.Level.CITY})[
        0
    ]


def administrator(role=opinion.AdminRole.SYSTEM_ADMIN):
    user = create_account(f"test-{role}", name_zh="测试管理员", actor=SYSTEM, admin_role=role)
    return Actor(user=user, agency=None)


def officer(*roles):
    user = create_account("test-officer", name_zh="测试经办人", actor=SYSTEM)
    return Actor(user=user, agency=agency(), roles=frozenset(roles))


def deadline(start, *, rule=opinion.RECEIVE_CASE, key="1", **changes):
    said = {
        "obj": ("case", key),
        "responsible": agency(),
        "start": date.fromisoformat(start),
        "title": f"测试案件 {key}",
        "url_path": f"/cases/{key}/",
        "actor": SYSTEM,
    }
    return services.open_deadline(rule, **(said | changes))


def load_2027(actor, *, on="2026-12-28", **changes):
    return services.load_holiday_notice(2027, actor=actor, on=date.fromisoformat(on), **(FICTIONAL_2027 | changes))
