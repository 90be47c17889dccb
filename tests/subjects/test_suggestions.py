"""From a cause to candidate measures, with certainty and why (B17)."""

from datetime import date

import pytest

from measures.models import Instrument
from subjects.citations import citations, number_of
from subjects.suggestions import Facts, lines, suggest

ON = date(2026, 11, 25)
pytestmark = pytest.mark.clause("C2.2a")
REVOKED = "《中华人民共和国食品安全法》第一百二十三条第一款、第一百三十五条第一款"


def codes(found, certainty=None):
    return {item.version.measure_id for item in found if certainty in (None, item.certainty)}


@pytest.mark.parametrize(
    ("word", "number"),
    [("一百三十五", 135), ("十", 10), ("十八", 18), ("二十", 20), ("一百零八", 108), ("一千二百", 1200), ("两", 2), ("135", 135)],
)
def test_numbers_of_articles_are_read_as_written(word, number):
    assert number_of(word) == number


def test_articles_belong_to_the_law_beside_them(lists):
    text = "依据《食品安全法》第一百二十三条第一款，并依《中华人民共和国行政处罚法》第二十八条、第 33 条".replace(" ", "")

    found = citations(text, instruments=Instrument.objects.all())

    assert found["food_safety_law"] == {123}


def test_a_longer_title_is_not_taken_for_the_law_inside_it(lists):
    found = citations("《中华人民共和国药品管理法实施条例》第七十三条", instruments=Instrument.objects.all())

    assert 73 not in found.get("drug_administration_law", set())


def test_a_revoked_food_licence_proposes_the_bans_on_persons_and_on_the_licence(lists):
    facts = Facts(frozenset({"revoke_license"}), legal_basis=REVOKED, facts="吊销食品经营许可证")

    assert "CJ-029" in codes(suggest(facts, party_kind="person", on=ON))
    assert "CJ-012" in codes(suggest(facts, party_kind="enterprise", on=ON))


def test_each_suggestion_says_why(lists):
    facts = Facts(frozenset({"revoke_license"}), legal_basis=REVOKED, facts="吊销食品经营许可证")

    assert all(item.because for item in suggest(facts, party_kind="person", on=ON))


def test_a_measure_is_suggested_only_to_the_kinds_that_it_names(lists):
    facts = Facts(frozenset({"revoke_license"}), legal_basis=REVOKED, facts="吊销食品经营许可证、营业执照")

    for kind in ("person", "enterprise"):
        assert all(kind in item.version.party_kinds for item in suggest(facts, party_kind=kind, on=ON))


def test_what_waits_for_legal_review_is_never_suggested(lists):
    everything = Facts(
        frozenset({"revoke_license", "fine", "restrict_practice", "order_close"}),
        legal_basis=REVOKED,
        facts="情节严重，严重违法失信名单",
    )

    for kind in ("person", "enterprise"):
        assert all(item.version.can_be_imposed for item in suggest(everything, party_kind=kind, on=ON))


def test_a_probation_is_asked_about_and_not_proposed_as_a_served_sentence(lists):
    facts = Facts(frozenset(), legal_basis="《中华人民共和国刑法》第一百四十三条", facts="判处有期徒刑一年，缓刑二年")

    found = suggest(facts, party_kind="person", on=ON)

    assert "CJ-002" not in codes(found)
    assert "CJ-003" in codes(found)


def test_whether_somebody_is_personally_responsible_is_never_presumed(lists):
    """rules.md §8: never from being the legal representative."""
    facts = Facts(frozenset({"revoke_license"}), facts="吊销营业执照")

    found = {item.version.measure_id: item.certainty for item in suggest(facts, party_kind="person", on=ON)}

    assert found["CJ-001"] == "ask"


def test_nothing_is_suggested_from_nothing(lists):
    assert suggest(Facts(frozenset()), party_kind="market_entity", on=ON) == []


def test_every_rule_names_a_measure_of_the_lists_and_a_certainty(lists):
    assert len(lines()) == 129
    assert {line.certainty for line in lines()} == {"propose", "ask"}
