"""Identifiers one by one: what is accepted, what is refused and why, what is only looked at. All numbers are fictional."""

import csv
from datetime import date

import pytest

from subjects.identifiers import ID_CARD, OTHER, PASSPORT, SCHEMES, USCC, birth_date_of, judge, kind_of, mask, normalise, shown
from subjects.identifiers.divisions import HANGZHOU
from tests.source import ROOT

TODAY = date(2026, 11, 24)
PERSON = "330106190001010017"


def codes(remarks):
    """The codes of remarks, in their order."""
    return [remark.code for remark in remarks]


def look(scheme, value):
    """The judgement of a value today."""
    return judge(scheme, value, on=TODAY)


@pytest.mark.parametrize(
    "code",
    [
        "91330102XXX000019U", "91330114XXX0000273", "92330182XXX000246R", "11330102XXX900009A", "91330105XXX00313XJ",
    ],
)  # fmt: skip
def test_a_code_with_the_right_check_character_is_accepted(code):
    judged = look(USCC, code)

    assert (judged.ok, judged.normal, judged.document) == (True, code, "统一社会信用代码")
    assert (judged.problems, judged.warnings, judged.repairs, judged.suggestion) == ((), (), (), "")


@pytest.mark.parametrize(
    ("code", "problems"),
    [
        ("", ["empty"]),
        ("91330102XXX000019", ["length"]),
        ("91330102XXX000019UU", ["length"]),
        ("9133010O2XX000019", ["length", "alphabet"]),
        ("91330102XXX000019W", ["checksum"]),
        ("91330102XXX0O0019U", ["alphabet"]),
        ("913301A2XXX000019U", ["alphabet"]),
        ("B1330102XXX000019U", ["prefix", "checksum"]),
        ("91330102****00019U", ["masked"]),
        ("9133010210000＊＊＊＊＊", ["masked"]),
        ("9.13301E+17", ["scientific"]),
        ("00000000000000000X", ["placeholder"]),
        ("330106000000019", ["length"]),
        ("1" * 5000, ["length"]),
    ],
)
def test_a_code_that_cannot_be_used_says_every_reason(code, problems):
    judged = look(USCC, code)

    assert codes(judged.problems) == problems
    assert all(remark.words for remark in judged.problems)


@pytest.mark.parametrize(
    ("legacy", "word"), [("330106000000019", "15 位工商注册号"), ("XXX000019", "9 位"), ("3301062000019", "13 位注册号")]
)
def test_an_old_number_is_refused_with_what_to_fill_in_instead(legacy, word):
    words = "".join(remark.words for remark in look(USCC, legacy).problems)

    assert "18 位" in words
    assert word in words or not legacy[:8].isdecimal()


@pytest.mark.parametrize(
    "prefix", ["11", "12", "13", "19", "21", "31", "35", "41", "51", "52", "53", "61", "71", "81", "91", "92"]
)
def test_every_department_and_class_of_the_standard_is_known(prefix):
    assert codes(look(USCC, complete(prefix)).warnings) == []


@pytest.mark.parametrize("prefix", ["93", "A1", "N1", "N2", "N3", "N9", "Y1"])
def test_cooperatives_the_army_and_rural_collectives_have_codes_too(prefix):
    assert look(USCC, complete(prefix)).ok
    assert look(USCC, complete(prefix)).warnings == ()


def complete(prefix):
    """A fictional code of Hangzhou under this department and class."""
    return next(found for char in "0123456789ABCDEFGHJKLMNPQRTUWXY" if look(USCC, found := f"{prefix}330100XXX000019{char}").ok)


@pytest.mark.parametrize(
    ("code", "warning"),
    [
        ("91330103XXX000078D", "division_abolished"),
        ("91330183XXX0034042", "division_abolished"),
        ("92330102XXX0002875", "organisation_check"),
    ],
)
def test_what_may_be_right_is_a_warning_and_never_a_refusal(code, warning):
    judged = look(USCC, code)

    assert judged.ok
    assert codes(judged.warnings) == [warning]


def test_an_unknown_class_or_division_is_looked_at_and_accepted():
    unknown = next(
        f"94999999XXX000019{char}" for char in "0123456789ABCDEFGHJKLMNPQRTUWXY" if look(USCC, f"94999999XXX000019{char}").ok
    )

    assert codes(look(USCC, unknown).warnings) == ["division_unknown", "class_unknown"]


def test_the_divisions_are_those_of_the_reference_data():
    with (ROOT / "fixtures/divisions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["code"]: (row["name"], int(row["valid_to"]) if row["valid_to"] else None) for row in csv.DictReader(file)}

    assert rows == HANGZHOU


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_examples_printed_in_the_standard_are_accepted(number):
    assert look(ID_CARD, number).problems == ()


@pytest.mark.parametrize(
    ("number", "problems"),
    [
        ("330106190001010015", ["checksum"]),
        ("330106190002300016", ["birth_date"]),
        ("330106200013010014", ["birth_date", "checksum"]),
        ("33010619000101001", ["length"]),
        ("33010619000101001A", ["alphabet"]),
        ("3301061900O101001X", ["alphabet"]),
        ("33010619X001010017", ["alphabet"]),
        ("330106********0017", ["masked"]),
        ("330106000101001", ["length"]),
        ("١٢٣٤٥٦١٩٠٠٠١٠١٠٠١٧", ["alphabet"]),
    ],
)
def test_a_resident_number_that_cannot_be_used_says_every_reason(number, problems):
    assert codes(look(ID_CARD, number).problems) == problems


def test_nobody_is_born_tomorrow_but_somebody_may_be_born_today():
    number = look(ID_CARD, "3301062026112400" + "10").suggestion or next(
        found for char in "0123456789X" if look(ID_CARD, found := f"33010620261124001{char}").ok
    )

    assert judge(ID_CARD, number, on=date(2026, 11, 24)).ok
    assert codes(judge(ID_CARD, number, on=date(2026, 11, 23)).problems) == ["birth_date"]
    assert birth_date_of(ID_CARD, number) == date(2026, 11, 24)


def test_an_old_number_of_fifteen_digits_shows_what_it_became():
    judged = look(ID_CARD, "330106000101001")

    assert not judged.ok
    assert "15 位" in judged.problems[0].words
    assert judged.suggestion[:17] == "33010619000101001"
    assert look(ID_CARD, judged.suggestion).ok


@pytest.mark.parametrize(
    ("scheme", "value", "document"),
    [
        (PASSPORT, "E00000001", "护照"),
        (PASSPORT, "EA0000001", "护照"),
        (PASSPORT, "L01X00T47", "护照"),
        (OTHER, "H00000001", "港澳居民来往内地通行证"),
        (OTHER, "M0000000101", "港澳居民来往内地通行证"),
        (OTHER, "00000001", "台湾居民来往大陆通行证"),
        (OTHER, "0000000001（B）", "台湾居民来往大陆通行证"),
        (OTHER, "TST000000000001", "外国人永久居留身份证"),
    ],
)
def test_passports_and_permits_are_known_by_their_shape(scheme, value, document):
    judged = look(scheme, value)

    assert (judged.ok, judged.document, judged.warnings) == (True, document, ())


@pytest.mark.parametrize(
    ("scheme", "value", "problems"),
    [
        (PASSPORT, "E1", ["length"]),
        (PASSPORT, "EEEEEEEEE", ["alphabet"]),
        (PASSPORT, "护照0000001", ["alphabet"]),
        (PASSPORT, PERSON, ["length"]),
        (OTHER, PERSON, ["scheme"]),
        (OTHER, "91330102XXX000019U", ["scheme"]),
        (OTHER, "无", ["length", "alphabet"]),
        (OTHER, "H000****1", ["masked"]),
        ("phone", "0", ["scheme"]),
    ],
)
def test_what_stands_under_the_wrong_kind_of_document_is_sent_to_the_right_one(scheme, value, problems):
    assert codes(look(scheme, value).problems) == problems


def test_a_document_that_nobody_can_verify_is_accepted_with_a_warning():
    judged = look(OTHER, "军字第 0000001 号")

    assert judged.ok
    assert judged.normal == "军字第0000001号"
    assert codes(judged.warnings) == ["unverified"]


def test_a_residence_permit_is_judged_like_a_resident_number():
    number = next(found for char in "0123456789X" if look(OTHER, found := f"81000019000101001{char}").ok)

    assert look(OTHER, number).document == "港澳台居民居住证"
    assert codes(look(OTHER, number[:-1] + ("1" if number[-1] != "1" else "2")).problems) == ["checksum"]
    assert codes(look(ID_CARD, number).warnings) == ["residence_permit"]
    assert (kind_of(number), birth_date_of(OTHER, number)) == (OTHER, date(1900, 1, 1))


def test_a_foreigners_card_of_eighteen_places_is_only_doubted():
    right = next(found for char in "0123456789X" if not look(OTHER, found := f"93399919000101001{char}").warnings)

    assert look(OTHER, right).document == "外国人永久居留身份证"
    doubted = look(OTHER, right[:-1] + ("1" if right[-1] != "1" else "2"))
    assert doubted.ok
    assert codes(doubted.warnings) == ["unverified"]


@pytest.mark.parametrize(
    ("written", "repairs"),
    [
        ("９１３３０１０６ＸＸＸ０００２６２Ｇ", ["width"]),
        ("91330106xxx000262g", ["case"]),
        ("91330106-XXX000262-G", ["spacing"]),
        ("\u200b91330106\u3000XXX\u00a0000262G\t", ["width", "spacing"]),
        ("'91330106XXX000262G", ["guard"]),
        ('="91330106XXX000262G"', ["guard"]),
        ("'９１３３０１０６ xxx000262g", ["width", "guard", "spacing", "case"]),
    ],
)
def test_every_repair_of_the_writing_is_told(written, repairs):
    judged = look(USCC, written)

    assert (judged.ok, judged.normal) == (True, "91330106XXX000262G")
    assert codes(judged.repairs) == repairs
    assert normalise(judged.normal).repairs == ()


def test_a_roman_ten_and_a_small_x_are_the_x_of_a_resident_number():
    number = next(found for serial in range(100) if look(ID_CARD, found := f"330106190001010{serial:02}X").ok)

    assert look(ID_CARD, number[:-1] + "Ⅹ").normal == number
    assert look(ID_CARD, number[:-1] + "x").normal == number


@pytest.mark.parametrize(
    ("scheme", "value", "hidden"),
    [
        (ID_CARD, "330106190001011234", "330106********1234"),
        (USCC, "91330106XXX000262G", "913301********262G"),
        (PASSPORT, "E00000123", "E******23"),
        (OTHER, "H0000000123", "H********23"),
        (OTHER, "1234567", "*******"),
        (ID_CARD, "", ""),
    ],
)
def test_a_mask_shows_enough_to_recognise_and_no_more(scheme, value, hidden):
    assert mask(scheme, value) == hidden


def test_an_organisation_is_shown_by_its_public_code_and_a_person_is_not():
    assert shown(USCC, "91330106XXX000262G") == "91330106XXX000262G"
    assert shown(ID_CARD, PERSON) == mask(ID_CARD, PERSON)


@pytest.mark.parametrize(
    ("typed", "scheme"),
    [
        ("91330106XXX000262G", USCC),
        ("９１３３０１０６ xxx000262g", USCC),
        ("91330106XXX000262H", USCC),
        (PERSON, ID_CARD),
        ("330106190001010015", ID_CARD),
        ("E00000001", PASSPORT),
        ("H00000001", OTHER),
        ("杭州测例食品有限公司", ""),
        ("张测甲", ""),
        ("12345678", ""),
        ("", ""),
    ],
)
def test_a_search_field_guesses_the_kind_of_what_was_typed(typed, scheme):
    assert kind_of(typed) == scheme


@pytest.mark.req("R27")
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("value", [PERSON, "330106190001010015", "91330102XXX000019U", "330106000101001"])
def test_no_repr_and_no_words_carry_the_identifier(scheme, value):
    judged = look(scheme, value)

    told = repr(judged) + repr(normalise(value)) + "".join(remark.words for remark in (*judged.problems, *judged.warnings))
    assert [part for part in (value[:8], value[-8:], judged.suggestion[-6:]) if part and part in told] == []
