"""Agencies, accounts and signed-in clients, made by the services."""

from datetime import date, timedelta

from django.test import Client

from closedloop import opinion
from closedloop.deadlines import services as deadlines
from closedloop.deadlines.workitem import WorkItem
from closedloop.orgs import selectors
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency, AgencyRole, BusinessLine
from closedloop.orgs.services import appoint, create_account
from closedloop.workdays import clock
from measures.models import Category, Measure, MeasureVersion, TermAnchor

SYSTEM = Actor.system()


def agency(code="TEST-FOOD", *, name="测试食品处", roles=(opinion.Role.BUSINESS_AUTHORITY,)):
    found, created = Agency.objects.get_or_create(
        code=code, defaults={"name_zh": f"{name}（{code}）", "short_name_zh": name, "level": Agency.Level.CITY}
    )
    if created:
        AgencyRole.objects.bulk_create(AgencyRole(agency=found, role=role) for role in roles)
    return found


def officer(*agencies, username="test-officer", name="陈测远"):
    user = create_account(username, name_zh=name, actor=SYSTEM)
    for place in agencies:
        appoint(user, agency=place, position_zh="科员", on=clock.today() - timedelta(days=30), actor=SYSTEM)
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    return user


def administrator(role=opinion.AdminRole.SYSTEM_ADMIN):
    user = create_account(f"test-{role}", name_zh="季测序", actor=SYSTEM, admin_role=role)
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    return user


def actor(user):
    return selectors.actor_for(user, on=clock.today())


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def deadline(start, *, rule=opinion.RECEIVE_CASE, key="1", place=None, **changes):
    said = {
        "obj": ("case", key),
        "responsible": place or agency(),
        "start": date.fromisoformat(start),
        "start_event": "推送到达",
        "title": f"测试案件 {key}",
        "url_path": f"/cases/{key}/",
        "actor": SYSTEM,
    }
    return deadlines.open_deadline(rule, **(said | changes))


def item(title="核对清单", *, since="2026-09-01", kind="keeping", url="/x/", due=None):
    return WorkItem(
        title=title,
        detail="说明",
        subject="食品条线",
        url=url,
        act="核对",
        from_zh="本机构",
        since=date.fromisoformat(since),
        deadline=due,
        kind=kind,
    )


def version(code, name, *, since, number=1, cause="有测试情形的", **changes):
    """A version of a measure, as loading writes it: a row, because nobody proposes what was there from the beginning."""
    measure, _ = Measure.objects.get_or_create(code=code, defaults={"list": "punishment"})
    category, _ = Category.objects.get_or_create(
        code="test", defaults={"name_zh": "测试类别", "list": "punishment", "clause": "C2.4.1"}
    )
    anchor, _ = TermAnchor.objects.get_or_create(code="test", defaults={"name_zh": "决定之日", "from_which_document": "决定书"})
    line, _ = BusinessLine.objects.get_or_create(code="test", defaults={"name_zh": "测试条线"})
    said = {
        "category": category,
        "term_anchor": anchor,
        "owner_line": line,
        "name_zh": name,
        "cause_zh": cause,
        "term_kind": "lifetime",
        "term_text_zh": "终身",
        "term_source": "law",
        "implementing_level": "city_or_below",
        "effect": "forbid",
        "status": "effective",
        "verified": "memory",
        "confidence": "low",
    }
    return MeasureVersion.objects.create(measure=measure, number=number, effective_from=since, **(said | changes))
