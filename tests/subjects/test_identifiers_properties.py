"""What must hold for every identifier, not only for those in a table. Generated numbers are fictional: born 1900–1909."""

import re
from datetime import date

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from subjects.identifiers import ID_CARD, SCHEMES, USCC, judge, kind_of, mask, normalise, resident, uscc
from subjects.identifiers.checks import DIGITS, ORGANISATION_ALPHABET, USCC_ALPHABET, id_check, organisation_check, uscc_check
from subjects.identifiers.divisions import HANGZHOU

TODAY = date(2026, 11, 24)
TYPED = ORGANISATION_ALPHABET
DIVISIONS = st.sampled_from([*HANGZHOU, "100000", "110105", "310115", "330283", "659001"])
PREFIXES = st.sampled_from([first + second for first, (_, classes) in uscc.DEPARTMENTS.items() for second in classes])


@st.composite
def organisations(draw):
    """An organisation code of GB 11714 without the letters that GB 32100 leaves out."""
    body = draw(st.text(USCC_ALPHABET, min_size=8, max_size=8))
    return body + organisation_check(body)


@st.composite
def codes(draw):
    """A valid unified social credit code of any department, class and division that we know."""
    body = draw(PREFIXES) + draw(DIVISIONS) + draw(organisations())
    return body + uscc_check(body)


@st.composite
def numbers(draw):
    """A valid resident number of somebody who was born from 1900 to 1909."""
    born = draw(st.dates(date(1900, 1, 1), date(1909, 12, 31)))
    body = f"{draw(DIVISIONS.filter(lambda code: code != '100000'))}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + id_check(body)


VALID = st.one_of(st.tuples(st.just(USCC), codes()), st.tuples(st.just(ID_CARD), numbers()))


def put(text, *, at, char):
    """The text with another character at a position."""
    return text[:at] + char + text[at + 1 :]


def swapped(text, *, at):
    """The text with a character and its right neighbour exchanged."""
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def refused(scheme, text):
    """Whether the rules refuse a value in its normal writing."""
    return bool(uscc.problems(text) if scheme == USCC else resident.problems(text, on=TODAY))


def changed(text, *, alphabet):
    """Every value that differs from the text in one character."""
    return [put(text, at=at, char=char) for at in range(len(text)) for char in alphabet if char != text[at]]


@given(VALID)
def test_every_valid_identifier_passes_in_its_own_writing(valid):
    scheme, value = valid
    judged = judge(scheme, value, on=TODAY)

    assert (judged.ok, judged.normal, judged.repairs, judged.suggestion) == (True, value, (), "")
    assert {remark.code for remark in judged.warnings} <= {"division_abolished"}


@given(VALID, st.booleans(), st.booleans(), st.integers(0, 17))
def test_small_letters_full_width_and_gaps_never_change_what_is_meant(valid, small, wide, gap):
    scheme, value = valid
    written = value.lower() if small else value
    written = "".join(chr(ord(char) + 0xFEE0) for char in written) if wide else written

    assert judge(scheme, f" {written[:gap]} -{written[gap:]}\t", on=TODAY).normal == value


# 31 is prime and no weight is a multiple of it, and two values of the alphabet never differ by one: there is no exception for a
# code. 11 is prime, two digits never differ by a multiple of it, and X (ten) may only stand last: none for a number either. What
# is no change at all is another writing of the same character (small, full-width), see above.
@settings(max_examples=40)
@given(VALID)
def test_no_identifier_survives_a_single_wrong_character(valid):
    scheme, value = valid

    assert [text for text in changed(value, alphabet=TYPED) if not refused(scheme, text)] == []


# Neighbouring weights differ by a factor of 3 (codes) or 2 (numbers), the last two by 28 - 1 and 2 - 1: never a multiple of the
# modulus, so that every exchange of two different neighbours changes the sum.
@given(VALID)
def test_no_identifier_survives_two_swapped_neighbours(valid):
    scheme, value = valid
    others = [swapped(value, at=at) for at in range(len(value) - 1) if value[at] != value[at + 1]]

    assert [text for text in others if not refused(scheme, text)] == []


# The organisation code inside counts its characters up to 35 and divides by 11: two that differ by 11, 22 or 33 look the same to
# it. These are exactly its exceptions, which is why its failure alone is a warning and the outer check decides.
@given(organisations(), st.integers(0, 7), st.sampled_from(ORGANISATION_ALPHABET))
def test_the_inner_check_misses_exactly_what_differs_by_a_multiple_of_eleven(code, at, char):
    other = put(code, at=at, char=char)
    apart = ORGANISATION_ALPHABET.index(char) - ORGANISATION_ALPHABET.index(code[at])

    assert (organisation_check(other[:8]) == other[8]) == (apart % 11 == 0)


@given(VALID, st.integers(0, 17), st.sampled_from(TYPED))
def test_a_suggestion_after_one_wrong_character_is_what_was_meant(valid, at, char):
    scheme, value = valid
    assume(char != value[at])
    judged = judge(scheme, put(value, at=at, char=char), on=TODAY)

    assert not judged.ok
    assert judged.suggestion in {"", value}


@given(VALID, st.integers(0, 16))
def test_a_suggestion_after_two_swapped_neighbours_is_what_was_meant(valid, at):
    scheme, value = valid
    assume(value[at] != value[at + 1])

    assert judge(scheme, swapped(value, at=at), on=TODAY).suggestion in {"", value}


@given(VALID, st.sampled_from(["0O", "1I", "2Z", "5S"]))
def test_letters_that_look_like_digits_are_always_understood(valid, pair):
    scheme, value = valid
    digit, letter = pair
    assume(digit in value)

    judged = judge(scheme, value.replace(digit, letter), on=TODAY)
    assert not judged.ok
    assert judged.suggestion == value


@given(codes(), st.integers(0, 17), st.sampled_from("IOSVZ"))
def test_a_letter_that_the_standard_leaves_out_has_one_explanation(code, at, letter):
    assert judge(USCC, put(code, at=at, char=letter), on=TODAY).suggestion == code


@given(VALID, st.integers(0, 17), st.sampled_from(TYPED))
def test_what_is_suggested_can_be_accepted_and_is_never_taken_over(valid, at, char):
    scheme, value = valid
    typed = put(value, at=at, char=char)
    judged = judge(scheme, typed, on=TODAY)
    assume(judged.suggestion)

    assert judged.normal == typed
    assert judge(scheme, judged.suggestion, on=TODAY).ok


@given(numbers().filter(lambda number: number[6:8] == "19"))
def test_a_number_of_fifteen_digits_is_lengthened_to_the_one_it_became(number):
    judged = judge(ID_CARD, number[:6] + number[8:17], on=TODAY)

    assert (judged.ok, judged.suggestion) == (False, number)


@given(numbers(), st.integers(1, 400))
def test_nobody_is_born_after_the_day_of_the_judgement(number, days):
    born = resident.birth_date(number)

    assert judge(ID_CARD, number, on=born).ok
    before = judge(ID_CARD, number, on=date.fromordinal(born.toordinal() - days))
    assert [remark.code for remark in before.problems] == ["birth_date"]


@given(numbers())
def test_the_birthday_of_a_number_is_never_in_its_mask(number):
    hidden = mask(ID_CARD, number)

    assert re.fullmatch(r"[0-9]{6}\*{8}[0-9]{3}[0-9X]", hidden)
    assert hidden[:6] + hidden[-4:] == number[:6] + number[-4:]


@given(st.sampled_from([*SCHEMES]), st.text(TYPED, max_size=40), st.text(TYPED, min_size=40, max_size=40))
def test_a_mask_does_not_depend_on_what_it_hides(scheme, value, other):
    hidden = mask(scheme, value)
    same_in_what_shows = "".join(new if shown == "*" else char for char, shown, new in zip(value, hidden, other, strict=False))

    assert mask(scheme, same_in_what_shows) == hidden == mask(scheme, hidden)
    assert len(hidden) == len(value)
    assert hidden.count("*") >= min(len(value), 5)


@given(VALID.filter(lambda valid: valid[0] == ID_CARD or not valid[1].isdecimal()))
def test_a_search_field_tells_codes_from_numbers(valid):
    scheme, value = valid

    assert kind_of(value) == scheme


@pytest.mark.req("R27")
@given(
    st.sampled_from([*SCHEMES, "", "phone"]),
    st.one_of(st.text(), st.text(TYPED + "*-. ＊Ⅹß", max_size=20), st.text(max_size=400)),
)
@example(USCC, "\ud800" * 18)
@example("other", "\x00" * 18)
@example(ID_CARD, "²" * 18)
@example(USCC, "ﷺ" * 201)
def test_no_value_whatever_makes_the_judgement_fail(scheme, value):
    judged = judge(scheme, value, on=TODAY)

    assert judged.ok == (judged.problems == ())
    assert kind_of(value) in {*SCHEMES, ""}
    assert len(mask(scheme, value)) == len(value)
    assert normalise(judged.normal).text == judged.normal or judged.problems


@pytest.mark.req("R27")
@given(VALID, st.sampled_from([*SCHEMES]), st.integers(0, 17), st.sampled_from(TYPED))
def test_no_repr_and_no_remark_repeats_what_was_typed(valid, scheme, at, char):
    typed = put(valid[1], at=at, char=char)
    judged = judge(scheme, typed, on=TODAY)

    told = repr(judged) + "".join(remark.words for remark in (*judged.problems, *judged.warnings, *judged.repairs))
    assert [typed[start : start + 6] for start in range(13) if typed[start : start + 6] in told] == []


def test_the_digits_of_the_checks_are_ascii_only():
    assert DIGITS.isascii()
    assert not judge(ID_CARD, "３" * 17 + "٣", on=TODAY).ok
