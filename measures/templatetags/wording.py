"""`{% load wording %}`: the words of a version in a template; what they say stands in measures/wording.py."""

from datetime import date

from django import template

from measures import wording
from measures.forms.filters import FilterForm
from measures.models import Instrument, MeasureVersion

register = template.Library()
register.filter("term", wording.term)
register.filter("anchor", wording.anchor)
register.filter("parties", wording.parties)
register.filter("releases", wording.releases)
register.filter("cites", wording.cites)
register.filter("is_proposed", wording.is_proposed)
register.filter("unverified", wording.unverified)


@register.filter
def warning(instrument: Instrument, day: date) -> str:
    """Why an instrument needs attention on a day."""
    return wording.warning(instrument, on=day)


@register.inclusion_tag("measures/_marks.html")
def marks(version: MeasureVersion) -> dict[str, object]:
    """What a reader must know beside the name: 待法制审核, 待核, 拟定, 逐级上报."""
    return {"version": version, "proposed": wording.is_proposed(version)}


@register.filter
def at(mapping: object, key: str) -> object:
    """The value under a key; nothing where there is none, or where there is no mapping."""
    return mapping.get(key) if isinstance(mapping, dict) else None


@register.filter
def without(conditions: FilterForm, name: str) -> str:
    """The address of the page without one of its conditions."""
    return conditions.without(name)
