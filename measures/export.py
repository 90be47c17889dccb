"""Both lists as a spreadsheet, with the columns that the lists of the opinion have."""

from collections.abc import Iterable
from datetime import date, datetime

from closedloop import spreadsheet
from closedloop.opinion import Role

from . import wording
from .models import MeasureVersion
from .models.vocabulary import Verified

COLUMNS = ("序号", "事项", "内容", "对象", "依据", "期限", "解除条件", "实施层级", "版本", "生效/失效")
UPWARD = "逐级上报，不推送实施"


def workbook(versions: Iterable[MeasureVersion], *, on: date, data_time: datetime, narrowed: str = "") -> bytes:
    """The versions as they stand on a day, a row each; `narrowed` says in words which part of the lists this is."""
    note = f"{on} 的清单{f'（{narrowed}）' if narrowed else ''}；{wording.DISCLAIMER}；{wording.UNVERIFIED}"
    rows = (row(number, version) for number, version in enumerate(versions, start=1))
    return spreadsheet.write_table("失信惩戒和强化监管措施清单", columns=COLUMNS, rows=rows, data_time=data_time, note=note)


def filename(on: date) -> str:
    """The name under which it is saved."""
    return f"两张清单-{on:%Y%m%d}.xlsx"


def row(number: int, version: MeasureVersion) -> list[object]:
    """One measure."""
    return [
        number,
        f"{version.measure_id} {version.name_zh}（{version.measure.get_list_display()}·{version.category}）",
        _content(version),
        _parties(version),
        wording.basis_words(version),
        _term(version),
        wording.release_words(version),
        f"{version.get_implementing_level_display()}（{UPWARD}）"
        if version.reported_upward
        else version.get_implementing_level_display(),
        f"第 {version.number} 版（{'原文已核' if version.verified == Verified.TEXT else '待核'}）",
        f"{wording.validity(version)}；{version.get_status_display()}",
    ]


def _content(version: MeasureVersion) -> str:
    matters = "、".join(matter.name_zh for matter in version.matters.all())
    effect = f"{version.get_effect_display()}：{matters}" if matters else version.get_effect_display()
    implementers = "、".join(dict(Role.choices).get(role, role) for role in version.implementer_roles)
    return f"{version.cause_zh}。{effect}。实施：{implementers}"


def _parties(version: MeasureVersion) -> str:
    roles = "、".join(version.person_roles_zh)
    return wording.parties(version) + (f"（{roles}）" if roles else "")


def _term(version: MeasureVersion) -> str:
    proposed = f"。{wording.PROPOSED}" if wording.is_proposed(version) else ""
    return f"{wording.term(version)}，{wording.anchor(version)}。{version.term_text_zh}{proposed}"
