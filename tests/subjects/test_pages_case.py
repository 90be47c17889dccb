"""The page of a case: who sees it, what may be done on it and why the rest may not, and that a refusal keeps what was typed."""

from datetime import date, timedelta

import pytest

from closedloop.journal.models import Entry
from closedloop.workdays import clock
from subjects import services
from subjects.models import Case
from tests.measures.pages import stranger
from tests.subjects import make
from tests.subjects.pages import get, own_queries, post, reader, url, words

pytestmark = pytest.mark.clause("C2.2a", "C2.3a")


def today():
    return clock.today()


def case_of_today(*subjects, stage="draft", **changes):
    """A case as it stands today: decided yesterday."""
    said = make.cause(decided_on=(today() - timedelta(days=1)).isoformat())
    return getattr(make, stage)(*subjects, on=today(), **({"cause": said} | changes))


@pytest.fixture
def enforce(lists):
    return reader("HZ-ENF")


@pytest.fixture
def food(lists):
    return reader("HZ-FOOD")


@pytest.mark.parametrize(
    ("agency", "status"),
    [
        ("HZ-ENF", 200),
        ("HZ-FOOD", 200),
        ("HZ-CREDIT", 200),
        ("HZ-LEGAL", 200),
        ("SC-LEGAL", 404),
        ("HZ-DRUG", 404),
        ("MKT-FOOD", 404),
    ],
)
def test_a_case_is_there_for_its_producer_its_receiver_and_the_reviewers_only(agency, status, lists):
    case = case_of_today(stage="pushed")

    assert get(reader(agency), "subjects:case", case.pk).status_code == status


def test_whoever_is_not_signed_in_is_sent_to_the_login(lists):
    answer = get(stranger(), "subjects:case", "HZ-ENF-2026-000001")

    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/login/")


def test_the_receiver_does_not_see_a_draft(food):
    assert get(food, "subjects:case", case_of_today().pk).status_code == 404


def test_the_page_tells_the_facts_the_measures_and_who_has_the_ball(food):
    case = case_of_today(make.person("CJ-029"), make.enterprise("CJ-075"), stage="pushed")

    page = words(get(food, "subjects:case", case.pk))

    for said in (
        case.cause.document_no,
        "行政处罚，吊销许可证件、罚款",
        "球在 市局食品处",
        "剩 3 个工作日",
        "2 个对象，2 项措施",
    ):
        assert said in page
    assert "五年内不得从事食品生产经营管理工作" in page
    assert "《食品安全法》第一百三十五条第一款" in page
    assert "法定" in page


def test_a_term_is_drawn_with_a_cap_and_an_unknown_anchor_is_hatched(food):
    case = case_of_today(make.person("CJ-029"), make.enterprise("CJ-075"), stage="pushed")

    page = get(food, "subjects:case", case.pk).content.decode()

    assert '<rect class="cap"' in page
    assert '<rect class="hatch"' in page
    assert "公示后起算" in page
    assert "style=" not in page


@pytest.mark.req("R27")
def test_no_page_of_a_case_carries_the_identifier_of_a_person(enforce):
    code = make.id_card(77)
    case = case_of_today(make.person("CJ-029", value=code))

    for name, args in (("case", [case.pk]), ("case_edit", [case.pk]), ("cases", []), ("case_new", [])):
        answer = enforce.get(url(name, *args))
        assert answer.status_code == 200
        assert code not in answer.content.decode()
    assert "330106********" in enforce.get(url("case", case.pk)).content.decode()


class TestActs:
    def test_the_producer_pushes_and_is_told_beforehand_what_will_happen(self, enforce):
        case = case_of_today()
        page = words(get(enforce, "subjects:case", case.pk))
        assert "推送给市局食品处，1 项措施" in page
        assert "市局食品处收到一项待办，须在" in page

        answer = post(enforce, "subjects:case", case.pk, act="push")

        assert (answer.status_code, answer.url) == (302, url("case", case.pk))
        assert Case.objects.get(pk=case.pk).state == "pushed"

    def test_the_receiver_receives(self, food):
        case = case_of_today(stage="pushed")

        assert post(food, "subjects:case", case.pk, act="receive").status_code == 302
        assert "已接收。接下来按清单把每项措施" in words(get(food, "subjects:case", case.pk))

    def test_what_may_not_be_done_is_explained(self, enforce, food):
        case = case_of_today(stage="pushed")

        assert "「接收案件」由市局食品处办理" in words(get(enforce, "subjects:case", case.pk))
        page = words(get(food, "subjects:case", case.pk))
        assert "「推送案件」由市局执法队办理" in page
        assert "推送给市局食品处" not in page

    def test_a_return_without_a_reason_is_refused_at_its_field(self, food):
        case = case_of_today(stage="pushed")

        answer = post(food, "subjects:case", case.pk, act="return", return_reason=" ")

        page = answer.content.decode()
        assert answer.status_code == 400
        assert 'id="errors"' in page
        assert 'href="#id_return_reason"' in page
        assert "请写明理由" in words(answer)
        assert Case.objects.get(pk=case.pk).state == "pushed"

    def test_a_return_shows_its_reason_to_the_producer(self, food, enforce):
        case = case_of_today(stage="pushed")

        post(food, "subjects:case", case.pk, act="return", return_reason="责任认定书未附")

        page = words(get(enforce, "subjects:case", case.pk))
        assert "责任认定书未附" in page
        assert "更正，另立草稿" in page

    def test_an_act_that_somebody_else_did_meanwhile_is_a_conflict_in_place(self, food):
        case = case_of_today(stage="received")

        answer = post(food, "subjects:case", case.pk, act="receive")

        assert answer.status_code == 409
        assert "不能再这样办理" in words(answer)

    def test_a_stranger_may_not_act_and_does_not_learn_of_the_case(self, lists):
        case = case_of_today(stage="pushed")

        assert post(reader("HZ-DRUG"), "subjects:case", case.pk, act="receive").status_code == 404

    def test_somebody_who_sees_it_but_may_not_act_is_refused_in_place(self, lists):
        case = case_of_today(stage="pushed")

        assert post(reader("HZ-LEGAL"), "subjects:case", case.pk, act="receive").status_code == 403

    def test_a_draft_without_measures_says_so_before_and_when_pushed(self, enforce):
        case = case_of_today(make.person())

        assert "还没有任何措施，不能推送" in words(get(enforce, "subjects:case", case.pk))
        assert post(enforce, "subjects:case", case.pk, act="push").status_code == 422

    def test_a_withdrawal_is_kept_with_its_reason(self, enforce):
        case = case_of_today()

        assert post(enforce, "subjects:case", case.pk, act="withdraw", withdraw_reason="文书撤销").status_code == 302
        assert "文书撤销" in words(get(enforce, "subjects:case", case.pk))


@pytest.mark.clause("C2.2b")
class TestConsultation:
    def ask(self, enforce, case, **changes):
        said = {"act": "consult", "invite": ["HZ-LEGAL", "HZ-FOOD"], "question": "是否按其他直接责任人员推送？"}
        return post(enforce, "subjects:case", case.pk, **(said | changes))

    def test_the_new_deadline_is_told_beforehand_and_runs_afterwards(self, enforce):
        case = case_of_today()
        assert "推送期限由" in words(get(enforce, "subjects:case", case.pk))

        assert self.ask(enforce, case).status_code == 302

        page = words(get(enforce, "subjects:case", case.pk))
        assert "会商后推送案件" in page
        assert "会商还没有结论，请先作出会商结论再推送" in page

    def test_what_is_missing_is_said_at_its_field_and_the_question_is_kept(self, enforce):
        case = case_of_today()

        answer = self.ask(enforce, case, invite=[], question="拿不准的地方")

        assert answer.status_code == 400
        assert "请至少邀请一个机构会商" in words(answer)
        assert "拿不准的地方" in answer.content.decode()

    def test_the_invited_finds_it_says_its_opinion_and_sees_the_case_until_the_conclusion(self, enforce):
        case = case_of_today()
        self.ask(enforce, case, invite=["HZ-DRUG"])
        drug = reader("HZ-DRUG")
        consultation = case.consultations.get()
        assert "是否按其他直接责任人员推送" in words(get(drug, "subjects:consultations"))
        assert get(drug, "subjects:case", case.pk).status_code == 200

        answer = post(drug, "subjects:case", case.pk, act="opinion", text="应当")
        assert answer.status_code == 302
        assert "是否按其他直接责任人员推送" not in words(get(drug, "subjects:consultations"))
        assert "本机构已提过意见，再提一次" in words(get(drug, "subjects:consultation", consultation.pk))

        post(enforce, "subjects:case", case.pk, act="conclude", conclusion="按其他直接责任人员推送")
        assert get(drug, "subjects:case", case.pk).status_code == 404
        assert "按其他直接责任人员推送" in words(get(drug, "subjects:consultation", consultation.pk))

    def test_a_late_opinion_is_marked(self, enforce):
        case = case_of_today()
        self.ask(enforce, case, invite=["HZ-DRUG"])
        post(enforce, "subjects:case", case.pk, act="conclude", conclusion="推送")

        post(reader("HZ-DRUG"), "subjects:consultation", case.consultations.get().pk, text="晚到的意见")

        page = words(get(enforce, "subjects:case", case.pk))
        assert "晚到的意见" in page
        assert "结论后" in page

    def test_an_empty_opinion_is_refused_in_place(self, enforce):
        case = case_of_today()
        self.ask(enforce, case)

        answer = post(reader("HZ-LEGAL"), "subjects:consultation", case.consultations.get().pk, text=" ")

        assert answer.status_code == 400
        assert "请填写会商意见" in words(answer)

    def test_a_consultation_is_hidden_from_strangers(self, enforce):
        case = case_of_today()
        self.ask(enforce, case)

        assert get(reader("HZ-IP"), "subjects:consultation", case.consultations.get().pk).status_code == 404

    def test_after_the_three_days_the_page_says_that_it_is_too_late(self, enforce):
        case = case_of_today(cause=make.cause(decided_on=(today() - timedelta(days=60)).isoformat()))

        assert "现已超过，请直接推送" in words(get(enforce, "subjects:case", case.pk))
        assert self.ask(enforce, case).status_code == 422


@pytest.mark.req("R27", "R28")
class TestReveal:
    def row(self, *, value=None):
        case = case_of_today(make.person("CJ-029", value=value), make.enterprise(), stage="pushed")
        return case, case.subjects.get(subject__kind="person")

    def test_a_full_identifier_is_shown_once_for_a_purpose_that_is_on_record(self, food):
        code = make.id_card(88)
        case, row = self.row(value=code)
        assert code not in get(food, "subjects:reveal", case.pk, row.pk).content.decode()

        answer = post(food, "subjects:reveal", case.pk, row.pk, purpose="与身份证件核对")

        assert code in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        entry = Entry.objects.get(verb="subject.revealed")
        assert entry.detail == {"purpose": "与身份证件核对"}
        assert code not in str(entry.detail)

    def test_without_a_purpose_nothing_is_shown(self, food):
        code = make.id_card(89)
        case, row = self.row(value=code)

        answer = post(food, "subjects:reveal", case.pk, row.pk, purpose=" ")

        assert answer.status_code == 400
        assert code not in answer.content.decode()
        assert not Entry.objects.filter(verb="subject.revealed").exists()

    def test_only_a_person_of_the_very_case_is_revealed_to_whoever_sees_it(self, food):
        case, row = self.row()
        other = case_of_today(stage="pushed")
        organisation = case.subjects.exclude(pk=row.pk).get()

        assert post(food, "subjects:reveal", other.pk, row.pk, purpose="核对").status_code == 404
        assert post(food, "subjects:reveal", case.pk, organisation.pk, purpose="核对").status_code == 404
        assert post(reader("HZ-DRUG"), "subjects:reveal", case.pk, row.pk, purpose="核对").status_code == 404


@pytest.mark.parametrize("subjects", [1, 8])
def test_a_case_costs_the_same_for_few_and_for_many_subjects(subjects, food):
    case = case_of_today(*(make.person("CJ-029", "CJ-012") for _ in range(subjects)), stage="pushed")

    assert own_queries(food, "subjects:case", case.pk) <= 32


def test_few_and_many_subjects_ask_the_database_equally_often(food):
    few = case_of_today(make.person("CJ-029"), stage="pushed")
    many = case_of_today(*(make.person("CJ-029", "CJ-012") for _ in range(6)), stage="pushed")

    assert own_queries(food, "subjects:case", few.pk) == own_queries(food, "subjects:case", many.pk)


def test_the_sheet_that_is_printed_names_both_agencies_and_the_receipt(food):
    case = case_of_today(stage="received")

    page = words(get(food, "subjects:case", case.pk))

    for said in ("惩戒对象推送单", "接收回执", case.producer.name_zh, case.receiver.name_zh, "接收机构（章）"):
        assert said in page


def test_a_correction_and_what_it_corrects_name_each_other(enforce):
    case = case_of_today(stage="pushed")
    body = make.body(make.person("CJ-029"), cause=make.cause(decided_on=(today() - timedelta(days=1)).isoformat()))
    made = services.correct_case(case.pk, body=body, actor=make.actor("HZ-ENF"), on=today()).case

    assert made.pk in words(get(enforce, "subjects:case", case.pk))
    assert "更正自" in words(get(enforce, "subjects:case", made.pk))


def test_a_lifetime_is_open_and_without_an_end(lists):
    received = today() - timedelta(days=1)
    said = make.external(decided_on=date(2026, 10, 8).isoformat(), received_on=received.isoformat())
    body = make.body(make.person({"measure": "CJ-030", "anchor_on": "2026-10-08"}), cause=said)
    case = services.draft_case(body, actor=make.actor("HZ-CREDIT"), on=today()).case

    answer = get(reader("HZ-CREDIT"), "subjects:case", case.pk)

    assert "终身" in words(answer)
    assert '<rect class="until"' in answer.content.decode()


@pytest.mark.clause("C2.7.1a")
class TestAnchors:
    def fill(self, client, case, day):
        return post(client, "subjects:case", case.pk, act="anchor", sanction=case.sanctions.get().pk, anchor_on=day)

    @pytest.fixture
    def case(self, lists):
        return case_of_today(make.person({"measure": "CJ-007", "reason": "测试"}), stage="pushed")

    def test_a_day_that_was_not_known_is_filled_in_by_the_producer(self, enforce, case):
        assert "补录起算日" in words(get(enforce, "subjects:case", case.pk))

        assert self.fill(enforce, case, "2026-11-20").status_code == 302

        assert case.sanctions.get().ends_on == date(2029, 11, 20)
        assert "补录 CJ-007" not in words(get(enforce, "subjects:case", case.pk))

    @pytest.mark.parametrize(("day", "status"), [("", 400), ("昨天", 400), ("2099-01-01", 422)])
    def test_a_day_that_cannot_be_is_refused_in_place(self, day, status, enforce, case):
        answer = self.fill(enforce, case, day)

        assert answer.status_code == status
        assert "起算日" in words(answer)

    def test_the_receiver_is_not_asked_and_may_not(self, food, case):
        assert "补录 CJ-007" not in words(get(food, "subjects:case", case.pk))
        assert self.fill(food, case, "2026-11-20").status_code == 403

    def test_a_measure_of_another_case_is_not_there(self, enforce, case):
        other = case_of_today(stage="pushed")

        answer = post(enforce, "subjects:case", other.pk, act="anchor", sanction=case.sanctions.get().pk, anchor_on="2026-11-20")

        assert answer.status_code == 404


@pytest.mark.req("R41")
@pytest.mark.parametrize("rubbish", ["\x00", "a" * 20_000, "<script>alert(1)</script>"])
@pytest.mark.parametrize(
    "act", ["push", "withdraw", "consult", "conclude", "receive", "return", "opinion", "anchor", "nothing", ""]
)
def test_whatever_is_sent_with_an_act_is_answered(act, rubbish, enforce):
    case = case_of_today()
    names = ("return_reason", "withdraw_reason", "question", "conclusion", "text", "anchor_on", "sanction")

    answer = post(enforce, "subjects:case", case.pk, act=act, invite=[rubbish], **dict.fromkeys(names, rubbish))

    assert answer.status_code in (200, 302, 400, 403, 404, 409, 422)
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.req("R41")
@pytest.mark.parametrize("path", ["%00", "x%0Ay", "'", "HZ-ENF-2026-999999", "a" * 300])
def test_an_address_that_is_none_is_not_found(path, enforce):
    for rest in ("", "edit/", "correct/"):
        assert enforce.get(f"/cases/{path}/{rest}").status_code == 404
