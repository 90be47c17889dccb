"""Resident identity numbers: GB 11643-1999."""

from datetime import date

from subjects.identifiers import divisions
from subjects.identifiers.checks import DIGITS, id_check, id_holds
from subjects.identifiers.remarks import Remark, Remarks

LENGTH, OLD_LENGTH = 18, 15
RESIDENCE_PERMITS = ("810000", "820000", "830000")


def allowed_at(position: int) -> str:
    """The characters that may stand at a position, counted from 0."""
    return DIGITS if position < LENGTH - 1 else f"{DIGITS}X"


def shaped(number: str) -> bool:
    """Whether the number has 17 digits and then a digit or X."""
    return len(number) == LENGTH and all(char in allowed_at(position) for position, char in enumerate(number))


def birth_date(number: str) -> date | None:
    """The day of birth that a well-shaped number carries; None where there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def problems(number: str, *, on: date) -> Remarks:
    """Why a number cannot be used on this day; all reasons that can be told apart."""
    if not shaped(number):
        return (*_length(number), *_alphabet(number))
    found = []
    born = birth_date(number)
    if born is None or born > on:
        found.append(Remark("birth_date", "第 7 至 14 位不是真实的出生日期，或者晚于今天，请核对证件。"))
    if not id_holds(number):
        found.append(Remark("checksum", "校验码不对：请逐位核对身份证号码，常见的是错一位或者相邻两位颠倒。"))
    return tuple(found)


def warnings(number: str) -> Remarks:
    """What a person should look at in a number without problems."""
    if number[:6] in RESIDENCE_PERMITS:
        return (Remark("residence_permit", "这是港澳台居民居住证号码，证件类型宜选「其他证件」。"),)
    return divisions.remarks(number[:6])


def fits(number: str, *, on: date) -> bool:
    """Whether a value is a number beyond doubt: nothing wrong, nothing to look at but an abolished division."""
    return not problems(number, on=on) and all(remark.code == divisions.IS_ABOLISHED for remark in warnings(number))


def converted(old: str) -> str:
    """What a number of 15 digits became when it was lengthened: the century 19 and a check character; empty if it is none."""
    if len(old) != OLD_LENGTH or any(char not in DIGITS for char in old):
        return ""
    body = f"{old[:6]}19{old[6:]}"
    return body + id_check(body) if birth_date(body) else ""


def _length(number: str) -> Remarks:
    if len(number) == LENGTH:
        return ()
    if len(number) == OLD_LENGTH and all(char in DIGITS for char in number):
        return (Remark("length", "15 位旧身份证号码已停用，请核对证件后填写 18 位号码。"),)
    return (Remark("length", f"身份证号码应为 18 位，现为 {len(number)} 位，请核对是否漏填、多填。"),)


def _alphabet(number: str) -> Remarks:
    last = len(number)
    wrong = [place for place, char in enumerate(number, start=1) if char not in DIGITS and (place, char) != (last, "X")]
    if not wrong:
        return ()
    places = "、".join(str(place) for place in wrong[:LENGTH])
    return (Remark("alphabet", f"第 {places} 位的字符不对：前 17 位是数字，末位是数字或者 X。"),)
