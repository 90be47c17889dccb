"""Offices, accounts and change requests, made by the services on the reference data."""

from datetime import date, timedelta

from django.conf import settings

from closedloop.orgs import loading as orgs_loading
from closedloop.orgs import selectors as orgs
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency, User
from closedloop.orgs.services import appoint, create_account
from closedloop.workdays import clock
from closedloop.workdays import loading as calendar_loading
from measures import loading, services
from measures.models import Instrument

SYSTEM = Actor.system()
ON = date(2026, 11, 25)


def reference():
    """The whole reference data, as load_reference loads it."""
    calendar_loading.load(settings.FIXTURES_DIR)
    orgs_loading.load(settings.FIXTURES_DIR)
    loading.load(settings.FIXTURES_DIR)


def actor(agency_code, *, username="", name="陈测远"):
    """An account with a post at an agency, and with its roles. Another username is another person."""
    username = username or f"test-{agency_code.lower()}"
    user = User.objects.filter(username=username).first() or create_account(username, name_zh=name, actor=SYSTEM)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.refresh_from_db()
    appoint(
        user, agency=Agency.objects.get(pk=agency_code), position_zh="科员", on=clock.today() - timedelta(days=30), actor=SYSTEM
    )
    return orgs.actor_for(user, on=clock.today(), agency_code=agency_code)


def administrator(role):
    """One of the three administrators; acts for no agency."""
    user = create_account(f"test-{role}", name_zh="季测序", actor=SYSTEM, admin_role=role)
    return Actor(user=user, agency=None)


def content(**changes):
    """The whole content of a new measure of the food line, on a law in force."""
    said = {
        "category": "practice_ban",
        "name": "五年内不得从事测试食品经营管理",
        "cause": "因测试情形被处罚的",
        "party_kinds": ["person"],
        "person_roles": ["直接责任人"],
        "term": {
            "kind": "fixed",
            "min_months": 60,
            "max_months": 60,
            "anchor": "penalty_decision_date",
            "text": "自处罚决定作出之日起五年内",
            "source": "law",
        },
        "owner_line": "food",
        "implementer_roles": ["approval_authority"],
        "implementing_level": "city_or_below",
        "effect": "forbid",
        "matters": ["licence.food"],
        "bases": [
            {"instrument": "food_safety_law", "article": "第一百三十五条第一款", "is_term_basis": True, "verified": "text"}
        ],
    }
    return said | changes


def basis(instrument, *, article="第一条", is_term_basis=True, verified="text"):
    return {"instrument": instrument, "article": article, "is_term_basis": is_term_basis, "verified": verified}


def law(code="test_law", *, level="law", begins=date(2020, 1, 1), ends=None):
    """A fictional instrument, registered as the loading does: nobody in these tests has to act for it."""
    return Instrument.objects.create(
        code=code,
        title_zh=f"测试法（{code}）",
        short_title_zh=f"测试法{code}",
        level=level,
        in_force_from=begins,
        in_force_to=ends,
        verified="text",
    )


def change(kind="repeal", *, by=None, on=ON, days=10, measure="CJ-029", proposal=None, **said):
    """A draft of the food office, by default the repeal of CJ-029 in ten days."""
    given = {"reason": "测试理由", "effective_on": on + timedelta(days=days), "measure": measure, "proposal": proposal} | said
    return services.propose_change(kind, actor=by or actor("HZ-FOOD"), on=on, **given)


def submitted(kind="repeal", *, by=None, on=ON, **said):
    """A change that both reviewers have before them."""
    by = by or actor("HZ-FOOD")
    draft = change(kind, by=by, on=on, **said)
    return services.submit_change(draft.pk, actor=by, on=on)


def approved(kind="repeal", *, by=None, on=ON, **said):
    """A change that both sides have approved."""
    sent = submitted(kind, by=by, on=on, **said)
    services.approve_change(sent.pk, actor=actor("HZ-CREDIT"), on=on)
    return services.approve_change(sent.pk, actor=actor("HZ-LEGAL"), on=on)


def returned(**said):
    """A change that legal affairs sent back."""
    return services.return_change(submitted(**said).pk, actor=actor("HZ-LEGAL"), on=ON, reason="请补充")


def withdrawn(**said):
    """A change that its owner took back."""
    owner = actor("HZ-FOOD")
    return services.withdraw_change(change(by=owner, **said).pk, actor=owner, on=ON)
