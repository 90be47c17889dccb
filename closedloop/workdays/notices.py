"""A holiday notice as it is typed in: read from lines and judged whole, every problem at once."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from closedloop.errors import Problem

from .calendar import OFF, SATURDAY, WEEKDAYS_ZH, WORK

DOCUMENT_NO = re.compile(r"^\S{2,20}〔\d{4}〕\d{1,4}号$")
YEAR_MIN, YEAR_MAX, NAME_MAX, TITLE_MAX, DECEMBER, COLUMNS = 2000, 2100, 20, 120, 12, 3


@dataclass(frozen=True)
class NoticeDay:
    """One special day of a notice: `off` (a weekday off) or `work` (a weekend day worked)."""

    date: date
    kind: str
    name_zh: str


def parse(text: str) -> tuple[list[NoticeDay], list[Problem]]:
    """Reads lines `2027-01-01,off,元旦`; blank lines are passed over. Returns the days and what could not be read."""
    days: list[NoticeDay] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.replace("，", ",").splitlines(), start=1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split(",")]
        day = _day(cells[0]) if len(cells) == COLUMNS else None
        if day is None:
            problems.append(Problem(f"/days/{number - 1}", "format", f"第 {number} 行读不出：请写成「2027-01-01,off,元旦」"))
        else:
            days.append(NoticeDay(day, cells[1], cells[2]))
    return days, problems


def problems_of(
    year: int, *, days: Sequence[NoticeDay], document_no: str, title: str, issued_on: date, on: date
) -> tuple[Problem, ...]:
    """Everything that is wrong with a notice; nothing where it may be loaded. `on` is the day on which it is loaded."""
    found = list(_heading_problems(year, document_no=document_no, title=title, issued_on=issued_on, on=on))
    if not days:
        found.append(Problem("/days", "required", "请录入通知中的放假日和调休上班日"))
    repeated = {day for day, times in Counter(item.date for item in days).items() if times > 1}
    for index, item in enumerate(days):
        found += _day_problems(item, pointer=f"/days/{index}", year=year, repeated=item.date in repeated)
    return tuple(found)


def _heading_problems(year: int, *, document_no: str, title: str, issued_on: date, on: date) -> list[Problem]:
    found = []
    if not YEAR_MIN <= year <= YEAR_MAX:
        found.append(Problem("/year", "range", f"年度须在 {YEAR_MIN} 至 {YEAR_MAX} 之间"))
    if not DOCUMENT_NO.match(document_no):
        found.append(Problem("/document_no", "format", "请按「国办发明电〔2025〕7号」的样式填写文号"))
    if not title.strip() or len(title) > TITLE_MAX:
        found.append(Problem("/title", "required", f"请填写通知名称，不超过 {TITLE_MAX} 字"))
    if issued_on > on:
        found.append(Problem("/issued_on", "future", f"发布日期 {issued_on} 晚于今天，请核对"))
    return found


def _day_problems(item: NoticeDay, *, pointer: str, year: int, repeated: bool) -> list[Problem]:
    found = []
    weekday = WEEKDAYS_ZH[item.date.weekday()]
    if not _belongs(item.date, year):
        found.append(Problem(pointer, "year", f"{item.date} 不在 {year} 年（也不是上年 12 月的调休日）"))
    if repeated:
        found.append(Problem(pointer, "duplicate", f"{item.date} 重复出现"))
    if item.kind not in (OFF, WORK):
        found.append(Problem(pointer, "kind", f"{item.date} 的类别须为 off（放假）或者 work（上班）"))
    elif item.kind == OFF and item.date.weekday() >= SATURDAY:
        found.append(Problem(pointer, "already_off", f"{item.date} 是{weekday}，本来就不上班，不用录入"))
    elif item.kind == WORK and item.date.weekday() < SATURDAY:
        found.append(Problem(pointer, "already_work", f"{item.date} 是{weekday}，本来就上班，不用录入"))
    if not item.name_zh or len(item.name_zh) > NAME_MAX:
        found.append(Problem(pointer, "name", f"请写明 {item.date} 的名称，如「元旦」「春节调休上班」，不超过 {NAME_MAX} 字"))
    return found


def _belongs(day: date, year: int) -> bool:
    return day.year == year or (day.year == year - 1 and day.month == DECEMBER)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
