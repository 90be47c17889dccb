"""What the system administrator may change of an agency: whether it is in use, and to whom it reports (C1.2)."""

from django.db import transaction

from closedloop.errors import RuleViolated
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import AdminRole

from ..actor import Actor
from ..models import Agency
from .authority import admin_or_system

declare({"agency.changed": "修改机构"})


@transaction.atomic
def change_agency(agency: Agency, *, active: bool, parent: Agency | None, actor: Actor) -> Agency:
    """Puts an agency in or out of use, or under another parent; before and after are on record."""
    admin_or_system(actor, AdminRole.SYSTEM_ADMIN)
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if parent is not None and agency.pk in _line_upward(parent):
        raise RuleViolated("上级机构不能是本机构或者它的下级，否则逐级上报没有尽头", code="agency_circle")
    before = {"active": agency.active, "parent": agency.parent_id}
    after = {"active": active, "parent": parent.pk if parent else None}
    if before == after:
        return agency
    agency.active, agency.parent = active, parent
    agency.save(update_fields=["active", "parent"])
    journal.record(agency, "agency.changed", actor=actor, detail={"before": before, "after": after})
    return agency


def _line_upward(agency: Agency) -> list[str]:
    """The codes from an agency up to the one that reports to nobody, as they are recorded now."""
    above = dict(Agency.objects.values_list("pk", "parent"))
    codes: list[str] = []
    place: str | None = agency.pk
    while place is not None and place not in codes:
        codes.append(place)
        place = above[place]
    return codes
