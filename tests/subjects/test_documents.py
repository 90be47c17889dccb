"""The papers of a case: they are opened again and read, and hold no field of anybody but us and no whole identifier."""

import io
import zipfile
from urllib.parse import unquote

import pytest
from docx import Document

from subjects import services
from tests.measures.pages import reader
from tests.subjects import make
from tests.subjects.pages import own_queries, url

pytestmark = pytest.mark.clause("C2.2a", "C2.3a")
DISCLAIMER = "清单为重建数据，非原附件"


def opened(answer):
    """What a program that opens the document shows: paragraphs and tables, then the foot of the page."""
    assert answer.status_code == 200
    document = Document(io.BytesIO(answer.content))
    lines = [item.text for item in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*lines, *(item.text for item in document.sections[0].footer.paragraphs)])


def source(answer):
    """The markup of the document and of the foot of its pages."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        return "".join(package.read(name).decode() for name in package.namelist() if name.startswith("word/") and ".xml" in name)


def paper(agency, case, kind="push-sheet"):
    return reader(agency).get(url("document", case.pk, kind))


def test_the_push_sheet_says_what_was_pushed_to_whom_by_which_law_until_when(lists):
    code = make.uscc()
    case = make.pushed(make.person("CJ-029"), make.enterprise("CJ-075", value=code))

    answer = paper("HZ-FOOD", case)
    text = opened(answer)

    for said in (
        "惩戒对象推送单",
        case.case_no,
        case.cause.document_no,
        "行政处罚，吊销许可证件、罚款",
        case.producer.name_zh,
        case.receiver.name_zh,
        "1　王测试",
        "个人，法定代表人，居民身份证 330106********",
        code,
        "CJ-029 五年内不得从事食品生产经营管理工作",
        "《食品安全法》第一百三十五条第一款",
        "5 年，法定\n2026-11-24 起",
        "至 2031-11-24",
        "随公示",
        "指导意见 二（三）",
        f"{case.producer.name_zh}（章）",
        "数据时间 20",
        DISCLAIMER,
    ):
        assert said in text, said
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert unquote(answer["Content-Disposition"]).endswith(f"惩戒对象推送单 {case.case_no}.docx")
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")


def test_the_pages_are_numbered_by_our_two_fields_and_there_is_no_other(lists):
    hostile = '=cmd|"/c calc"!A1 { HYPERLINK "http://x.invalid" } <w:fldSimple w:instr="DDEAUTO c:\\\\x"/>&'
    case = make.pushed(
        make.person("CJ-029", name="王测试 {MERGEFIELD x}"), cause=make.cause(facts=hostile, violation_type="=1+1")
    )

    answer = paper("HZ-ENF", case)

    markup = source(answer)
    assert markup.count("<w:fldSimple") == 2
    assert "w:instrText" not in markup
    assert "<w:hyperlink" not in markup
    assert hostile in opened(answer)


@pytest.mark.req("R27", "R28")
def test_a_persons_identifier_stands_nowhere_in_full(lists):
    number = make.id_card()
    case = make.received(make.person("CJ-029", value=number))

    for kind in ("push-sheet", "receipt"):
        answer = paper("HZ-FOOD", case, kind)
        assert number not in source(answer)
        assert f"{number[:6]}********{number[-4:]}" in opened(answer)


def test_the_receipt_exists_once_the_case_is_received(lists):
    case = make.pushed()
    assert paper("HZ-FOOD", case, "receipt").status_code == 409
    services.receive_case(case.pk, actor=make.actor("HZ-FOOD"), on=make.ON)

    text = opened(paper("HZ-ENF", case, "receipt"))

    assert "接收回执" in text
    assert "2026-11-25（周三）接收" in text
    assert "共 1 个对象、1 项措施" in text
    assert f"{case.receiver.name_zh}（章）" in text


def test_a_draft_and_a_withdrawn_case_say_so(lists):
    case = make.draft()
    assert "尚未推送（草拟）" in opened(paper("HZ-ENF", case))

    services.withdraw_case(case.pk, actor=make.actor("HZ-ENF"), on=make.ON, reason="有误")

    assert "没有推送，2026-11-25（周三）撤回" in opened(paper("HZ-ENF", case))


@pytest.mark.clause("C2.2b")
def test_the_opinions_are_printed_with_who_said_nothing_and_the_conclusion(lists):
    case, enforcement = make.draft(), make.actor("HZ-ENF")
    asked = services.consult(case.pk, invite=["HZ-LEGAL", "HZ-DRUG"], question="是否适用？", actor=enforcement, on=make.ON)
    services.give_opinion(asked.pk, text="应当适用", actor=make.actor("HZ-LEGAL"), on=make.ON)
    address = url("consultation_paper", asked.pk)
    assert "尚未作出结论" in opened(reader("HZ-DRUG").get(address))

    services.conclude(case.pk, conclusion="适用 CJ-029", actor=enforcement, on=make.ON)
    text = opened(reader("HZ-ENF").get(address))

    for said in ("会商意见", "是否适用？", "应当适用", "没有答复", "适用 CJ-029", "2026-11-25（周三）作出", case.case_no):
        assert said in text, said
    assert reader("HZ-FOOD").get(address).status_code == 404


def test_whoever_does_not_see_the_case_gets_none_of_its_papers(lists):
    case = make.received()

    for agency, status in {"HZ-ENF": 200, "HZ-FOOD": 200, "HZ-LEGAL": 200, "HZ-DRUG": 404, "SC-LEGAL": 404}.items():
        assert [paper(agency, case, kind).status_code for kind in ("push-sheet", "receipt")] == [status, status], agency
    assert paper("HZ-ENF", case, "will").status_code == 404


def test_the_case_offers_its_papers(lists):
    case = make.received()

    page = reader("HZ-FOOD").get(url("case", case.pk)).content.decode()

    assert url("document", case.pk, "push-sheet") in page
    assert url("document", case.pk, "receipt") in page
    assert url("document", make.pushed().pk, "receipt") not in page


def test_a_paper_asks_the_database_no_more_for_more_subjects(lists):
    one, client = make.pushed(make.person("CJ-029")), reader("HZ-FOOD")
    many = make.pushed(*(make.person("CJ-029") for _ in range(6)), make.enterprise("CJ-075"))

    assert own_queries(client, "subjects:document", one.pk, "push-sheet") == own_queries(
        client, "subjects:document", many.pk, "push-sheet"
    )
