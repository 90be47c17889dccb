"""Administrative divisions inside an identifier: abolished ones stay in it for ever, so this only ever warns (formats.md 0.3)."""

from subjects.identifiers.remarks import Remark, Remarks

# Those of fixtures/divisions.csv, with the year in which they ended; outside of Hangzhou only the province can be told.
HANGZHOU: dict[str, tuple[str, int | None]] = {
    "330000": ("浙江省", None),
    "330100": ("杭州市", None),
    "330101": ("市辖区", None),
    "330102": ("上城区", None),
    "330103": ("下城区", 2021),
    "330104": ("江干区", 2021),
    "330105": ("拱墅区", None),
    "330106": ("西湖区", None),
    "330107": ("半山区", 1990),
    "330108": ("滨江区", None),
    "330109": ("萧山区", None),
    "330110": ("余杭区", None),
    "330111": ("富阳区", None),
    "330112": ("临安区", None),
    "330113": ("临平区", None),
    "330114": ("钱塘区", None),
    "330121": ("萧山县", 1987),
    "330122": ("桐庐县", None),
    "330123": ("富阳县", 1994),
    "330124": ("临安县", 1996),
    "330125": ("余杭县", 1994),
    "330126": ("建德县", 1992),
    "330127": ("淳安县", None),
    "330181": ("萧山市", 2001),
    "330182": ("建德市", None),
    "330183": ("富阳市", 2014),
    "330184": ("余杭市", 2001),
    "330185": ("临安市", 2017),
}
PROVINCES = frozenset(
    str(first * 10 + second)
    for first, seconds in {1: "12345", 2: "123", 3: "1234567", 4: "123456", 5: "01234", 6: "12345", 7: "1", 8: "123"}.items()
    for second in map(int, seconds)
)
NATIONAL = "100000"
IS_ABOLISHED, IS_UNKNOWN = "division_abolished", "division_unknown"
CURRENT, ABOLISHED, OUTSIDE, UNKNOWN = "current", "abolished", "outside", "unknown"


def standing(code: str) -> str:
    """What is known of six digits: a division of today, an abolished one, one outside of our table, or none at all."""
    if code in HANGZHOU:
        return ABOLISHED if HANGZHOU[code][1] else CURRENT
    if code.startswith("3301") or code[:2] not in PROVINCES:
        return CURRENT if code == NATIONAL else UNKNOWN
    return OUTSIDE


def remarks(code: str) -> Remarks:
    """A warning for a division that is abolished or not known; the identifier stays valid."""
    found = standing(code)
    if found == ABOLISHED:
        name, year = HANGZHOU[code]
        return (Remark(IS_ABOLISHED, f"号码中的区划「{name}」已于 {year} 年撤销；存量号码仍然有效，请核对原件。"),)
    if found == UNKNOWN:
        return (Remark(IS_UNKNOWN, "号码中的行政区划代码查不到，请核对原件。"),)
    return ()
