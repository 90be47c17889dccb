"""The template tags of every page: icons, dates, lights, badges, marks and form controls. Known everywhere without {% load %}."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.utils.html import format_html
from django.utils.timezone import localtime

from closedloop.deadlines.lights import light as light_of
from closedloop.deadlines.models import Deadline
from closedloop.opinion import CLAUSES, Role
from closedloop.portal import strip, words
from closedloop.workdays.calendar import WEEKDAYS_ZH

register = template.Library()


@register.inclusion_tag("_partials/_icon.html")
def icon(name: str) -> dict[str, str]:
    """An outline of the sprite; the word beside it carries the meaning."""
    return {"name": name}


@register.filter
def zhdate(day: date | datetime | None, form: str = "full") -> str:
    """A date in <time>: `full` 2026-02-24（周二）, `iso` 2026-02-24, `short` 02-24, `minute` 2026-02-24 09:12."""
    if not day:
        return ""
    if isinstance(day, datetime):
        day = localtime(day)
    shown = {"iso": f"{day:%Y-%m-%d}", "short": f"{day:%m-%d}", "minute": f"{day:%Y-%m-%d %H:%M}"}
    words_zh = shown.get(form) or f"{day:%Y-%m-%d}（{WEEKDAYS_ZH[day.weekday()]}）"
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), words_zh)


@register.filter
def thisyear(day: date | None, today: date) -> str:
    """A date of a dense row: 02-24 within the year, with the year otherwise."""
    return zhdate(day, "short" if day and day.year == today.year else "iso")


@register.filter
def label(value: str, enumeration: str) -> str:
    """The Chinese word of a value of an enumeration."""
    return words.label_of(value, enumeration)


@register.filter
def labels(values: Iterable[str], enumeration: str) -> str:
    """The Chinese words of several values, joined with 、."""
    return "、".join(words.label_of(value, enumeration) for value in values or ())


@register.filter
def roles_zh(roles: Iterable[str]) -> str:
    """Roles as the head of the page shows them: 信用监管、业务主管."""
    return "、".join(words.short_role(role) for role in Role if role in roles)


@register.filter
def clause_place(clause: str) -> str:
    """Where a clause stands in the opinion: 「二（一）」 for C2.1b; another law's clause stays as it is."""
    return CLAUSES[clause].place if clause in CLAUSES else clause


@register.inclusion_tag("_partials/_light.html", takes_context=True)
def light(context: template.Context, deadline: Deadline | None, align: str = "") -> dict[str, Any]:
    """The light of a deadline with its reason; `align="end"` opens the reason to the left."""
    desk = context["desk"]
    if deadline is None:
        return {"deadline": None}
    shown = light_of(deadline, on=desk.today, calendar=desk.calendar)
    moves = deadline.moves.all() if "moves" in getattr(deadline, "_prefetched_objects_cache", {}) else ()
    return {
        "deadline": deadline,
        "light": shown,
        "style": words.LIGHTS[shown.colour],
        "fields": strip.fields(shown.why, on=desk.today),
        "worked": strip.worked(shown.why),
        "unknown_years": strip.unknown_years(shown.why, desk.calendar),
        "moves": moves,
        "why_id": f"why-{desk.number()}",
        "align": align,
    }


@register.inclusion_tag("_partials/_kind.html")
def kind(value: str) -> dict[str, str]:
    """The badge of a list: 失信惩戒 or 强化监管."""
    return {"style": words.KINDS[value], "word": words.label_of(value, "list")}


@register.inclusion_tag("_partials/_state.html")
def state(value: str, enumeration: str) -> dict[str, str]:
    """The badge of a state, in the colour that this state has in every app."""
    return {"style": words.STATES[enumeration].get(value, ""), "word": words.label_of(value, enumeration)}


@register.inclusion_tag("_partials/_mark.html")
def mark(verified: str, show_ok: bool = False) -> dict[str, str]:
    """「待核」 where a provision was not read; nothing, or 「原文已核」 with show_ok, where it was."""
    known = verified == "text"
    word = ("原文已核" if show_ok else "") if known else "待核"
    return {"word": word, "style": "is-ok" if known else "", "why": words.UNVERIFIED[verified]}


@register.inclusion_tag("_partials/_mark.html")
def note(word: str, why: str) -> dict[str, str]:
    """A quiet mark with its reason: {% note "推算" "2027 年的安排尚未公布" %}, 拟定, 改."""
    return {"word": word, "style": "is-note", "why": why}


@register.simple_tag
def choice(option: forms.boundfield.BoundWidget) -> str:
    """One radio button or check box of a field with several."""
    option.data["attrs"]["class"] = "form-check-input"
    return option.tag()


@register.simple_tag
def control(field: forms.BoundField) -> str:
    """A form field as it is drawn here; label, help and errors are those of _field.html."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return field.as_widget()
    style = "form-select" if isinstance(widget, forms.Select) else "form-control"
    if isinstance(widget, forms.CheckboxInput):
        style = "form-check-input"
    given = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": " ".join(filter(None, (style, given, "is-invalid" if field.errors else "")))})
