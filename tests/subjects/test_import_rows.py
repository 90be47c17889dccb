"""Rows against the rules, against each other and against what is stored; and the rows to mend, sent back and sent again."""

from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from subjects.importing import judged, write_bad_rows
from subjects.importing.reference import fields
from tests.subjects.penalties import (
    OTHER_PERSON_ID,
    PERSON,
    PERSON_ID,
    SAMPLE,
    TITLES,
    TODAY,
    cells,
    csv_file,
    found,
    judge_all,
    judge_one,
    row,
    text_of,
    xlsx_file,
)

OTHER_PARTY = {"party_name": "杭州测例知风建材股份有限公司", "uscc": "91330114XXX0000273"}
NAMES = list(fields())


def test_a_good_row_is_accepted_and_ready_for_our_tables(tmp_path):
    judged_row = judge_one(tmp_path)

    assert (judged_row.verdict, judged_row.reasons, judged_row.repairs) == ("accepted", [], [])
    assert (judged_row.decided_on, judged_row.fine_wan, judged_row.penalty_kinds) == (
        date(2026, 1, 19),
        Decimal("0.16"),
        ("fine",),
    )
    assert (judged_row.party_kind, judged_row.scheme, judged_row.values) == ("enterprise", "uscc", row())


@pytest.mark.parametrize(
    ("changes", "verdict", "reasons"),
    [
        ({"decision_no": ""}, "rejected", [("decision_no", "required")]),
        ({"violation_facts": "无"}, "rejected", [("violation_facts", "required")]),
        ({"valid_until": ""}, "rejected", [("valid_until", "required")]),
        ({"source_org_uscc": " "}, "rejected", [("source_org_uscc", "required")]),
        ({"party_category": "01"}, "rejected", [("party_category", "party_number")]),
        ({"party_category": "个体户"}, "review", [("party_category", "category_differs")]),
        ({"uscc": "00000000000000000X"}, "rejected", [("uscc", "placeholder")]),
        ({"uscc": "913301**********9U"}, "review", [("uscc", "masked")]),
        ({"uscc": "9.13301E+17"}, "rejected", [("uscc", "scientific")]),
        ({"legal_rep": ""}, "review", [("legal_rep", "no_legal_rep")]),
        ({"person_id_no": PERSON_ID}, "review", [("person_id_no", "id_for_organisation")]),
        ({"legal_rep_id_type": "身份证", "legal_rep_id_no": "3399**********0664"}, "review", [("legal_rep_id_no", "masked")]),
        ({"reg_no": "3.30106E+14"}, "rejected", [("reg_no", "digits_lost")]),
        ({"agency_uscc": "11330102XXX900009B"}, "review", [("agency_uscc", "office_code")]),
        ({"agency_name": "上城区市监局"}, "review", [("agency_name", "short_agency")]),
        ({"decision_date": "2027/01/19"}, "rejected", [("decision_date", "future_date")]),
        ({"valid_until": "2025/01/19"}, "rejected", [("valid_until", "ends_before_decision")]),
        ({"publish_until": "2025/01/19"}, "review", [("publish_until", "published_before_decision")]),
        ({"publish_until": "26/1/19"}, "review", [("publish_until", "short_year")]),
        ({"penalty_categories": "1"}, "rejected", [("penalty_categories", "kind_number")]),
        ({"penalty_categories": "罚款;其他"}, "review", [("penalty_categories", "bare_other")]),
        ({"penalty_categories": "罚款;行政拘留"}, "review", [("penalty_categories", "detention")]),
        ({"penalty_categories": "警告"}, "review", [("fine_wan", "amount_not_named")]),
        ({"penalty_categories": "罚款;没收违法所得"}, "review", [("confiscated_wan", "no_confiscated")]),
        ({"penalty_categories": "罚款;吊销许可证件"}, "review", [("license_revoked", "no_license")]),
        ({"fine_wan": ""}, "rejected", [("fine_wan", "no_fine")]),
        ({"fine_wan": "0.000000", "penalty_content": "罚款"}, "review", [("fine_wan", "zero_fine")]),
        ({"fine_wan": "1600"}, "review", [("fine_wan", "yuan_for_wan")]),
        ({"fine_wan": "0.170000"}, "review", [("fine_wan", "amount_differs")]),
        ({"remark": "=1+1"}, "review", [("remark", "formula")]),
        ({"remark": "＋86"}, "review", [("remark", "formula")]),
        ({"remark": "#N/A"}, "rejected", [("remark", "spreadsheet_error")]),
        ({"violation_facts": "销售\ufffd商品"}, "rejected", [("violation_facts", "unreadable")]),
        ({"penalty_content": "1.罚款1600元" + "x" * 4000}, "rejected", [("penalty_content", "too_long")]),
        ({"party_name": "测" * 201}, "rejected", [("party_name", "too_long")]),
        ({"decision_no": "无文号之决定"}, "review", [("decision_no", "number_shape")]),
        ({**PERSON, "person_id_no": ""}, "rejected", [("person_id_no", "person_without_id")]),
        ({**PERSON, "uscc": "91330102XXX000019U"}, "rejected", [("uscc", "person_with_uscc")]),
        ({**PERSON, "person_id_no": PERSON_ID[:-1] + "5"}, "rejected", [("person_id_no", "checksum")]),
        ({**PERSON, "person_id_no": "339917********0684"}, "review", [("person_id_no", "masked")]),
        (
            {**PERSON, "person_id_type": "", "person_id_no": "E12345678"},
            "review",
            [("person_id_type", "id_type"), ("person_id_no", "unverified")],
        ),
        ({**PERSON, "person_id_no": "330183190606090016"}, "review", [("person_id_no", "division_abolished")]),
    ],
)
def test_each_rule_leads_to_its_verdict_and_names_its_field(tmp_path, changes, verdict, reasons):
    judged_row = judge_one(tmp_path, **changes)

    assert (judged_row.verdict, found(judged_row)) == (verdict, reasons)


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"uscc": "９１３３０１０２XXX000019u"}, "uscc", "91330102XXX000019U"),
        ({"uscc": '="91330102XXX000019U"'}, "uscc", "91330102XXX000019U"),
        ({"party_name": "杭州测例石早(杭州)有限公司"}, "party_name", "杭州测例石早（杭州）有限公司"),
        ({"party_name": "杭州测例㛃予有限公司"}, "party_name", "杭州测例㛃予有限公司"),
        ({"party_category": "企业"}, "party_category", "法人及非法人组织"),
        ({"decision_no": "杭上市监罚处[2026]第1号"}, "decision_no", "杭上市监罚处〔2026〕1号"),
        ({"decision_date": "2026年1月19日"}, "decision_date", "2026/01/19"),
        ({"publish_until": "长期"}, "publish_until", "2099/12/31"),
        ({"publish_until": "1900-1-1"}, "publish_until", ""),
        ({"fine_wan": "1600元"}, "fine_wan", "0.160000"),
        ({"remark": "暂无"}, "remark", ""),
        ({**PERSON, "person_id_type": ""}, "person_id_type", "身份证"),
        ({**PERSON, "person_id_type": "10"}, "person_id_type", "身份证"),
        ({**PERSON, "person_id_type": "居民身份证"}, "person_id_type", "身份证"),
    ],
)
def test_a_safe_repair_shows_before_and_after(tmp_path, changes, field, value):
    judged_row = judge_one(tmp_path, **changes)

    assert (judged_row.verdict, found(judged_row)) == ("fixed", [])
    assert [(repair.field, repair.after) for repair in judged_row.repairs] == [(field, value)]
    assert judged_row.values[field] == value


def test_numbers_and_days_of_a_workbook_are_no_repair_and_a_bare_serial_is(tmp_path):
    path = xlsx_file(
        tmp_path,
        row(decision_date=date(2026, 1, 19), fine_wan=0.16),
        row(decision_no="杭测〔2026〕2号", decision_date=46041),
        row(decision_no="杭测〔2026〕3号", reg_no=330106000000013),
        row(decision_no="杭测〔2026〕4号", uscc=913301060000000000),
    )

    rows, _ = judge_all(path)

    assert [rows[number].verdict for number in (2, 3, 4, 5)] == ["accepted", "fixed", "fixed", "rejected"]
    assert rows[3].values["decision_date"] == "2026/01/19"
    assert rows[4].values["reg_no"] == "330106000000013"
    assert ("uscc", "digits_lost") in found(rows[5])


def test_a_formula_is_read_as_its_text_and_never_by_its_result(tmp_path):
    def formulas(_, sheet):
        sheet.write_formula(1, NAMES.index("remark"), '=HYPERLINK("http://example.invalid")', None, "看起来没事")
        sheet.write_formula(2, NAMES.index("fine_wan"), "=1600/10000", None, 0.16)
        sheet.write_formula(3, NAMES.index("party_name"), "=NA()", None, "#N/A")

    rows, _ = judge_all(xlsx_file(tmp_path, *(row(decision_no=f"杭测〔2026〕{number}号") for number in (1, 2, 3)), more=formulas))

    assert rows[2].values["remark"].startswith("=HYPERLINK(")
    assert found(rows[2]) == [("remark", "formula")]
    assert found(rows[3]) == [("fine_wan", "no_amount")]
    assert found(rows[4]) == [("party_name", "formula")]


def test_cells_merged_downwards_count_for_every_row_below(tmp_path):
    def merged(_, sheet):
        sheet.merge_range(1, NAMES.index("agency_name"), 3, NAMES.index("agency_name"), "杭州市上城区市场监督管理局")

    bare = [row(decision_no=f"杭测〔2026〕{number}号", agency_name="") for number in (1, 2, 3, 4)]
    rows, _ = judge_all(xlsx_file(tmp_path, *bare, more=merged))

    assert [rows[number].verdict for number in (2, 3, 4, 5)] == ["accepted", "accepted", "accepted", "rejected"]


@pytest.mark.parametrize(
    ("content", "verdict", "value"),
    [("罚款1600元", "fixed", "0.160000"), ("罚款16000000元", "fixed", "1600.000000"), ("警告并处罚款", "review", "1600.000000")],
)
def test_where_the_header_is_silent_the_decision_tells_the_unit(tmp_path, content, verdict, value):
    titles = ["罚款" if title == "罚款金额（万元）" else title for title in TITLES]
    rows, _ = judge_all(csv_file(tmp_path, row(fine_wan="1600", penalty_content=content), titles=titles))

    assert (rows[2].verdict, rows[2].values["fine_wan"]) == (verdict, value)


def test_years_of_publicity_are_not_taken_for_a_date(tmp_path):
    titles = ["公示期限" if title == "公示截止期" else title for title in TITLES]
    rows, _ = judge_all(csv_file(tmp_path, row(publish_until="3"), titles=titles))

    assert found(rows[2]) == [("publish_until", "years_of_publicity")]


def test_two_columns_of_kinds_are_one_list_and_two_of_anything_else_must_agree(tmp_path):
    titles = [*("处罚类别1" if title == "处罚类别" else title for title in TITLES), "处罚类别2", "企业名称"]
    path = tmp_path / "penalties.csv"
    lines = [[*cells(row()), "警告", "另一名称"], [*cells(row(decision_no="杭测〔2026〕2号")), "警告", row()["party_name"]]]
    path.write_text(text_of([titles, *lines]), encoding="utf-8")

    rows, _ = judge_all(path)

    assert (found(rows[2]), rows[2].penalty_kinds) == ([("party_name", "two_values")], ("fine", "warning"))
    assert rows[3].verdict == "accepted"


def test_rows_that_are_no_data_and_rows_in_the_wrong_columns_say_only_that(tmp_path):
    path = tmp_path / "penalties.csv"
    good = cells(row())
    lines = [["合计", *[""] * 29], TITLES, [*good[:3], "串列", *good[3:-1]], [*good, "多", "出"], ["备注：以上", *[""] * 29], []]
    path.write_text(text_of([TITLES, *lines, good]), encoding="utf-8")

    rows, counts = judge_all(path)

    assert [found(rows[number]) for number in (2, 3, 4, 5, 6)] == [
        [("*", "note_row")], [("*", "repeated_header")], [("*", "shifted")], [("*", "extra_cells")], [("*", "note_row")],
    ]  # fmt: skip
    assert (rows[8].verdict, counts.total, counts["rejected"]) == ("accepted", 6, 5)


def test_a_missing_column_is_told_row_by_row_and_in_the_table(tmp_path):
    path = tmp_path / "penalties.csv"
    at = NAMES.index("valid_until")
    path.write_text(text_of([line[:at] + line[at + 1 :] for line in (TITLES, cells(row()))]), encoding="utf-8")

    with judged(path, on=TODAY) as found_here:
        rows = [row_ for chunk in found_here.chunks for row_ in chunk]

    assert found_here.table.header.missing == ("处罚有效期",)
    assert found(rows[0]) == [("valid_until", "no_column")]


def test_the_same_decision_twice_is_a_duplicate_or_a_question(tmp_path):
    rows, counts = judge_all(
        csv_file(
            tmp_path,
            row(),
            row(decision_no="杭上市监罚处[2026]0001号", fine_wan="1600元"),
            row(**OTHER_PARTY),
            row(remark="更正"),
            row(agency_uscc="11330114XXX900092A"),
        )
    )

    assert [(rows[number].verdict, found(rows[number])) for number in (3, 4, 5, 6)] == [
        ("duplicate", [("*", "same_in_file")]),
        ("review", [("decision_no", "party_in_file")]),
        ("review", [("decision_no", "differs_in_file")]),
        ("accepted", []),
    ]
    assert (rows[2].verdict, counts.total) == ("accepted", 5)


@pytest.mark.req("R42")
def test_what_is_stored_already_is_not_added_again(tmp_path):
    path = csv_file(tmp_path, row(), row(decision_no="杭测〔2026〕2号"), row(decision_no="杭测〔2026〕3号"))
    seal = "sealed:{}".format
    first, _ = judge_all(path, seal=seal)
    keys = [first[number].key for number in (2, 3, 4)]
    stored = {
        keys[0].decision: {keys[0].party: keys[0].fingerprint},
        keys[1].decision: {keys[1].party: "another"},
        keys[2].decision: {"another": keys[2].fingerprint},
    }
    asked = []

    def lookup(decisions):
        asked.append(set(decisions))
        return stored

    again, _ = judge_all(path, seal=seal, lookup=lookup)

    assert [(again[number].verdict, found(again[number])[0][1]) for number in (2, 3, 4)] == [
        ("duplicate", "same_stored"), ("review", "differs_stored"), ("review", "party_stored"),
    ]  # fmt: skip
    assert asked == [{key.decision for key in keys}]


@pytest.mark.req("R27")
def test_nothing_that_is_said_about_a_row_contains_a_persons_number(tmp_path):
    spaced = f"{PERSON_ID[:6]} {PERSON_ID[6:14]} {PERSON_ID[14:]}"
    rows, _ = judge_all(
        csv_file(
            tmp_path,
            row(**PERSON | {"person_id_no": spaced}),
            row(**PERSON | {"person_id_no": f"'{PERSON_ID}", "uscc": PERSON_ID}),
            row(**PERSON | {"party_name": f" 沈测丙{PERSON_ID}"}),
            row(legal_rep_id_type="身份证", legal_rep_id_no=OTHER_PERSON_ID[:-1] + "9", uscc=f" {OTHER_PERSON_ID}"),
        )
    )

    said = " ".join(
        f"{row_!r} {[str(reason) for reason in row_.reasons]} {[str(repair) for repair in row_.repairs]}"
        for row_ in rows.values()
    )

    assert rows[2].values["person_id_no"] == PERSON_ID
    assert "1906" not in said.replace("〔", "")
    assert "19001215" not in said


def test_the_rows_to_mend_come_back_in_their_layout_and_can_be_sent_again(tmp_path):
    with judged(SAMPLE / "penalties_messy.xlsx", on=TODAY) as sample:
        rows = [row_ for chunk in sample.chunks for row_ in chunk]
    path = tmp_path / "mend.xlsx"

    written = write_bad_rows(path, table=sample.table, rows=rows)

    again, counts = judge_all(path)
    bad = [row_ for row_ in rows if row_.verdict in {"review", "rejected"}]
    lines = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert written == counts.total == len(bad) == len(lines) - 1
    assert lines[0] == [*sample.table.titles, "错误原因"]
    assert all(line[-1].startswith("原第 ") for line in lines[1:])
    for before, after in zip(bad, again.values(), strict=True):
        # the first party of the decision is not among the rows to mend
        assert found(after) == [said for said in found(before) if said != ("decision_no", "party_in_file")]


@pytest.mark.req("R43")
def test_no_cell_of_the_rows_to_mend_can_become_a_formula(tmp_path):
    with judged(csv_file(tmp_path, row(remark="=cmd|' /C calc'!A0", party_name="@测例")), on=TODAY) as one:
        rows = [row_ for chunk in one.chunks for row_ in chunk]
    path = tmp_path / "mend.xlsx"
    write_bad_rows(path, table=one.table, rows=rows)

    line = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1]

    assert (line[0], line[NAMES.index("remark")]) == ("'@测例", "'=cmd|' /C calc'!A0")
    assert judge_all(path)[0][2].values["remark"] == "=cmd|' /C calc'!A0"


def test_the_order_of_columns_and_the_writing_of_a_row_do_not_hide_a_copy(tmp_path):
    path = tmp_path / "penalties.csv"
    plain = row(**PERSON)
    other = plain | {"person_id_type": "", "party_name": " 沈测丙", "remark": "无"}
    back = [TITLES[::-1], cells(plain)[::-1], cells(other)[::-1]]
    path.write_text(text_of(back), encoding="utf-8")
    seal = "sealed:{}".format

    reversed_rows, _ = judge_all(path, seal=seal)
    rows, _ = judge_all(csv_file(tmp_path, plain), seal=seal)

    assert reversed_rows[3].verdict == "duplicate"
    assert reversed_rows[2].key == rows[2].key
