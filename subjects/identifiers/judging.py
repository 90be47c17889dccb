"""The judgement of an identifier: one function per scheme behind one door."""

from collections.abc import Callable
from datetime import date
from functools import partial

from subjects.identifiers import permits, resident, slips, uscc
from subjects.identifiers.checks import id_holds
from subjects.identifiers.normal import LONGEST, looks_scientific, normalise
from subjects.identifiers.remarks import ID_CARD, OTHER, PASSPORT, SCHEMES, USCC, Judgement, Remark, Remarks

MASKS = frozenset("*●•■□×")


def judge(scheme: str, value: str, *, on: date) -> Judgement:
    """Whether a value may stand as this identifier on this day, why not, what to look at, and what was perhaps meant.

    Every problem is told, not the first. It never raises, whatever the value.
    """
    written = normalise(value)
    text = permits.unbracketed(written.text) if scheme == OTHER else written.text
    refused = _unreadable(scheme, text)
    if refused:
        return Judgement(scheme, "", SCHEMES.get(scheme, ""), problems=refused, repairs=written.repairs)
    judged = _JUDGES[scheme](text, on)
    return Judgement(scheme, text, judged.document, judged.problems, judged.warnings, written.repairs, judged.suggestion)


def kind_of(value: str) -> str:
    """The scheme that a value typed into a search field probably has; empty where it is no identifier at all.

    Eighteen digits may be a code or a resident's number: the one whose check holds, else by whether they contain a birthday.
    """
    text = permits.unbracketed(normalise(value).text)
    if len(text) == uscc.LENGTH and text.isascii() and text.isalnum():
        return _kind_of_eighteen(text)
    if permits.permit(text) in {permits.HOME_RETURN, permits.FOREIGN_RESIDENT}:
        return OTHER
    letters = len(text) - len(text.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    digits = text[letters:]
    return PASSPORT if letters in {1, 2} and digits.isascii() and digits.isdecimal() and len(digits) in {7, 8} else ""


def birth_date_of(scheme: str, normal: str) -> date | None:
    """The day of birth that an accepted identifier carries; None for those that carry none."""
    if scheme == ID_CARD or (scheme == OTHER and permits.permit(normal) == permits.RESIDENCE):
        return resident.birth_date(normal)
    return None


def _unreadable(scheme: str, text: str) -> Remarks:
    """What makes a closer look impossible."""
    if scheme not in SCHEMES:
        return (Remark("scheme", f"证件类型只能是 {'、'.join(SCHEMES)} 之一。"),)
    if not text:
        return (Remark("empty", f"请填写{SCHEMES[scheme]}号码。"),)
    if len(text) > LONGEST:
        return (Remark("length", "号码太长，请核对。"),)
    if MASKS & set(text):
        return (Remark("masked", "号码已脱敏，不能识别对象，请填写完整号码。"),)
    if looks_scientific(text):
        return (Remark("scientific", "号码已被电子表格改成科学计数法，末几位丢失；请把该列设为文本后重新填写。"),)
    return ()


def _judge_uscc(code: str, on: date) -> Judgement:
    problems = uscc.problems(code)
    if not problems:
        return Judgement(USCC, code, SCHEMES[USCC], warnings=uscc.warnings(code))
    elsewhere = (permits.RESIDENT_HERE,) if resident.fits(code, on=on) else ()
    return Judgement(USCC, code, SCHEMES[USCC], problems + elsewhere, suggestion=slips.meant_uscc(code, valid=uscc.fits))


def _judge_id(number: str, on: date) -> Judgement:
    problems = resident.problems(number, on=on)
    if not problems:
        return Judgement(ID_CARD, number, SCHEMES[ID_CARD], warnings=resident.warnings(number))
    elsewhere = (permits.USCC_HERE,) if uscc.fits(number) else ()
    suggestion = resident.converted(number) or slips.meant_id(number, valid=partial(resident.fits, on=on))
    return Judgement(ID_CARD, number, SCHEMES[ID_CARD], problems + elsewhere, suggestion=suggestion)


def _judge_passport(number: str, on: date) -> Judgement:
    return Judgement(PASSPORT, number, SCHEMES[PASSPORT], permits.passport_problems(number))


def _judge_other(text: str, on: date) -> Judgement:
    problems = permits.other_problems(text, on=on)
    return Judgement(OTHER, text, permits.permit(text), problems, () if problems else permits.other_warnings(text))


def _kind_of_eighteen(text: str) -> str:
    if not resident.shaped(text):
        return USCC
    if permits.permit(text) == permits.RESIDENCE:
        return OTHER
    born = resident.birth_date(text)
    if born and id_holds(text):
        return OTHER if permits.permit(text) == permits.FOREIGN_RESIDENT else ID_CARD
    return ID_CARD if born and not uscc.fits(text) else USCC


_JUDGES: dict[str, Callable[[str, date], Judgement]] = {
    USCC: _judge_uscc,
    ID_CARD: _judge_id,
    PASSPORT: _judge_passport,
    OTHER: _judge_other,
}
