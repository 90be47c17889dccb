"""The shape of a proposal: every problem at once, each with its pointer (api.md "Conventions")."""

import pytest

from closedloop.errors import InvalidInput, RuleViolated
from measures.selectors import version_on
from tests.measures import make

ON = make.ON
pytestmark = pytest.mark.clause("C2.1a")


class TestShape:
    """Every problem of a body at once, each with its pointer."""

    def test_all_problems_are_reported_together(self, lists):
        with pytest.raises(InvalidInput) as refusal:
            make.change("enact", measure="", reason=" ", proposal={"nmae": "错键", "matters": "licence.food", "term": []})

        assert {(item.pointer, item.code) for item in refusal.value.problems} == {
            ("/reason", "required"),
            ("/proposal/nmae", "unknown_field"),
            ("/proposal/matters", "type"),
            ("/proposal/term", "type"),
        }
        assert "是否应为 name" in refusal.value.message

    def test_everything_that_is_missing_is_named(self, lists):
        with pytest.raises(InvalidInput) as refusal:
            make.change("enact", measure="", proposal={"name": "只有名称"})

        pointers = {item.pointer for item in refusal.value.problems}
        assert pointers >= {
            f"/proposal/{name}"
            for name in (
                "category",
                "cause",
                "party_kinds",
                "owner_line",
                "bases",
                "term/kind",
                "term/anchor",
                "effect",
                "matters",
            )
        }

    @pytest.mark.parametrize(
        ("changes", "pointer", "code"),
        [
            ({"category": "practise_ban"}, "/proposal/category", "unknown_code"),
            ({"matters": ["licence.fod"]}, "/proposal/matters/0", "unknown_code"),
            ({"party_kinds": ["person", "person"]}, "/proposal/party_kinds", "duplicate"),
            ({"party_kinds": []}, "/proposal/party_kinds", "required"),
            ({"name": "测" * 121}, "/proposal/name", "too_long"),
            ({"bases": []}, "/proposal/bases", "required"),
            ({"bases": [{"instrument": "no_such_law", "article": "第一条"}]}, "/proposal/bases/0/instrument", "unknown_code"),
            ({"bases": [{"instrument": "food_safety_law"}]}, "/proposal/bases/0/article", "required"),
            ({"must_narrow": "yes"}, "/proposal/must_narrow", "type"),
        ],
    )
    def test_each_fault_has_its_pointer(self, lists, changes, pointer, code):
        with pytest.raises(InvalidInput) as refusal:
            make.change("enact", measure="", proposal=make.content(**changes))

        assert (pointer, code) in {(item.pointer, item.code) for item in refusal.value.problems}

    @pytest.mark.parametrize(
        ("term", "code"),
        [
            ({"kind": "fixed", "min_months": 12, "max_months": 24}, "fixed"),
            ({"kind": "fixed", "min_months": None, "max_months": None}, "fixed"),
            ({"kind": "range", "min_months": 36, "max_months": 12}, "order"),
            ({"kind": "until", "min_months": None, "max_months": None}, "required"),
            ({"kind": "lifetime", "min_months": 12, "max_months": 12}, "lifetime"),
            ({"kind": "fixed", "min_months": -1, "max_months": -1}, "range"),
        ],
    )
    def test_a_term_that_cannot_be_counted_is_refused(self, lists, term, code):
        with pytest.raises(InvalidInput) as refusal:
            make.change("enact", measure="", proposal=make.content(term=make.content()["term"] | term))

        assert code in {item.code for item in refusal.value.problems if item.pointer.startswith("/proposal/term")}

    def test_an_unknown_measure_and_a_repealed_one_cannot_be_amended(self, lists):
        make.approved("repeal", days=1)

        for code, words in (("CJ-999", "不在清单上"), ("CJ-029", "已废止")):
            with pytest.raises(InvalidInput, match=words):
                make.change("amend", measure=code, proposal={"cause": "x"})

    def test_null_is_the_same_as_left_out(self, lists):
        change = make.change("amend", proposal={"cause": None, "note": "新说明", "term": {"text": None}})

        assert change.proposal["cause"] == "食品生产经营者被吊销许可证"
        assert change.proposal["term"]["text"] == "自处罚决定作出之日起五年内"
        assert change.proposal["note"] == "新说明"

    def test_another_kind_of_term_keeps_none_of_the_old_numbers(self, lists):
        change = make.change("amend", proposal={"term": {"kind": "lifetime"}})

        assert change.proposal["term"]["min_months"] is None

    def test_an_article_keeps_its_reading_and_a_new_one_is_unverified(self, lists):
        bases = [
            {"instrument": "food_safety_law", "article": "第一百三十五条第一款", "is_term_basis": True},
            {"instrument": "food_safety_law", "article": "第一百三十四条"},
        ]
        change = make.change("amend", proposal={"bases": bases})

        assert [basis["verified"] for basis in change.proposal["bases"]] == ["text", "memory"]


def test_a_measure_cannot_move_to_the_other_list(lists):
    enhanced = version_on("QH-001", on=ON).category_id

    with pytest.raises(RuleViolated, match="不能换清单"):
        make.change("amend", proposal={"category": enhanced})
