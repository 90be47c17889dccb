"""Keeping the law on which the lists rest: registering an instrument, amending its entry, recording that it ends (C1.3, B10)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from closedloop.errors import Forbidden, InvalidInput, Problem, RuleViolated, WrongState
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import KEEP_INSTRUMENTS
from closedloop.orgs import selectors as orgs
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.orgs.services import authorize

from ..models import Instrument
from ..models.vocabulary import InstrumentLevel, Verified
from ..selectors.impact import impact_of, instrument
from .cleanups import open_cleanups, restore_cleanups

CODE = re.compile(r"[a-z][a-z0-9_-]{2,59}")
TEXTS = {"title_zh": 120, "short_title_zh": 60, "document_no": 80, "issuer": 80, "version_note": 120, "note": 400}
REQUIRED = ("title_zh", "level")
DATES = ("in_force_from", "in_force_to")
FIELDS = ("code", *TEXTS, "level", *DATES, "verified")
LABELS = {
    "code": "代码", "title_zh": "名称", "short_title_zh": "简称", "document_no": "文号", "issuer": "制定机关", "version_note": "文本",
    "note": "说明", "level": "效力位阶", "in_force_from": "施行日", "in_force_to": "最后有效日", "verified": "核对情况",
}  # fmt: skip
declare(
    {"instrument.registered": "登记依据文件", "instrument.amended": "修订依据文件登记", "instrument.ended": "登记依据文件终止"}
)


@transaction.atomic
def register_instrument(fields: Mapping[str, Any], *, actor: Actor, on: date) -> Instrument:
    """Legal affairs registers a law or document, with every problem of the entry at once. C1.3"""
    _authorize(actor)
    given = {name: value for name, value in fields.items() if value is not None}
    found = [*_code_problems(given), *_problems(given), *(_required(name) for name in REQUIRED if not given.get(name))]
    if found:
        raise _invalid(found)
    given.setdefault("verified", Verified.MEMORY)
    given["short_title_zh"] = given.get("short_title_zh") or given["title_zh"][: TEXTS["short_title_zh"]]
    made = Instrument.objects.create(**given)
    journal.record(made, "instrument.registered", actor=actor, rule=KEEP_INSTRUMENTS, on=on, detail={"after": entry_of(made)})
    open_cleanups(made, on=on, actor=actor)
    return made


@transaction.atomic
def amend_instrument(code: str, *, fields: Mapping[str, Any], actor: Actor, on: date) -> Instrument:
    """Legal affairs corrects an entry; versions keep the instrument as it was when they were made. An empty date clears it. C1.3"""
    _authorize(actor)
    kept = _locked(code)
    given = {name: value for name, value in fields.items() if value is not None}
    found = _problems(given, kept=kept)
    if "code" in given and given["code"] != code:
        found.append(Problem("/code", "fixed", "代码登记后不能修改；换了文件的，请另行登记"))
    if found:
        raise _invalid(found)
    before = entry_of(kept)
    for name, value in given.items():
        setattr(kept, name, None if name in DATES and value == "" else value)
    return _saved(kept, before=before, verb="instrument.amended", actor=actor, on=on)


@transaction.atomic
def end_instrument(code: str, *, last_day: date, actor: Actor, on: date, note: str = "") -> Instrument:
    """Legal affairs records the last day of an instrument; every owner whose measure rests on it gets a clean-up. C1.3"""
    _authorize(actor)
    kept = _locked(code)
    if kept.in_force_to == last_day:
        raise WrongState(f"已经登记为施行到 {last_day}，不需重复", clause=KEEP_INSTRUMENTS.clause, code="ended_already")
    if kept.in_force_from is not None and last_day < kept.in_force_from:
        words = f"最后有效日不能早于施行日 {kept.in_force_from}"
        raise RuleViolated(words, clause="C1.3", code="order", problems=(Problem("/last_day", "order", words, "C1.3"),))
    before = entry_of(kept)
    kept.in_force_to = last_day
    kept.note = (note.strip() or kept.note)[: TEXTS["note"]]
    return _saved(kept, before=before, verb="instrument.ended", actor=actor, on=on)


def entry_of(kept: Instrument) -> dict[str, str]:
    """What the journal keeps of an entry."""
    return {name: str(getattr(kept, name) or "") for name in FIELDS}


def _authorize(actor: Actor) -> None:
    """Legal affairs of the city or above: the list is the city's (our reading)."""
    authorize(actor, KEEP_INSTRUMENTS, actor.agency)
    if actor.agency is not None and not orgs.climbs_to(actor.agency, level=Agency.Level.CITY):
        raise Forbidden("依据文件由市局法制机构登记，请报市局法规处", clause=KEEP_INSTRUMENTS.clause)


def _locked(code: str) -> Instrument:
    return Instrument.objects.select_for_update().get(pk=instrument(code).pk)


def _saved(kept: Instrument, *, before: dict[str, str], verb: str, actor: Actor, on: date) -> Instrument:
    kept.revision += 1
    kept.save()
    resting = [line.version.measure_id for line in impact_of(kept, on=on).lines]
    detail = {"before": before, "after": entry_of(kept), "measures": resting}
    journal.record(kept, verb, actor=actor, rule=KEEP_INSTRUMENTS, on=on, detail=detail)
    restore_cleanups(kept, on=on, actor=actor)
    open_cleanups(kept, on=on, actor=actor)
    return kept


def _code_problems(given: Mapping[str, Any]) -> list[Problem]:
    code = given.get("code")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        return [Problem("/code", "format", "请填写代码：小写字母开头，3 至 60 位小写字母、数字、_ 或者 -")]
    if Instrument.objects.filter(pk=code).exists():
        return [Problem("/code", "taken", f"代码 {code} 已经登记，请换一个，或者修订原有的登记")]
    return []


def _problems(given: Mapping[str, Any], *, kept: Instrument | None = None) -> list[Problem]:
    found = [Problem(f"/{name}", "unknown_field", f"没有“{name}”这一项") for name in given if name not in FIELDS]
    for name, longest in TEXTS.items():
        value = given.get(name, "")
        if not isinstance(value, str) or len(value) > longest:
            found.append(Problem(f"/{name}", "too_long", f"{LABELS[name]}应为文字，最多 {longest} 字"))
        elif name in given and name in REQUIRED and not value.strip():
            found.append(_required(name))
    for name, known in (("level", InstrumentLevel.values), ("verified", Verified.values)):
        if name in given and given[name] not in known:
            found.append(Problem(f"/{name}", "unknown_code", f"{LABELS[name]}应为 {'、'.join(known)} 之一"))
    return found + _date_problems(given, kept=kept)


def _date_problems(given: Mapping[str, Any], *, kept: Instrument | None) -> list[Problem]:
    bad = [name for name in DATES if given.get(name) not in (None, "") and not isinstance(given[name], date)]
    if bad:
        return [Problem(f"/{name}", "format", f"{LABELS[name]}应为日期，例如 2026-11-25") for name in bad]
    begins, ends = (given.get(name, getattr(kept, name, None)) or None for name in DATES)
    if begins and ends and ends < begins:
        return [Problem("/in_force_to", "order", f"最后有效日 {ends} 不能早于施行日 {begins}")]
    return []


def _required(name: str) -> Problem:
    return Problem(f"/{name}", "required", f"请填写{LABELS[name]}")


def _invalid(found: list[Problem]) -> InvalidInput:
    return InvalidInput("填写有误，没有保存：" + "；".join(problem.detail for problem in found), problems=tuple(found))
