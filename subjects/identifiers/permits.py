"""Passports, and the permits of those who have no resident identity card; what cannot be verified says so (formats.md 4.5)."""

import re
from datetime import date

from subjects.identifiers import resident, uscc
from subjects.identifiers.checks import id_holds
from subjects.identifiers.remarks import Remark, Remarks

HOME_RETURN, TAIWAN, RESIDENCE = "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "港澳台居民居住证"
FOREIGN_RESIDENT, UNRECOGNISED = "外国人永久居留身份证", "其他证件"
_SHAPES = (
    (HOME_RETURN, r"[HM][0-9]{8}([0-9]{2})?"),
    (TAIWAN, r"[0-9]{8}|[0-9]{10}[A-Z]"),
    (RESIDENCE, r"8[123]0000[0-9]{11}[0-9X]"),
    (FOREIGN_RESIDENT, r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]"),
)
_BRACKETS = str.maketrans("", "", "()[]〔〕【】")
SHORTEST, LONGEST, PASSPORT_SHORTEST, PASSPORT_LONGEST = 4, 40, 5, 12
RESIDENT_HERE = Remark("scheme", "这是居民身份证号码，请把证件类型改为「居民身份证」。")
USCC_HERE = Remark("scheme", "这是统一社会信用代码，请把证件类型改为「统一社会信用代码」。")


def unbracketed(text: str) -> str:
    """A permit number without the brackets that some print around its last part."""
    return text.translate(_BRACKETS)


def permit(text: str) -> str:
    """Which permit a number is, by its shape."""
    return next((name for name, shape in _SHAPES if re.fullmatch(shape, text)), UNRECOGNISED)


def passport_problems(number: str) -> Remarks:
    """Why a passport number cannot be used; foreign passports have letters and digits in any order."""
    found = []
    if not PASSPORT_SHORTEST <= len(number) <= PASSPORT_LONGEST:
        hint = "18 位的通常是居民身份证号码。" if len(number) == resident.LENGTH else ""
        found.append(Remark("length", f"护照号码应为 {PASSPORT_SHORTEST} 至 {PASSPORT_LONGEST} 位。{hint}请核对证件类型和号码。"))
    if not re.fullmatch(r"[A-Z0-9]+", number) or not re.search(r"[0-9]", number):
        found.append(Remark("alphabet", "护照号码只有大写字母和数字，且至少有一位数字，请核对。"))
    return tuple(found)


def other_problems(text: str, *, on: date) -> Remarks:
    """Why the number of another document cannot be used."""
    found = [*_shape(text)]
    if permit(text) == RESIDENCE:
        found += resident.problems(text, on=on)
    elif resident.fits(text, on=on):
        found.append(RESIDENT_HERE)
    elif uscc.fits(text) and _foreign_doubts(text):
        found.append(USCC_HERE)
    return tuple(found)


def other_warnings(text: str) -> Remarks:
    """What a person should look at: documents without a check character, and doubtful ones."""
    name = permit(text)
    if name == UNRECOGNISED:
        return (Remark("unverified", "这种证件的号码无法校验，请与原件核对后再保存。"),)
    return _foreign_doubts(text) if name == FOREIGN_RESIDENT else ()


def _shape(text: str) -> Remarks:
    found = []
    if not SHORTEST <= len(text) <= LONGEST:
        found.append(Remark("length", f"证件号码应为 {SHORTEST} 至 {LONGEST} 位，请核对。"))
    if not all(char.isalnum() for char in text) or not re.search(r"[0-9]", text):
        found.append(Remark("alphabet", "证件号码只有文字、字母和数字，且至少有一位数字，请核对。"))
    return tuple(found)


def _foreign_doubts(text: str) -> Remarks:
    """The card of 2023 has 18 places like a resident's; that it has the same check is not certain, so this only warns."""
    if len(text) != resident.LENGTH or (resident.shaped(text) and resident.birth_date(text) and id_holds(text)):
        return ()
    return (Remark("unverified", "出生日期或者校验码与新版外国人永久居留身份证不符，请与原件核对后再保存。"),)
