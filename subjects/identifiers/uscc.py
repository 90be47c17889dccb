"""Unified social credit codes: GB 32100-2015 with its amendments, and the organisation code inside them (GB 11714)."""

from subjects.identifiers import divisions
from subjects.identifiers.checks import DIGITS, USCC_ALPHABET, organisation_check, uscc_holds
from subjects.identifiers.remarks import Remark, Remarks

LENGTH = 18
PLACEHOLDER = "0" * 17 + "X"
# Registration department → its name, and the classes that it may give out.
DEPARTMENTS = {
    "1": ("机构编制", "1239"),
    "2": ("外交", "19"),
    "3": ("司法行政", "123459"),
    "4": ("文化", "19"),
    "5": ("民政", "1239"),
    "6": ("旅游", "129"),
    "7": ("宗教", "129"),
    "8": ("工会", "19"),
    "9": ("市场监管（原工商）", "123"),
    "A": ("中央军委改革和编制办公室", "19"),
    "N": ("农业农村", "1239"),
    "Y": ("其他", "1"),
}
_LEGACY = {
    9: "这是 9 位组织机构代码；",
    13: "这是 2007 年以前的 13 位注册号；",
    15: "这是 15 位工商注册号；",
}


def allowed_at(position: int) -> str:
    """The characters that may stand at a position, counted from 0."""
    if position == 0:
        return "".join(DEPARTMENTS)
    if position == 1:
        return USCC_ALPHABET.lstrip("0")
    return DIGITS if position < 8 else USCC_ALPHABET


def problems(code: str) -> Remarks:
    """Why a code cannot be used; all reasons that can be told apart."""
    if code == PLACEHOLDER:
        return (Remark("placeholder", "17 个 0 加 X 表示没有代码，不能用来识别对象；请查明其统一社会信用代码。"),)
    found = (*_length(code), *_alphabet(code))
    if found:
        return found
    if code[0] not in DEPARTMENTS or code[1] == "0":
        found = (Remark("prefix", "第 1 位应为登记管理部门代码（1 至 9、A、N、Y），第 2 位不能是 0，请核对证书。"),)
    if not uscc_holds(code):
        found += (Remark("checksum", "校验码不对：请逐位核对统一社会信用代码，常见的是错一位或者相邻两位颠倒。"),)
    return found


def warnings(code: str) -> Remarks:
    """What a person should look at in a code without problems; none of it forbids the code."""
    found = list(divisions.remarks(code[2:8]))
    if code[1] not in DEPARTMENTS[code[0]][1]:
        found.append(Remark("class_unknown", f"「{DEPARTMENTS[code[0]][0]}」没有这一机构类别（第 2 位），请核对证书。"))
    if organisation_check(code[8:16]) != code[16]:
        found.append(Remark("organisation_check", "校验码正确，但第 9 至 17 位的组织机构代码自身校验不符，请核对证书。"))
    return tuple(found)


def fits(code: str) -> bool:
    """Whether a value is a code beyond doubt: nothing wrong, nothing to look at but an abolished division."""
    return not problems(code) and all(remark.code == divisions.IS_ABOLISHED for remark in warnings(code))


def _length(code: str) -> Remarks:
    if len(code) == LENGTH:
        return ()
    legacy = _LEGACY.get(len(code), "") if code[:8].isascii() and code[:8].isdecimal() else ""
    if legacy:
        return (Remark("length", f"{legacy}请改填 18 位统一社会信用代码（可在国家企业信用信息公示系统按名称查询）。"),)
    return (Remark("length", f"统一社会信用代码应为 18 位，现为 {len(code)} 位，请核对是否漏填、多填。"),)


def _alphabet(code: str) -> Remarks:
    foreign = [number for number, char in enumerate(code, start=1) if char not in USCC_ALPHABET]
    if len(code) == LENGTH:
        foreign += [number for number in range(3, 9) if code[number - 1] in USCC_ALPHABET and code[number - 1] not in DIGITS]
    if not foreign:
        return ()
    places = "、".join(str(number) for number in sorted(foreign)[:LENGTH])
    return (Remark("alphabet", f"第 {places} 位的字符不对：只用数字和大写字母，不用 I、O、S、V、Z，第 3 至 8 位只用数字。"),)
