"""How sanctions are drawn: bars on one axis of years, with today on it. Geometry as text in percent, for attributes of SVG.

Pure. Drawn the same way everywhere: fixed terms with a cap at their last day, lifetime and conditions open, an unknown anchor hatched.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from closedloop.workdays.calendar import months_after
from measures import wording
from measures.models.vocabulary import List, TermKind

from .models import Sanction
from .models.vocabulary import SanctionState

YEARS_LEAST, YEARS_MOST, TICKS_MOST, GUESS_MONTHS, YEAR = 5, 25, 8, 36, 12
ONE_DAY = timedelta(days=1)
PAST, REST, CAP, UNTIL, HATCH = "past", "rest", "cap", "until", "hatch"
ENDED = (SanctionState.WITHDRAWN, SanctionState.LIFTED)


@dataclass(frozen=True)
class Axis:
    """From the first day of a year to the first day of another one."""

    first: date
    last: date
    today: date

    def at(self, day: date) -> float:
        """Where a day stands, from 0 to 100."""
        share = (day - self.first).days / (self.last - self.first).days
        return min(100.0, max(0.0, share * 100))

    def x(self, day: date) -> str:
        """Where a day stands, as an attribute."""
        return percent(self.at(day))

    @property
    def now(self) -> str:
        """Where today stands."""
        return self.x(self.today)

    @property
    def ticks(self) -> list[tuple[int, str]]:
        """The years that are written, with their places; not so many that they run into each other."""
        span = self.last.year - self.first.year
        step = -(-span // TICKS_MOST)
        return [(year, self.x(date(year, 1, 1))) for year in range(self.first.year, self.last.year, step)]


@dataclass(frozen=True)
class Shape:
    """One rectangle; a cap has its width in pixels."""

    style: str
    x: str
    width: str = ""


@dataclass(frozen=True)
class Bar:
    """One sanction as it is drawn: its colour, its shapes, a word behind them, and everything in words for who cannot see it."""

    style: str
    shapes: tuple[Shape, ...]
    label: str
    text: str = ""
    text_x: str = ""


@dataclass(frozen=True)
class Line:
    """A sanction with its bar and its words: 「至 2031-09-10」 and 「5 年，法定」."""

    sanction: Sanction
    bar: Bar
    end: str
    ends_on: date | None
    term: str
    basis: str
    only: str


def axis_for(sanctions: Iterable[Sanction], *, today: date) -> Axis:
    """Wide enough for every known day, at least some years, never so wide that nothing can be seen."""
    rows = list(sanctions)
    days = [day for row in rows for day in (row.starts_on, row.ends_on) if day]
    first = min([today, *days]).year
    last = max([today.year + YEARS_LEAST, *(day.year + 1 for day in days)]) + 1
    return Axis(date(first, 1, 1), date(min(last, first + YEARS_MOST), 1, 1), today)


def lines(sanctions: Sequence[Sanction], *, axis: Axis, matters: Mapping[str, str]) -> list[Line]:
    """Every sanction with its bar; `matters`: the names of those to which a sanction is narrowed."""
    return [
        Line(
            sanction=row,
            bar=bar(row, axis=axis),
            end=end_words(row),
            ends_on=row.ends_on,
            term=term_words(row),
            basis=basis_words(row),
            only="、".join(matters.get(code, code) for code in row.matters or ()),
        )
        for row in sanctions
    ]


def bar(sanction: Sanction, *, axis: Axis) -> Bar:
    """One sanction on an axis."""
    qh = sanction.version.measure.list == List.ENHANCED
    style = f"{'is-qh' if qh else 'is-cj'}{' is-lifted' if sanction.state in ENDED else ''}"
    kind = List(sanction.version.measure.list).label
    if sanction.starts_on is None:
        return _hatched(sanction, style, kind, axis=axis)
    if sanction.ends_on is None or sanction.ends_on >= axis.last:
        return _open(sanction, sanction.starts_on, style, kind, axis=axis)
    return _fixed(sanction, sanction.starts_on, sanction.ends_on, style, kind, axis=axis)


def end_words(sanction: Sanction) -> str:
    """When it ends, where that is no day."""
    if sanction.ends_on:
        return f"至 {sanction.ends_on}"
    if sanction.lifetime:
        return "终身"
    kind = sanction.version.term_kind
    if kind == TermKind.UNTIL:
        return wording.term(sanction.version)
    return "随公示" if kind == TermKind.FOLLOWS_PUBLICITY else "起算日未知"


def term_words(sanction: Sanction) -> str:
    """How long, and what sets that."""
    version = sanction.version
    if sanction.term_months:
        long = wording.months(sanction.term_months)
    else:
        long = "" if sanction.lifetime or version.term_kind == TermKind.UNTIL else wording.term(version).removeprefix("随公示，")
    source = "法定" if version.statutory_term else "期限为拟定" if wording.is_proposed(version) else ""
    words = [long if long != "随公示" else "", source]
    if sanction.anchor_on is None and version.term_kind != TermKind.FOLLOWS_PUBLICITY:
        words.append(f"{version.term_anchor.name_zh}起算")
    return "，".join(filter(None, words))


def basis_words(sanction: Sanction) -> str:
    """What it rests on, in one line: the article that sets the term, else the first."""
    bases = sorted(sanction.version.bases.all(), key=lambda basis: not basis.is_term_basis)
    more = f" 等 {len(bases)} 条" if len(bases) > 1 else ""
    return f"{wording.cites(bases[0])}{more}" if bases else ""


def percent(share: float) -> str:
    """A share as an attribute of SVG."""
    return f"{share:.2f}%"


def _fixed(sanction: Sanction, start: date, end: date, style: str, kind: str, *, axis: Axis) -> Bar:
    after = end + ONE_DAY
    shapes = [*_past(start, after, axis=axis), _rect(REST, max(start, min(axis.today, after)), after, axis=axis)]
    label = f"{kind}，{start} 起，{end} 止，{term_words(sanction)}"
    return Bar(style, (*shapes, Shape(CAP, axis.x(after))), label)


def _open(sanction: Sanction, start: date, style: str, kind: str, *, axis: Axis) -> Bar:
    shapes = (*_past(start, axis.last, axis=axis), _rect(UNTIL, max(start, axis.today), axis.last, axis=axis))
    words = end_words(sanction)
    return Bar(style, shapes, f"{kind}，{start} 起，{words}", text=words, text_x=axis.x(max(start, axis.today)))


def _hatched(sanction: Sanction, style: str, kind: str, *, axis: Axis) -> Bar:
    """From today on, as long as the term is or is guessed to be; whoever looks sees that it is not known."""
    endless = sanction.lifetime or sanction.version.term_kind == TermKind.UNTIL
    end = axis.last if endless else min(axis.last, months_after(axis.today, sanction.term_months or GUESS_MONTHS))
    words = "公示后起算" if sanction.version.term_kind == TermKind.FOLLOWS_PUBLICITY else "起算日未知"
    far = axis.at(end) > 100 * 2 / 3
    return Bar(
        style,
        (_rect(HATCH, axis.today, end, axis=axis),),
        f"{kind}，{end_words(sanction)}，{words}",
        text="" if far else words,
        text_x=axis.x(end),
    )


def _past(start: date, end: date, *, axis: Axis) -> tuple[Shape, ...]:
    return (_rect(PAST, start, min(end, axis.today), axis=axis),) if start < axis.today else ()


def _rect(style: str, start: date, end: date, *, axis: Axis) -> Shape:
    return Shape(style, axis.x(start), percent(max(0.0, axis.at(end) - axis.at(start))))
