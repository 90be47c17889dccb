"""The demo: fictional accounts, and a few change requests and confirmations made by the real services. Safe to repeat."""

from datetime import date, timedelta

from django.db import transaction

from closedloop.orgs import selectors as orgs
from closedloop.orgs.actor import Actor
from closedloop.orgs.demo import DEMO_LOGINS, DEMO_PASSWORD, DemoLogin
from closedloop.orgs.models import Agency, User
from closedloop.orgs.services import appoint, create_account, set_password
from measures import services
from measures.models import ListConfirmation, MeasureChange

from . import demo_cases

POST_DAYS = 400


def seed(*, on: date) -> dict[str, int]:
    """Whatever of the demo is not there yet. Returns how many of each were made."""
    accounts = sum(_account(login, on=on) for login in DEMO_LOGINS)
    confirmations = 0 if ListConfirmation.objects.exists() else _confirm(on=on)
    changes = 0 if MeasureChange.objects.exists() else _change(on=on)
    cases = demo_cases.seed(
        enforcement=_actor("enforce", on=on),
        food=_actor("food", on=on),
        credit=_actor("credit", on=on),
        legal=_actor("legal", on=on),
        on=on,
    )
    return {"accounts": accounts, "changes": changes, "confirmations": confirmations, "cases": cases}


@transaction.atomic
def _account(login: DemoLogin, *, on: date) -> int:
    """An account with its post, and with the password that the login page tells; never reset once it is there."""
    if User.objects.filter(username=login.username).exists():
        return 0
    user = create_account(login.username, name_zh=login.name_zh, actor=Actor.system(), admin_role=login.admin_role)
    set_password(user, password=DEMO_PASSWORD, actor=Actor.system())
    if login.agency_code:
        agency = Agency.objects.get(pk=login.agency_code)
        appoint(user, agency=agency, position_zh=login.position_zh, on=on - timedelta(days=POST_DAYS), actor=Actor.system())
    return 1


@transaction.atomic
def _confirm(*, on: date) -> int:
    """The food office has just gone through its lists; the other offices have a quarter from the day of loading."""
    services.confirm_list(actor=_actor("food", on=on), on=on, note="逐项核对，没有变动")
    return 1


@transaction.atomic
def _change(*, on: date) -> int:
    """A repeal with one review, an amendment that came back, a draft, and an amendment that waits for its day."""
    food, ip, credit = _actor("food", on=on), _actor("ip", on=on), _actor("credit", on=on)
    legal, second = _actor("legal", on=on), _actor("credit2", on=on)
    repeal = services.propose_change(
        "repeal",
        measure="QH-026",
        reason="商标法 2026 年修订删去“记入信用档案”，自 2027-01-01 起本项只剩部门规章作依据，提请废止",
        effective_on=max(date(2027, 1, 1), on + timedelta(days=5)),
        actor=ip,
        on=on,
    )
    services.submit_change(repeal.pk, actor=ip, on=on)
    services.approve_change(repeal.pk, actor=credit, on=on, opinion="依据届时不复存在，同意废止")
    back = _amend(food, measure="CJ-030", note="演示：拟补充说明", reason="演示：补充适用说明", days=20, on=on)
    services.submit_change(back.pk, actor=food, on=on)
    services.return_change(back.pk, actor=legal, on=on, reason="请写明补充说明的出处后再报")
    _amend(food, measure="CJ-049", note="演示：草稿", reason="演示：核对适用人员的表述", days=30, on=on)
    passed = _amend(food, measure="CJ-029", note="演示：说明自生效日起更新", reason="演示：统一说明的表述", days=3, on=on)
    services.submit_change(passed.pk, actor=food, on=on)
    services.approve_change(passed.pk, actor=second, on=on, opinion="同意")
    services.approve_change(passed.pk, actor=legal, on=on, opinion="依据有效，同意")
    return 4


def _amend(actor: Actor, *, measure: str, note: str, reason: str, days: int, on: date) -> MeasureChange:
    return services.propose_change(
        "amend",
        measure=measure,
        proposal={"note": note},
        reason=reason,
        effective_on=on + timedelta(days=days),
        actor=actor,
        on=on,
    )


def _actor(username: str, *, on: date) -> Actor:
    return orgs.actor_for(User.objects.get(username=username), on=on)
