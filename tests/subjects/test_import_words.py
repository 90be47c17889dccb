"""How people write headers, dates, amounts, numbers and kinds of penalty: what is read, what is repaired, what is not guessed."""

from datetime import date
from decimal import Decimal

import pytest

from subjects.importing import amounts, codes, dates, docnumbers, headers, texts
from subjects.importing.reference import fields, spellings
from subjects.importing.tables import Day

WAN, YUAN = headers.WAN, headers.YUAN


def meaning(text):
    """What a header text means."""
    return (
        headers.find([["行政相对人名称", "行政处罚决定书文号", "处罚决定日期", "处罚机关", "违法事实", text]]).columns[-1].field
    )


@pytest.mark.parametrize("spelling", [text for text, field in spellings() if not field.startswith("_")])
def test_every_spelling_seen_in_real_systems_is_known(spelling):
    assert meaning(spelling) == dict(spellings())[spelling]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("行政相对人代码＿１（统一社会信用代码）", "uscc"),
        ("行政相对人代码_9(统一社会信用代码)", "uscc"),
        ("行政相对人代码-5【居民身份证号】", "person_id_no"),
        ("行政处罚决定书文号\n（必填）", "decision_no"),
        (" 处罚　类别 ", "penalty_categories"),
        ("cf_wsh", "decision_no"),
        ("罚款金额［万元］", "fine_wan"),
        ("错误原因", "_ignore"),
        ("序号", "_ignore"),
        ("检查人员", ""),
    ],
)
def test_width_brackets_numbering_and_line_breaks_of_a_header_do_not_count(text, field):
    assert meaning(text) == field


def test_all_thirty_columns_of_the_standard_are_found_below_titles_and_group_headers():
    titles = [field.label for field in fields().values()]
    rows = [["行政处罚信息公示表"], ["填报单位：测例"], ["", "法定代表人", "", "处罚机关"], titles]

    header = headers.find(rows)

    assert (header.row, len(header.known), header.unknown, header.missing) == (3, 30, (), ())


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("罚款金额（万元）", WAN),
        ("罚款金额(元)", YUAN),
        ("罚款", headers.UNSAID),
        ("罚款金额", headers.UNSAID),
        ("CF_NR_FK", WAN),
        ("公示期限", headers.YEARS),
        ("处罚决定日期", ""),
    ],
)
def test_a_header_tells_its_unit_or_that_it_does_not(text, unit):
    row = ["行政相对人名称", "行政处罚决定书文号", "处罚决定日期", "处罚机关", "违法事实", text]

    assert headers.find([row]).columns[-1].unit == unit


@pytest.mark.parametrize(
    ("cell", "day", "repaired"),
    [
        ("2026/01/05", (2026, 1, 5), False),
        (Day("2026/01/05"), (2026, 1, 5), False),
        (Day("2026/01/05 00:00:00"), (2026, 1, 5), False),
        (Day("2026/01/05 08:30:00"), (2026, 1, 5), True),
        ("2026/1/5", (2026, 1, 5), True),
        ("2026-1-5", (2026, 1, 5), True),
        ("2026.01.05", (2026, 1, 5), True),
        ("2026年1月5日", (2026, 1, 5), True),
        ("2026 年 1 月 5 日", (2026, 1, 5), True),
        ("二〇二六年一月五日", (2026, 1, 5), True),
        ("二○二五年十二月三十一日", (2025, 12, 31), True),
        ("20260105", (2026, 1, 5), True),
        ("20260105083000", (2026, 1, 5), True),
        (20260105.0, (2026, 1, 5), True),
        ("46027", (2026, 1, 5), True),
        (46027.0, (2026, 1, 5), True),
        ("46027.5", (2026, 1, 5), True),
        ("２０２６／０１／０５", (2026, 1, 5), True),
        ("2026-1-5 0:00:00", (2026, 1, 5), True),
        ("2026-01-05T08:30:00+08:00", (2026, 1, 5), True),
        ("2024/2/29", (2024, 2, 29), True),
        ("2099/12/31", (2099, 12, 31), False),
        ("2099-12-31 00:00:00", (2099, 12, 31), True),
        ("9999-9-9", (2099, 12, 31), True),
        ("9999-12-31", (2099, 12, 31), True),
        ("长期", (2099, 12, 31), True),
        ("无处罚期限", (2099, 12, 31), True),
    ],
)
def test_a_date_is_read_as_people_write_it(cell, day, repaired):
    read = dates.read(cell)

    assert (read.day, read.text, read.repaired, read.problem) == (date(*day), f"{date(*day):%Y/%m/%d}", repaired, "")


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("26/1/5", "short_year"),
        ("26-01-05", "short_year"),
        ("5/1/2026", "short_year"),
        ("1.5.26", "short_year"),
        ("202601", "month_only"),
        ("260105", "month_only"),
        ("2026年1月", "month_only"),
        ("2026-01", "month_only"),
        ("2025/02/30", "impossible_date"),
        ("2025/13/01", "impossible_date"),
        ("2023/2/29", "impossible_date"),
        ("20261301", "impossible_date"),
        ("1900-1-1 0:00:00", "unknown_date"),
        ("1949/09/30", "early_date"),
        ("12345", "unreadable_date"),
        (7.0, "unreadable_date"),
        ("明年", "unreadable_date"),
        ("=TODAY()", "unreadable_date"),
        ("2026/01/05至2026/02/05", "unreadable_date"),
        (True, "unreadable_date"),
        ("inf", "unreadable_date"),
    ],
)
def test_a_date_that_can_be_read_in_two_ways_or_none_is_not_guessed(cell, problem):
    read = dates.read(cell)

    assert (read.day, read.text, read.problem) == (None, "", problem)


@pytest.mark.parametrize(
    ("cell", "unit", "wan", "repaired"),
    [
        ("0.160000", WAN, "0.16", False),
        (0.16, WAN, "0.16", False),
        (20.12, WAN, "20.12", False),
        (0.1 + 0.2, WAN, "0.3", False),
        ("6.02", WAN, "6.02", True),
        ("6.02万元", WAN, "6.02", True),
        ("6.02 万", WAN, "6.02", True),
        ("￥6.02", WAN, "6.02", True),
        ("人民币6.02万元整", WAN, "6.02", True),
        ("６．０２", WAN, "6.02", True),
        ("1,234.50", WAN, "1234.5", True),
        ("5,000000", WAN, "5", True),
        ("60200元", WAN, "6.02", True),
        ("60,200.00 元", WAN, "6.02", True),
        ("60200", YUAN, "6.02", True),
        (60200.0, YUAN, "6.02", True),
        ("0", WAN, "0", True),
    ],
)
def test_an_amount_is_read_in_wan_yuan(cell, unit, wan, repaired):
    read = amounts.read(cell, unit=unit)

    assert (read.wan, read.repaired, read.problem) == (Decimal(wan), repaired, "")
    assert read.text == f"{Decimal(wan):.6f}"


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("-22.640000", "negative_amount"),
        (-1.0, "negative_amount"),
        ("伍万元整", "no_amount"),
        ("约5万", "no_amount"),
        ("5,00", "no_amount"),
        ("1,23,456", "no_amount"),
        ("5-10", "no_amount"),
        ("=5*2", "no_amount"),
        ("1e3", "no_amount"),
        ("inf", "no_amount"),
        ("1.2345678", "fine_amount"),
        (0.00000012, "fine_amount"),
        ("9999999999999", "huge_amount"),
        (1e300, "huge_amount"),
    ],
)
def test_an_amount_that_is_no_number_is_not_guessed(cell, problem):
    read = amounts.read(cell, unit=WAN)

    assert (read.wan, read.problem) == (None, problem)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("1.没收违法所得800元；2.罚款5000元", ["0.5"]),
        ("罚款人民币5,000.00元整", ["0.5"]),
        ("处以1.5万元罚款", ["1.5"]),
        ("处人民币5000元的罚款", ["0.5"]),
        ("对单位罚款50000元；对负责人罚款2000元", ["5", "0.2"]),
        ("处货值金额五倍罚款", []),
        ("警告", []),
    ],
)
def test_the_fines_that_a_decision_names_are_found(content, named):
    assert amounts.fines_in(content) == [Decimal(wan) for wan in named]


def test_confiscated_amounts_are_not_mixed_up_with_the_fine_behind_them():
    assert amounts.confiscated_in("没收违法所得及非法财物，并处罚款5000元") == []
    assert amounts.confiscated_in("没收违法所得800元；没收非法财物（价值12760元）") == [Decimal("0.08"), Decimal("1.276")]


@pytest.mark.parametrize(
    ("wan", "named", "how"),
    [
        ("0.5", ["0.5"], "same"),
        ("5.2", ["5", "0.2"], "same"),
        ("0.2", ["5", "0.2"], "same"),
        ("5000", ["0.5"], "yuan_for_wan"),
        ("0.6", ["0.5"], "different"),
        ("0.5", [], "unsaid"),
    ],
)
def test_an_amount_is_compared_with_each_and_with_all_together(wan, named, how):
    assert amounts.compare(Decimal(wan), named=[Decimal(amount) for amount in named]) == how


@pytest.mark.parametrize(
    ("text", "content", "standard", "kinds"),
    [
        ("罚款；没收违法所得", "", "罚款;没收违法所得", ("fine", "confiscate_income")),
        ("罚款、没收违法所得，警告 通报批评", "", "罚款;没收违法所得;警告;通报批评", None),
        ("处以罚款", "", "罚款", ("fine",)),
        ("没收违法所得、没收非法财物", "", "没收违法所得;没收非法财物", ("confiscate_income", "confiscate_property")),
        ("没收非法财务", "", "没收非法财物", ("confiscate_property",)),
        ("吊销营业执照", "", "吊销许可证件", ("revoke_license",)),
        ("暂扣或者吊销许可证", "吊销食品经营许可证", "吊销许可证件", ("revoke_license",)),
        ("暂扣或者吊销许可证、暂扣或者吊销执照", "暂扣许可证三个月", "暂扣许可证件", ("suspend_license",)),
        ("责令停业整顿", "", "责令停产停业", ("order_suspend",)),
        ("其他－责令改正、限期整改", "", "其他-责令改正、限期整改", ("other",)),
        ("其它：责令改正;罚款", "", "其他-责令改正;罚款", ("other", "fine")),
        ("罚款;罚款", "", "罚款", ("fine",)),
    ],
)
def test_kinds_of_penalty_are_read_by_their_text(text, content, standard, kinds):
    found = codes.kinds(text, content)

    assert (found.text, found.unknown, found.ambiguous) == (standard, (), False)
    assert kinds in {None, found.codes}


@pytest.mark.parametrize("text", ["1", "2;3", "口头教育", "罚款;罚金钱"])
def test_a_number_or_an_unknown_word_is_no_kind_of_penalty(text):
    found = codes.kinds(text, "罚款1000元")

    assert found.unknown
    assert found.numbers == (not found.codes and text[0].isdecimal())


def test_an_old_word_for_two_kinds_stays_ambiguous_unless_the_decision_tells():
    assert codes.kinds("暂扣或者吊销许可证", "罚款").ambiguous
    assert codes.kinds("暂扣或者吊销许可证", "暂扣后吊销许可证").ambiguous


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("杭西市监罚处〔2025〕0123号", "杭西市监罚处〔2025〕0123号"),
        ("杭西市监罚处[2025]0123号", "杭西市监罚处〔2025〕0123号"),
        ("杭西市监罚处（2025）0123号", "杭西市监罚处〔2025〕0123号"),
        ("杭西市监罚处【２０２５】第０１２３号", "杭西市监罚处〔2025〕0123号"),
        ("杭西市监 罚处 (2025) 0123 号", "杭西市监罚处〔2025〕0123号"),
        ("杭市监（西湖）罚处〔2025〕1号", "杭市监（西湖）罚处〔2025〕1号"),
        ("（2025）浙0106执恢1号", "〔2025〕浙0106执恢1号"),
    ],
)
def test_a_document_number_has_one_writing(text, normal):
    assert docnumbers.normal(text) == normal
    assert docnumbers.key(normal) == docnumbers.key(normal.replace("〕0", "〕"))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("杭州测例石早医疗器械股份有限公司", ""),
        ("王测乙", ""),
        ("鐜嬫祴鐢�", "garbled"),
        ("鐜嬫祴鐢?", "garbled"),
        ("瀵岄槼鍖烘祴渚嬪窛濉樺皬鍚冨簵", "garbled"),
        ("æ\x9d\xadå·\x9eæµ\x8bä¾\x8b", "garbled"),
        ("ÐÐÕþ´¦·£", "garbled"),
        ("杭州测例?予听有限公司", "lost_character"),
        ("杭州测例\ue000听有限公司", "lost_character"),
        ("杭州测例㛃予听有限公司", "rare"),
        ("𠮷测", "rare"),
        ("Élodie Brière", "rare"),
        ("古丽·测", ""),
    ],
)
def test_a_name_is_told_apart_from_what_an_encoding_made_of_it(text, fault):
    assert texts.name_fault(text) == fault


@pytest.mark.parametrize(
    ("text", "tidied", "done"),
    [
        ("测例", "测例", ()),
        ("\u200b 测例\u00a0\u3000", "测例", ("invisible",)),
        ("销售\r\n商品", "销售商品", ("newline",)),
        ("Great\nWall", "Great Wall", ("newline",)),
        ("'913", "913", ("guard",)),
        ('="913"', "913", ("guard",)),
        ("'@SUM(A1)", "@SUM(A1)", ("guard",)),
        ("暂无", "", ("placeholder",)),
        ("——", "", ("placeholder",)),
        ("\\N", "", ("placeholder",)),
        ("NULL", "", ("placeholder",)),
        ("无锡测例", "无锡测例", ()),
        ("-5", "-5", ()),
        ("测\x00例", "测例", ("invisible",)),
    ],
)
def test_a_text_is_tidied_where_that_is_safe(text, tidied, done):
    assert texts.tidy(text) == (tidied, done)
