"""The intake form: what is suggested and preselected, what is refused where, and that nothing typed is lost or shown in clear."""

import re
from datetime import timedelta

import pytest

from closedloop.workdays import clock
from subjects import services
from subjects.models import Case, Cause, Sanction, Subject
from subjects.services.subjects import find
from tests.subjects import make
from tests.subjects.pages import LAW, choices, field, get, intake, new, post, reader, sealed, subject, url, words

pytestmark = pytest.mark.clause("C2.2a")


@pytest.fixture
def enforce(lists):
    return reader("HZ-ENF")


def today():
    return clock.today()


def yesterday():
    return (today() - timedelta(days=1)).isoformat()


def wrong(code):
    """The same code with another last character."""
    return code[:-1] + ("0" if code[-1] != "0" else "1")


class TestWhoMay:
    @pytest.mark.parametrize("agency", ["HZ-ENF", "HZ-APPROVAL", "HZ-CREDIT", "XH-ENF"])
    def test_producers_find_the_form(self, agency, lists):
        assert get(reader(agency), "subjects:case_new").status_code == 200

    @pytest.mark.parametrize("agency", ["HZ-FOOD", "HZ-LEGAL", "EXT-FIN", "MKT-FOOD"])
    def test_others_are_told_who_registers(self, agency, lists):
        answer = get(reader(agency), "subjects:case_new")

        assert answer.status_code == 403
        assert "案件由执法办案、行政审批机构登记" in words(answer)

    @pytest.mark.clause("C2.2c")
    def test_credit_supervision_registers_documents_from_outside_with_their_day_of_receipt(self, lists):
        page = get(reader("HZ-CREDIT"), "subjects:case_new").content.decode()

        assert "法院判决" in page
        assert ">行政处罚<" not in page
        assert 'name="received_on"' in page

    def test_enforcement_is_not_asked_for_a_day_of_receipt(self, enforce):
        page = get(enforce, "subjects:case_new").content.decode()

        assert "法院判决" not in page
        assert 'name="received_on"' not in page

    def test_a_draft_is_changed_by_its_producer_only(self, lists):
        case = make.draft(on=today(), cause=make.cause(decided_on=yesterday()))

        assert get(reader("HZ-FOOD"), "subjects:case_edit", case.pk).status_code == 404
        assert get(reader("HZ-LEGAL"), "subjects:case_edit", case.pk).status_code == 403


@pytest.mark.clause("C2.2a")
class TestSuggestions:
    def test_what_is_certain_is_preselected_and_what_is_asked_is_not(self, enforce):
        answer = new(enforce, subject(0, make.uscc(), "杭州测试食品有限公司"), act="suggest")

        shown = choices(answer)
        assert shown[0, "CJ-012"] is True
        assert shown[0, "CJ-067"] is False
        assert "为什么：食品安全法第一百三十五条第一款" in words(answer)
        assert "请自行判断" in words(answer)

    def test_each_kind_of_subject_has_its_own(self, enforce):
        answer = new(
            enforce, subject(0, make.uscc(), "杭州测试食品有限公司"), subject(1, make.id_card(), "王测试"), act="suggest"
        )

        shown = choices(answer)
        assert (1, "CJ-029") in shown
        assert (0, "CJ-029") not in shown

    def test_a_box_that_was_unticked_stays_so(self, enforce):
        row = subject(0, make.id_card(), "王测试", codes=("CJ-012", "CJ-029"), chosen=("CJ-029",))

        shown = choices(new(enforce, row, act="suggest"))

        assert shown[0, "CJ-012"] is False
        assert shown[0, "CJ-029"] is True

    def test_what_was_never_seen_is_shown_before_anything_is_stored(self, enforce):
        answer = new(enforce, subject(0, make.id_card(), "王测试", role="法定代表人"))

        assert answer.status_code == 200
        assert "请逐项核对，再按一次「保存草稿」" in words(answer)
        assert choices(answer)[0, "CJ-029"] is True
        assert not Case.objects.exists()

    def test_nothing_is_suggested_before_the_day_of_the_decision_is_known(self, enforce):
        answer = new(enforce, subject(0, make.id_card(), "王测试"), act="suggest", decided_on="")

        assert choices(answer) == {}
        assert "填写作出日期、法律依据和对象以后" in words(answer)

    def test_a_measure_is_added_from_the_list_by_its_code_or_its_name(self, enforce):
        for text in ("CJ-007", "cj-007 限制担任法定代表人", "限制担任法定代表人（吊照）"):
            answer = new(enforce, subject(0, make.id_card(), "王测试", add=text), act="add-0")
            assert choices(answer)[0, "CJ-007"] is True
            assert "没有建议，由经办人选择" in words(answer)

    @pytest.mark.parametrize(("text", "said"), [("CJ-999", "当日的清单上没有这一项"), ("食品", "有几项相近")])
    def test_what_cannot_be_added_is_explained(self, text, said, enforce):
        assert said in words(new(enforce, subject(0, make.id_card(), "王测试", add=text), act="add-0"))

    def test_a_measure_that_nobody_suggested_needs_a_reason(self, enforce):
        row = subject(0, make.id_card(), "王测试", codes=("CJ-007", "CJ-012", "CJ-029"), chosen=("CJ-007",))

        answer = new(enforce, row)

        assert answer.status_code == 422
        assert "请写明为什么推送这项没有建议的措施" in words(answer)
        assert 'href="#id_s-0-CJ-007-reason"' in answer.content.decode()
        assert not Case.objects.exists()

    def test_with_a_reason_it_is_stored_as_the_officers_own_choice(self, enforce):
        row = subject(0, make.id_card(), "王测试", codes=("CJ-007", "CJ-012", "CJ-029"), chosen=("CJ-007",))

        answer = new(enforce, row, **{"s-0-CJ-007-reason": "同时吊销营业执照", "s-0-CJ-007-anchor_on": "2026-11-20"})

        assert answer.status_code == 302
        sanction = Sanction.objects.get()
        assert (sanction.certainty, sanction.reason, str(sanction.anchor_on)) == ("own", "同时吊销营业执照", "2026-11-20")


class TestSaving:
    def test_a_draft_comes_of_it_with_its_receiver_from_the_owners(self, enforce):
        answer = new(enforce)

        case = Case.objects.get()
        assert (answer.status_code, answer.url) == (302, url("case", case.pk))
        assert (case.state, case.receiver_id) == ("draft", "HZ-FOOD")
        assert [row.measure_id for row in case.sanctions.all()] == ["CJ-029"]
        assert case.cause.penalty_kinds == ["revoke_license", "fine"]

    def test_everything_that_is_wrong_is_said_at_once_and_at_its_field(self, enforce):
        code = wrong(make.uscc())
        answer = new(enforce, subject(0, code, "", party="enterprise"), document_no="", decided_on="昨天")

        page, html = words(answer), answer.content.decode()
        assert answer.status_code == 400
        for said in ("请填写文书号", "作出日期应为日期", "请填写对象名称"):
            assert said in page
        for href in ("#id_document_no", "#id_decided_on", "#id_s-0-name", "#id_s-0-value"):
            assert f'href="{href}"' in html
        assert field(answer, "s-0-value") == code
        assert field(answer, "decided_on") == "昨天"

    def test_a_rule_that_forbids_a_measure_is_shown_at_the_measure(self, enforce):
        row = subject(0, make.id_card(), "王测试", codes=("CJ-012", "CJ-029", "CJ-076"), chosen=("CJ-076",))

        answer = new(enforce, row, **{"s-0-CJ-076-reason": "测试"})

        assert answer.status_code in (400, 422)
        assert "CJ-076" in words(answer)

    def test_a_term_that_the_decision_sets_is_asked_for(self, enforce):
        codes = ("CJ-012", "CJ-029", "CJ-041")
        row = subject(0, make.id_card(), "王测试", codes=codes, chosen=("CJ-041",))

        answer = new(enforce, row, **{"s-0-CJ-041-reason": "测试"})

        assert 'href="#id_s-0-CJ-041-term_months"' in answer.content.decode()
        assert "期限由决定或者判决载明" in words(answer)
        stored = new(enforce, row, **{"s-0-CJ-041-reason": "测试", "s-0-CJ-041-term_months": "终身"})
        assert stored.status_code == 302
        assert Sanction.objects.get().lifetime

    def test_an_empty_row_does_not_count_and_a_row_can_be_taken_out(self, enforce):
        first = subject(0, make.uscc(), "杭州测甲公司")

        answer = new(enforce, first, subject(1, make.uscc(), "杭州测乙公司"), act="drop-0")
        assert field(answer, "rows") == "1"
        assert "杭州测乙公司" in words(answer) + answer.content.decode()
        assert "杭州测甲公司" not in answer.content.decode()
        more = new(enforce, first, act="more")
        assert field(more, "rows") == "0,1"

    def test_no_subject_at_all_is_said(self, enforce):
        assert "请至少填写一个对象" in words(new(enforce, subject(0, "", "")))

    def test_the_deadline_stands_beside_the_title(self, enforce):
        page = words(new(enforce, act="suggest", decided_on=yesterday()))

        assert "处罚决定作出之日起 3 个工作日内推送" in page
        assert "个工作日 " in page or "今天到期" in page
        assert "填写作出日期后显示期限" in words(get(enforce, "subjects:case_new"))

    def test_a_known_organisation_brings_its_name(self, enforce):
        code = make.uscc()
        services.register("enterprise", scheme="uscc", value=code, name="杭州测已知公司", actor=make.actor("HZ-ENF"))

        answer = new(enforce, subject(0, code, ""), act="check")

        assert field(answer, "s-0-name") == "杭州测已知公司"
        assert "名称已带出" in words(answer)

    def test_checking_says_what_is_wrong_with_a_code_and_stores_nothing(self, enforce):
        answer = new(enforce, subject(0, wrong(make.uscc()), "杭州测公司", party="enterprise"), act="check")

        assert 'id="id_s-0-value_error"' in answer.content.decode()
        assert not Subject.objects.exists()


@pytest.mark.req("R27", "R28")
class TestPersons:
    def test_a_typed_number_comes_back_sealed_and_masked_and_is_stored_all_the_same(self, enforce):
        code = make.id_card()
        first = new(enforce, subject(0, code, "王测试", role="法定代表人"), act="suggest")
        html = first.content.decode()
        assert code not in html
        assert f"{code[:6]}********{code[-4:]}" in html
        assert field(first, "s-0-value") == ""

        row = subject(0, "", "王测试", party="person:id_card", codes=("CJ-012", "CJ-029"), chosen=("CJ-029",))
        answer = new(enforce, row, **{"s-0-sealed": sealed(first, 0)})

        assert answer.status_code == 302
        assert Case.objects.get().subjects.get().subject == find("id_card", value=code)

    def test_a_wrong_number_is_not_shown_either(self, enforce):
        code = wrong(make.id_card())

        answer = new(enforce, subject(0, code, "王测试", party="person:id_card"), act="check")

        assert code not in answer.content.decode()
        assert 'id="id_s-0-value_error"' in answer.content.decode()

    @pytest.mark.parametrize("party", ["", "enterprise", "person:id_card", "person:passport"])
    def test_whatever_kind_was_chosen_a_number_of_a_person_is_never_rendered(self, party, enforce):
        code = make.id_card()

        for act in ("check", "save", "more"):
            assert code not in new(enforce, subject(0, code, "王测试", party=party), act=act).content.decode()

    def test_what_is_sealed_opens_for_its_own_account_only(self, enforce):
        first = new(enforce, subject(0, make.id_card(), "王测试"), act="suggest")
        row = subject(0, "", "王测试", party="person:id_card", sealed=sealed(first, 0))

        answer = new(reader("HZ-APPROVAL"), row)

        assert answer.status_code == 422
        assert "请填写代码或者证件号码" in words(answer)

    def test_a_draft_is_changed_without_anybody_seeing_the_number(self, enforce):
        code = make.id_card()
        case = make.draft(make.person("CJ-029", value=code), on=today(), cause=make.cause(decided_on=yesterday()))

        answer = get(enforce, "subjects:case_edit", case.pk)

        assert code not in answer.content.decode()
        assert choices(answer)[0, "CJ-029"] is True
        assert choices(answer)[0, "CJ-012"] is False


class TestChanging:
    def form(self, case, answer, **changes):
        """The edit form as the page shows it, sent back."""
        codes = field(answer, "s-0-codes").split(",")
        row = subject(0, "", "王测试", party="person:id_card", role="法定代表人", codes=codes, chosen=("CJ-012", "CJ-029"))
        kept = {"document_no": case.cause.document_no, "decided_on": case.cause.decided_on.isoformat(), "legal_basis": LAW}
        return intake(row, **(kept | {"s-0-sealed": sealed(answer, 0), "revision": field(answer, "revision")} | changes))

    @pytest.fixture
    def case(self, lists):
        return make.draft(on=today(), cause=make.cause(decided_on=yesterday()))

    def test_a_draft_takes_what_was_changed(self, enforce, case):
        page = get(enforce, "subjects:case_edit", case.pk)

        answer = post(enforce, "subjects:case_edit", case.pk, **self.form(case, page))

        assert answer.status_code == 302
        assert sorted(case.sanctions.values_list("measure_id", flat=True)) == ["CJ-012", "CJ-029"]

    def test_a_stale_edit_is_a_conflict_in_place_and_keeps_what_was_typed(self, enforce, case):
        page = get(enforce, "subjects:case_edit", case.pk)
        post(enforce, "subjects:case_edit", case.pk, **self.form(case, page))

        answer = post(enforce, "subjects:case_edit", case.pk, **self.form(case, page, facts="后来写的事实"))

        assert answer.status_code == 409
        assert "案件已被别人修改" in words(answer)
        assert "后来写的事实" in answer.content.decode()
        assert Case.objects.get().cause.facts != "后来写的事实"

    def test_a_case_that_was_pushed_is_not_changed_any_more(self, enforce, case):
        post(enforce, "subjects:case", case.pk, act="push")

        assert get(enforce, "subjects:case_edit", case.pk).status_code == 409

    def test_a_correction_is_a_new_draft_and_the_old_case_is_kept(self, enforce, case):
        post(enforce, "subjects:case", case.pk, act="push")
        page = get(enforce, "subjects:case_correct", case.pk)
        assert "原案件撤回、留存" in words(page)

        answer = post(enforce, "subjects:case_correct", case.pk, **self.form(case, page))

        made = Case.objects.get(supersedes=case.pk)
        assert (answer.status_code, answer.url) == (302, url("case", made.pk))
        assert Case.objects.get(pk=case.pk).state == "withdrawn"

    @pytest.mark.clause("C2.2a")
    def test_another_case_under_the_same_cause_brings_the_cause_and_the_subjects(self, enforce, case):
        answer = enforce.get(url("case_new"), {"from": case.pk})

        assert field(answer, "document_no") == case.cause.document_no
        assert field(answer, "s-0-name") == "王测试"
        assert "的关联案件" in words(answer)

    def test_the_same_measure_twice_for_one_cause_is_refused_in_place(self, enforce, case):
        page = enforce.get(url("case_new"), {"from": case.pk})

        answer = enforce.post(url("case_new"), self.form(case, page))

        assert answer.status_code == 409
        assert "已在另一个案件里登记" in words(answer)
        assert Cause.objects.count() == 1


def test_the_form_costs_the_same_for_few_and_for_many_subjects(enforce, django_assert_max_num_queries):
    few = [subject(0, make.id_card(), "王测试")]
    many = [subject(index, make.id_card(), f"王测{index}") for index in range(8)]
    new(enforce, *few, act="suggest")
    counts = []

    for rows in (few, many):
        with django_assert_max_num_queries(80) as captured:
            new(enforce, *rows, act="suggest")
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_no_field_of_the_form_is_without_a_label(enforce):
    html = new(enforce, act="suggest").content.decode()

    ids = set(re.findall(r'<(?:input|select|textarea)(?![^>]*type="(?:hidden|checkbox)")[^>]*\bid="([^"]+)"', html))
    labelled = set(re.findall(r'<label[^>]*\bfor="([^"]+)"', html))
    assert ids - labelled == set()


@pytest.mark.req("R41")
@pytest.mark.parametrize("rubbish", ["\x00", "9" * 5000, "-1", "日本\ud7ff", "<script>alert(1)</script>", "a" * 20_000])
def test_whatever_is_sent_is_answered_with_a_page(rubbish, enforce):
    names = (
        "act",
        "rows",
        "revision",
        "kind",
        "decided_on",
        "document_no",
        "facts",
        "receiver",
        "s-0-value",
        "s-0-party",
        "s-0-sealed",
    )
    names += ("s-0-codes", "s-0-add", "s-0-CJ-041-term_months", "s-0-CJ-012-matters", "s-0-role_zh", "penalty_kinds")

    for name in names:
        row = subject(0, make.id_card(), "王测试", codes=("CJ-012", "CJ-029", "CJ-041"), chosen=("CJ-012", "CJ-041"))
        for act in ("save", "add-0", "check"):
            answer = new(enforce, row, act=act, **{name: rubbish} if name != "act" else {})
            assert answer.status_code in (200, 302, 400, 409, 422), (name, act)
            assert "<script>alert" not in answer.content.decode()


@pytest.mark.req("R41")
@pytest.mark.parametrize("act", ["drop-x", "drop-" + "9" * 5000, "add-", "add-99", "nothing", ""])
def test_an_unknown_button_shows_the_form_again(act, enforce):
    assert new(enforce, act=act).status_code in (200, 302)
