"""How a sanction is drawn: on one axis of years, with today on it (pages.md "A sanction is always drawn the same way")."""

from datetime import date
from types import SimpleNamespace

import pytest

from subjects import bars

TODAY = date(2026, 10, 8)
pytestmark = pytest.mark.clause("C2.7.1a")


def sanction(starts_on=None, ends_on=None, *, kind="fixed", lifetime=False, months=60, state="proposed", list_of="punishment"):
    version = SimpleNamespace(
        term_kind=kind,
        measure=SimpleNamespace(list=list_of),
        statutory_term=True,
        term_source="law",
        term_min_months=months,
        term_max_months=months,
        until_condition="",
        term_anchor=SimpleNamespace(name_zh="处罚决定作出之日"),
    )
    return SimpleNamespace(
        version=version,
        starts_on=starts_on,
        anchor_on=starts_on,
        ends_on=ends_on,
        lifetime=lifetime,
        term_months=months if ends_on else None,
        state=state,
    )


def drawn(row):
    axis = bars.axis_for([row], today=TODAY)
    return axis, bars.bar(row, axis=axis)


def share(text):
    return float(text.removesuffix("%"))


def test_the_axis_begins_with_a_year_and_holds_every_known_day():
    axis = bars.axis_for([sanction(date(2024, 5, 1), date(2034, 5, 1))], today=TODAY)

    assert axis.first == date(2024, 1, 1)
    assert axis.last > date(2034, 5, 1)
    assert len(axis.ticks) <= bars.TICKS_MOST
    assert axis.ticks[0] == (2024, "0.00%")


def test_a_fixed_term_is_past_until_today_and_then_the_rest_with_a_cap():
    axis, bar = drawn(sanction(date(2026, 9, 10), date(2031, 9, 10)))

    past, rest, cap = bar.shapes
    assert [shape.style for shape in bar.shapes] == ["past", "rest", "cap"]
    assert share(past.x) + share(past.width) == pytest.approx(share(axis.now), abs=0.02)
    assert share(rest.x) + share(rest.width) == pytest.approx(share(cap.x), abs=0.02)
    assert bar.label == "失信惩戒，2026-09-10 起，2031-09-10 止，5 年，法定"


def test_what_has_not_begun_has_no_past():
    _, bar = drawn(sanction(date(2027, 1, 1), date(2030, 1, 1)))

    assert [shape.style for shape in bar.shapes] == ["rest", "cap"]


def test_what_is_over_has_no_rest():
    _, bar = drawn(sanction(date(2020, 1, 1), date(2023, 1, 1)))

    assert share(bar.shapes[1].width) == 0


def test_a_lifetime_runs_to_the_edge_and_says_so():
    _, bar = drawn(sanction(date(2026, 9, 10), kind="lifetime", lifetime=True))

    until = bar.shapes[-1]
    assert until.style == "until"
    assert share(until.x) + share(until.width) == pytest.approx(100, abs=0.02)
    assert bar.text == "终身"


def test_an_unknown_anchor_is_hatched_from_today_on():
    axis, bar = drawn(sanction())

    assert [(shape.style, shape.x) for shape in bar.shapes] == [("hatch", axis.now)]
    assert "起算日未知" in bar.label


def test_a_withdrawn_one_is_grey_and_the_second_list_has_its_own_colour():
    assert drawn(sanction(state="withdrawn"))[1].style == "is-cj is-lifted"
    assert drawn(sanction(list_of="enhanced"))[1].style == "is-qh"


@pytest.mark.parametrize("ends_on", [date(2126, 1, 1), date(2055, 1, 1)])
def test_a_term_of_many_decades_is_open_at_the_edge_and_nothing_leaves_the_axis(ends_on):
    _, bar = drawn(sanction(date(2026, 1, 1), ends_on))

    assert all(0 <= share(shape.x) <= 100 for shape in bar.shapes)
    assert all(share(shape.x) + share(shape.width or "0%") <= 100.01 for shape in bar.shapes)
