"""The guiding opinion in the program is the guiding opinion as published: its words, its numbering, its days."""

import ast
import csv
import re
from datetime import date

import pytest

from closedloop import opinion
from closedloop.opinion import CLAUSES, RULES, Role
from tests.clause_marks import marked, proofs
from tests.source import ROOT, calls, place, product, tree
from tests.traceability import PAGE, page
from tests.workdays.official import CALENDAR

# Built in later parts. The list only shrinks: a clause that has a test may not stand here.
PENDING_CLAUSES = {
    "C1.2",
    "C2.3b",
    "C2.4.1", "C2.4.2", "C2.4.3", "C2.4.4", "C2.4.5", "C2.4.6",
    "C2.6",
    "C2.7.1a", "C2.7.1b", "C2.7.2a", "C2.7.2b", "C2.7.3a", "C2.7.3b",
    "C2.0",
    "C3.3b", "C3.3c",
}  # fmt: skip
SHARED = ROOT.parent / "shared"
PUBLISHED = re.sub(r"\s", "", (ROOT / "fixtures/guiding-opinion.zh.txt").read_text(encoding="utf-8"))
OURS = ("C1.3", "C2.1a", "C2.1b", "C2.2b", "C2.6", "C2.7.2b", "C3.3a")


def shared(name):
    """A file of the founders where it lies beside the project; elsewhere nothing is compared."""
    path = SHARED / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def place_in_the_opinion(position):
    """The opinion's own numbering at a position of its text: part, heading, number."""
    before = PUBLISHED[:position]
    part = list(re.finditer(r"([一二三])、(?=适用范围|工作程序|工作要求)", before))[-1]
    headings = list(re.finditer(r"（([一二三四五六七])）", before[part.end() :]))
    found = part[1]
    if headings:
        numbers = re.findall(r"(?<!\d)(\d)\.", before[part.end() + headings[-1].end() :])
        found += f"（{headings[-1][1]}）" + (numbers[-1] if numbers else "")
    return found


@pytest.mark.parametrize("clause", CLAUSES.values(), ids=CLAUSES)
def test_a_clause_says_what_the_opinion_says_where_it_says_it(clause):
    assert PUBLISHED.count(clause.text) >= 1

    places = {place_in_the_opinion(match.start() + 1) for match in re.finditer(re.escape(clause.text), PUBLISHED)}
    assert places == {clause.place}


def test_the_opinion_has_no_fifth_heading_in_its_second_part_and_neither_have_we():
    assert {clause.place for clause in CLAUSES.values() if "五" in clause.place} == set()
    assert [clause.citation for clause in CLAUSES.values() if clause.id == "C2.6"] == ["指导意见 二（六）"]


def test_our_copy_and_our_list_are_those_of_the_founders():
    original, table = shared("seed/guiding-opinion.zh.txt"), shared("spec/clauses.md")

    assert re.sub(r"\s", "", original) in ("", PUBLISHED)
    assert re.findall(r"^\| (C[\w.]+) \|", table, re.MULTILINE) in ([], list(CLAUSES))
    assert len(CLAUSES) == 31


@pytest.mark.parametrize("clause", OURS)
def test_a_reading_of_our_own_asks_to_be_confirmed(clause):
    assert "本系统口径，请主管机关确认" in CLAUSES[clause].reading


@pytest.mark.clause("C3.1")
def test_leadership_is_listed_and_asks_nothing_of_the_program():
    assert CLAUSES["C3.1"].reading == "组织领导要求，不对应系统功能。"
    assert [rule.name for rule in RULES.values() if rule.clause == "C3.1"] == []


def test_the_roles_are_those_of_the_agencies():
    with (ROOT / "fixtures/agencies.csv").open(encoding="utf-8") as file:
        used = {role for row in csv.DictReader(file) for role in row["roles"].split("|")}

    assert used == set(Role.values)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_names_its_clause_its_actors_and_its_start(rule):
    periods = [period for period in (rule.working_days, rule.months, rule.month_day) if period]

    assert getattr(opinion, rule.name) is rule
    assert rule.clause in CLAUSES
    assert rule.act
    assert bool(rule.by) == (rule is not opinion.RELEASE_AT_EXPIRY)
    assert len(periods) <= 1
    assert not periods or rule.start_event
    assert rule.counts == bool(periods)


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.working_days], ids=lambda rule: rule.name)
def test_a_number_of_days_is_the_opinions_or_says_whose_it_is(rule):
    said = f"{rule.working_days}个工作日" in CLAUSES[rule.clause].text

    # C2.3b shares its sentence and its days with C2.3a
    assert said or rule.reading or (f"{rule.working_days}个工作日" in CLAUSES["C2.3a"].text and rule.clause == "C2.3b")


@pytest.mark.parametrize(
    ("rule", "clause", "days"),
    [
        (opinion.PUSH_CASE, "C2.2a", 3),
        (opinion.PUSH_CASE_AFTER_CONSULTATION, "C2.2b", 15),
        (opinion.PUSH_EXTERNAL_CASE, "C2.2c", 3),
        (opinion.PUSH_EXTERNAL_CASE_AFTER_CONSULTATION, "C2.2d", 15),
        (opinion.RECEIVE_CASE, "C2.3a", 3),
        (opinion.DISPATCH_CASE, "C2.3b", 3),
        (opinion.REPORT_OUTCOME, "C2.7.2b", 3),
        (opinion.ADJUST_AFTER_OBJECTION, "C2.7.2b", 3),
        (opinion.PUBLISH_CREDIT_RECORD, "C2.4.3", 20),
        (opinion.WITHDRAW_CREDIT_RECORD, "C2.4.3", 3),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_the_days_of_the_process_are_those_of_the_law(rule, clause, days):
    assert (rule.clause, rule.working_days) == (clause, days)
    assert rule.due(date(2026, 11, 2), CALENDAR) == CALENDAR.add(date(2026, 11, 2), days)


def test_only_these_rules_count_days():
    assert {rule.name for rule in RULES.values() if rule.counts} == {
        "PUSH_CASE", "PUSH_CASE_AFTER_CONSULTATION", "PUSH_EXTERNAL_CASE", "PUSH_EXTERNAL_CASE_AFTER_CONSULTATION", "RECEIVE_CASE",
        "DISPATCH_CASE", "REPORT_OUTCOME", "ADJUST_AFTER_OBJECTION", "ACCEPT_REPAIR", "PUBLISH_CREDIT_RECORD", "WITHDRAW_CREDIT_RECORD",
        "SUBMIT_REPORT", "CONFIRM_LIST",
    }  # fmt: skip


def test_a_consultation_has_its_days_from_the_same_start():
    start = date(2026, 2, 12)

    plain, consulted = (rule.due(start, CALENDAR) for rule in (opinion.PUSH_CASE, opinion.PUSH_CASE_AFTER_CONSULTATION))

    assert (plain.start, plain.due) == (start, date(2026, 2, 24))
    assert (consulted.start, consulted.due) == (start, date(2026, 3, 11))


@pytest.mark.parametrize(
    ("month", "due"),
    [
        ("2026-01", "2026-01-07"),
        ("2026-02", "2026-02-09"),
        ("2026-03", "2026-03-09"),
        ("2026-06", "2026-06-08"),
        ("2026-10", "2026-10-08"),
        ("2026-11", "2026-11-09"),
        ("2025-10", "2025-10-09"),
        ("2024-04", "2024-04-07"),
        ("2024-10", "2024-10-08"),
        ("2027-02", "2027-02-08"),
    ],
)
def test_the_first_week_ends_on_the_seventh_or_the_next_working_day(month, due):
    year, number = map(int, month.split("-"))

    counted = opinion.SUBMIT_REPORT.due_in_month(year, number, CALENDAR)

    assert (counted.start, counted.due) == (date(year, number, 1), date.fromisoformat(due))
    assert counted == opinion.SUBMIT_REPORT.due(date(year, number, 1), CALENDAR)
    assert counted.provisional == (year == 2027)


@pytest.mark.parametrize(
    ("confirmed", "due"),
    [("2026-05-31", "2026-08-31"), ("2025-11-30", "2026-02-28"), ("2026-07-01", "2026-10-08"), ("2026-08-30", "2026-11-30")],
)
def test_lists_are_confirmed_every_quarter(confirmed, due):
    assert opinion.CONFIRM_LIST.due(date.fromisoformat(confirmed), CALENDAR).due == date.fromisoformat(due)


@pytest.mark.parametrize(
    "ask", [lambda rule: rule.due(date(2026, 1, 1), CALENDAR), lambda rule: rule.due_in_month(2026, 1, CALENDAR)]
)
def test_a_rule_without_a_period_gives_no_day(ask):
    with pytest.raises(LookupError):
        ask(opinion.CLEAN_UP_BASIS)


def test_a_rule_counts_with_the_calendar_of_the_database_unless_given_one(official):
    assert opinion.PUSH_CASE.due(date(2026, 2, 12)).due == date(2026, 2, 24)


def test_the_number_of_days_stands_in_the_opinion_and_nowhere_else():
    numbers = [
        place(path, call.lineno)
        for path in product()
        if "opinion" not in path.parts
        for call in calls(tree(path))
        if _counts_days(call)
    ]

    assert numbers == []


@pytest.mark.parametrize(
    "code", ["calendar.add(start, 3)", "Rule('X', 'C1.1', working_days=3)", "calendar.add(a, working_days=15)"]
)
def test_a_number_of_days_elsewhere_is_noticed(code):
    assert _counts_days(next(calls(ast.parse(code))))


def test_every_clause_is_proven_by_a_test_or_waits_for_its_part():
    proven = proofs()

    assert set(proven) <= set(CLAUSES)
    # a clause whose part is not built yet may have its first proofs already, as far as an earlier part carries them
    assert {clause for clause in CLAUSES if clause not in proven} <= PENDING_CLAUSES
    assert set(CLAUSES) >= PENDING_CLAUSES


def test_marks_are_read_from_tests_from_parameters_and_from_whole_files(tmp_path):
    file = tmp_path / "test_x.py"
    file.write_text(
        "pytestmark = [pytest.mark.clause('C1.1')]\n"
        "@pytest.mark.clause('C1.2', 'C1.3')\ndef test_a(): ...\n"
        "@pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.clause('C2.0'))])\ndef test_b(x): ...\n"
        "def helper(): ...\n",
        encoding="utf-8",
    )

    assert list(marked(file)) == [
        ("test_a", "C1.1"), ("test_a", "C1.2"), ("test_a", "C1.3"), ("test_b", "C1.1"), ("test_b", "C2.0"),
    ]  # fmt: skip


def test_the_page_of_proofs_is_the_one_that_the_marks_give():
    assert PAGE.read_text(encoding="utf-8") == page(clauses=CLAUSES.values(), rules=RULES.values()), (
        "run: python -m tests.traceability"
    )


def _counts_days(call):
    """Whether a call gives a number of working days by itself."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "working_days"]
    added = call.args[1:2] if ast.unparse(call.func).endswith(".add") else []
    return any(isinstance(value, ast.Constant) and isinstance(value.value, int) for value in named + added)
