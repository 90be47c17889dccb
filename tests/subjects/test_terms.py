"""How long a sanction lasts and when it is in force: by the civil code and by recorded facts alone."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from measures.models.vocabulary import TermKind
from subjects import terms
from subjects.terms import FIXED, FOLLOWS_PUBLICITY, LIFETIME, RANGE, UNTIL, in_force, judge_term, last_day, standing

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(1, 1200)
A_DAY = timedelta(days=1)


def codes(term):
    """The codes of a term's problems."""
    return [problem.code for problem in term.problems]


def month_by_month(anchor, months):
    """The same last day by walking: the first of each following month, then as far into the last one as the anchor was."""
    first = anchor.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    days = [first + timedelta(days=step) for step in range(31)]
    return [day for day in days if day.month == first.month][: anchor.day][-1]


@pytest.mark.fault("F30")
@pytest.mark.parametrize(
    ("anchor", "months", "last"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 2, 28), 12, date(2024, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 8, 31), 3, date(2025, 11, 30)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 9, 24), 60, date(2030, 9, 24)),
        (date(2023, 10, 1), 36, date(2026, 10, 1)),
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
    ],
)
def test_a_term_ends_on_the_corresponding_day_or_the_months_last(anchor, months, last):
    assert last_day(anchor, months) == last


def test_a_last_day_on_a_holiday_stays_where_it_is():
    assert last_day(date(2023, 10, 1), 36) == date(2026, 10, 1)
    assert last_day(date(2025, 11, 21), 12).weekday() == 5


@pytest.mark.parametrize(("anchor", "months"), [(None, 12), (date(2025, 1, 1), None), (None, None)])
def test_without_an_anchor_or_without_months_there_is_no_last_day(anchor, months):
    assert last_day(anchor, months) is None


@pytest.mark.fault("F30")
@given(DAYS, MONTHS)
@example(date(2024, 2, 29), 12)
@example(date(2023, 12, 31), 2)
def test_the_last_day_is_the_one_that_walking_finds(anchor, months):
    assert last_day(anchor, months) == month_by_month(anchor, months)


@given(DAYS, MONTHS)
def test_the_last_day_lies_in_the_right_month_and_never_beyond_the_anchors_day(anchor, months):
    last = last_day(anchor, months)

    assert (last.year - anchor.year) * 12 + last.month - anchor.month == months
    assert last.day == anchor.day or (last.day < anchor.day and last.day == monthrange(last.year, last.month)[1])


@given(DAYS, MONTHS)
def test_a_longer_term_or_a_later_anchor_never_ends_earlier(anchor, months):
    assert last_day(anchor, months) < last_day(anchor, months + 1)
    assert last_day(anchor, months) <= last_day(anchor + A_DAY, months)


def test_the_kinds_are_those_of_the_lists():
    assert set(terms.KINDS) == set(TermKind.values)


@pytest.mark.parametrize(
    ("kind", "least", "most", "given_term", "months", "lifetime"),
    [
        (FIXED, 36, 36, None, 36, False),
        (FIXED, 36, 36, 36, 36, False),
        (RANGE, 12, 60, 12, 12, False),
        (RANGE, 12, 60, 60, 60, False),
        (RANGE, 60, None, 60, 60, False),
        (RANGE, 60, None, 1200, 1200, False),
        (RANGE, 60, None, "lifetime", None, True),
        (RANGE, None, 12, 1, 1, False),
        (LIFETIME, None, None, None, None, True),
        (LIFETIME, None, None, "lifetime", None, True),
        (UNTIL, 12, None, None, None, False),
        (FOLLOWS_PUBLICITY, None, 36, None, 36, False),
        (FOLLOWS_PUBLICITY, None, 36, 36, 36, False),
        (FOLLOWS_PUBLICITY, None, None, None, None, False),
    ],
)
def test_a_term_follows_from_the_measure_or_from_the_decision(kind, least, most, given_term, months, lifetime):
    anchor = date(2025, 9, 24)

    term = judge_term(kind, least=least, most=most, given=given_term, anchor_on=anchor)
    assert (term.ok, term.kind, term.months, term.lifetime) == (True, kind, months, lifetime)
    assert term.ends_on == last_day(anchor, months)
    assert judge_term(kind, least=least, most=most, given=given_term).ends_on is None


@pytest.mark.parametrize(
    ("kind", "least", "most", "given_term", "code"),
    [
        (RANGE, 12, 60, None, "required"),
        (RANGE, 12, 60, 11, "range"),
        (RANGE, 12, 60, 61, "range"),
        (RANGE, 12, 60, "lifetime", "range"),
        (RANGE, None, 60, 0, "range"),
        (RANGE, None, None, -1, "range"),
        (RANGE, 60, None, 10**9, "range"),
        (RANGE, 12, 60, "12", "invalid"),
        (RANGE, 1, 60, True, "invalid"),
        (RANGE, 12, 60, 12.0, "invalid"),
        (RANGE, 12, 60, [12], "invalid"),
        (FIXED, 36, 36, 35, "not_from_measure"),
        (FIXED, 36, 36, "lifetime", "not_from_measure"),
        (LIFETIME, None, None, 12, "not_from_measure"),
        (UNTIL, 12, 36, 12, "not_from_measure"),
        (UNTIL, 12, 36, "lifetime", "not_from_measure"),
        (FOLLOWS_PUBLICITY, None, 36, 12, "not_from_measure"),
        (FOLLOWS_PUBLICITY, None, None, 12, "not_from_measure"),
    ],
)
def test_a_term_that_nobody_may_choose_is_refused_with_what_to_do(kind, least, most, given_term, code):
    term = judge_term(kind, least=least, most=most, given=given_term, anchor_on=date(2025, 9, 24))

    assert codes(term) == [code]
    assert (term.months, term.lifetime, term.ends_on) == (None, False, None)
    assert "请" in term.problems[0].words


@pytest.mark.parametrize("anchor", [date(9999, 9, 9), date(9999, 1, 1), date(9997, 1, 1)])
def test_an_anchor_at_the_end_of_time_is_a_slip_and_no_crash(anchor):
    assert codes(judge_term(FIXED, least=36, most=36, given=None, anchor_on=anchor)) == ["anchor_on"]


def test_the_last_countable_anchor_still_counts():
    assert judge_term(FIXED, least=12, most=12, given=None, anchor_on=date(9998, 12, 31)).ends_on == date(9999, 12, 31)


def test_an_unknown_kind_of_term_is_our_own_mistake():
    with pytest.raises(ValueError, match="unknown kind"):
        judge_term("weekly", least=1, most=1, given=None)


@given(st.sampled_from(terms.KINDS), st.none() | st.integers(1, 120), st.none() | st.integers(1, 1200), st.data())
def test_a_term_is_never_shorter_or_longer_than_the_measure_allows(kind, least, most, data):
    given_term = data.draw(st.none() | st.just("lifetime") | st.integers(-5, 2000) | st.booleans() | st.text(max_size=3))
    term = judge_term(kind, least=least, most=most, given=given_term, anchor_on=data.draw(st.none() | DAYS))

    assert term.ok == (not term.problems)
    if term.ok and kind == RANGE:
        assert term.lifetime or (least or 1) <= term.months <= (most or 1200)
        assert not term.lifetime or most is None
    if term.ok and kind != RANGE:
        assert given_term in (None, "lifetime" if term.lifetime else term.months)


STARTS, ENDS, SENT = date(2026, 3, 1), date(2027, 3, 1), date(2026, 3, 10)


@pytest.mark.parametrize(
    ("on", "facts", "found"),
    [
        (date(2026, 2, 28), {}, "not_started"),
        (date(2026, 3, 1), {}, "in_force"),
        (date(2026, 3, 5), {}, "in_force"),
        (date(2027, 3, 1), {}, "in_force"),
        (date(2027, 3, 2), {}, "expired"),
        (date(2027, 3, 2), {"released_on": date(2027, 3, 2)}, "expired"),
        (date(2027, 3, 1), {"released_on": date(2027, 3, 2)}, "in_force"),
        (date(2026, 6, 1), {"released_on": date(2026, 6, 1)}, "lifted"),
        (date(2026, 5, 31), {"released_on": date(2026, 6, 1)}, "in_force"),
        (date(2026, 3, 1), {"released_on": date(2026, 3, 1)}, "lifted"),
        (date(2028, 1, 1), {"released_on": date(2026, 6, 1)}, "lifted"),
        (date(2030, 1, 1), {"ends_on": None}, "in_force"),
        (date(2030, 1, 1), {"ends_on": None, "released_on": date(2029, 1, 1)}, "lifted"),
        (date(2026, 3, 9), {"starts_on": None, "ends_on": None}, "not_started"),
        (date(2026, 3, 10), {"starts_on": None, "ends_on": None}, "in_force"),
        (date(2026, 6, 1), {"dispatched_on": None}, "not_dispatched"),
        (date(2026, 3, 5), {"dispatched_on": date(2026, 12, 1)}, "in_force"),
        (date(2026, 6, 1), {"suspensions": [(date(2026, 6, 1), date(2026, 6, 1))]}, "suspended"),
        (date(2026, 6, 2), {"suspensions": [(date(2026, 6, 1), date(2026, 6, 1))]}, "in_force"),
        (date(2026, 5, 31), {"suspensions": [(date(2026, 6, 1), None)]}, "in_force"),
        (date(2026, 12, 31), {"suspensions": [(date(2026, 6, 1), None)]}, "suspended"),
        (date(2027, 3, 2), {"suspensions": [(date(2026, 6, 1), None)]}, "expired"),
    ],
)
def test_a_sanction_stands_where_the_recorded_facts_put_it(on, facts, found):
    recorded = {"starts_on": STARTS, "ends_on": ENDS, "dispatched_on": SENT} | facts

    assert standing(on, **recorded) == found
    assert in_force(on, **recorded) == (found == "in_force")


NEAR = st.dates(date(2026, 1, 1), date(2026, 3, 31))


@given(
    st.none() | NEAR,
    st.none() | NEAR,
    st.none() | NEAR,
    st.none() | NEAR,
    st.lists(st.tuples(NEAR, st.none() | NEAR), max_size=3),
)
def test_in_force_is_the_set_of_days_that_the_contract_describes(starts_on, ends_on, dispatched_on, released_on, suspensions):
    every = [date(2025, 12, 1) + timedelta(days=step) for step in range(200)]
    days = {day for day in every if dispatched_on is not None and day >= (starts_on or dispatched_on)}
    days -= {day for day in every if ends_on is not None and day > ends_on}
    days -= {day for day in every if released_on is not None and day >= released_on}
    for first, last in suspensions:
        days -= {day for day in every if first <= day and (last is None or day <= last)}

    facts = {"starts_on": starts_on, "ends_on": ends_on, "dispatched_on": dispatched_on, "released_on": released_on}
    assert {day for day in every if in_force(day, **facts, suspensions=suspensions)} == days


@given(DAYS, MONTHS)
def test_without_other_facts_a_sanction_binds_one_unbroken_run_of_days(anchor, months):
    ends_on = last_day(anchor, min(months, 24))
    days = [anchor + timedelta(days=step) for step in range(-3, (ends_on - anchor).days + 4)]
    bound = [day for day in days if in_force(day, starts_on=anchor, ends_on=ends_on, dispatched_on=anchor)]

    assert (bound[0], bound[-1]) == (anchor, ends_on)
    assert all(later - day == A_DAY for day, later in pairwise(bound))
