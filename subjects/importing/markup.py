"""What is looked for in the XML of a workbook, in pieces and without a parser: nothing here can expand, fetch or recurse."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from subjects.importing.limits import MIB, FileRefused, Limits

LONGEST_ROW = 8 * MIB
FORMULAS_MAX = 500_000
_XML_STARTS = (b"<", b"\xef\xbb\xbf<", b" ", b"\r", b"\n", b"\t")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
# A column of three letters or a row of six digits; the fixed beginning makes it seven times as fast over every cell.
_FAR = re.compile(rb'r="([A-Za-z]{3,}\d+|[A-Za-z]*\d{6,})')
_COLUMNS = re.compile(rb'r="([A-Za-z]{2})\d')
_FILLED = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"'][^>]*(?<!/)>")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v>(.*?)</", re.DOTALL)
_ERROR_TYPE = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_TO_KEEP, _TO_KEEP_PREFIXED = (b"<f", b't="e"'), (b":f ", b":f>", b"<f", b't="e"')
_TOO_WIDE = "工作表占用的行列过多，不能导入：请删除数据区以外的内容（选中后「删除」整行整列），再上传。"


def refuse_declarations(piece: bytes, *, first: bool) -> None:
    """Turns away document types and entities (XXE), and XML in an encoding in which they could hide."""
    if first and (not piece.startswith(_XML_STARTS) or b"\x00" in piece[:200]):
        raise FileRefused("broken", "工作簿里有无法识别的内容，不能导入：请用电子表格软件另存为 .xlsx 后重新上传。")
    if b"<!" in piece and (b"<!DOCTYPE" in piece or b"<!ENTITY" in piece):
        raise FileRefused("xxe", "工作簿里有文档类型或实体声明（DTD），不能导入：请用电子表格软件另存为 .xlsx 后重新上传。")


def refuse_outside(piece: bytes) -> None:
    """Turns away relations to the outside; a hyperlink on a cell is only text and may stay."""
    if any(b"hyperlink" not in link.lower() for link in _LINK.findall(piece)):
        raise FileRefused("external_links", "工作簿里有指向外部的链接，不能导入：请断开链接后重新上传。")


@dataclass
class SheetScan:
    """One sheet: how far it really reaches, and the cells that are formulas or errors, with their text."""

    rows: int = 0
    columns: int = 26
    formulas: dict[int, dict[int, str]] = field(default_factory=dict)
    telling: tuple[bytes, ...] = _TO_KEEP

    @classmethod
    def of(cls, pieces: Iterator[bytes], *, limits: Limits) -> "SheetScan":
        """Scans a sheet row by row; the `<dimension>` that it claims is not looked at (M12)."""
        scan, rest = cls(), b""
        for number, piece in enumerate(pieces):
            rest += piece
            if number == 0:
                scan.begin(rest)
            cut = max(rest.rfind(b"row>") + 4, rest.rfind(b"<row"))
            if cut > 4:
                scan.read(rest[:cut], limits=limits)
                rest = rest[cut:]
            elif len(rest) > LONGEST_ROW:
                raise FileRefused("too_wide", _TOO_WIDE)
        scan.read(rest, limits=limits)
        return scan

    def begin(self, head: bytes) -> None:
        """The first piece tells whether names carry a prefix, and which columns the table has."""
        refuse_declarations(head, first=True)
        if b"<worksheet" not in head:
            self.telling = _TO_KEEP_PREFIXED
        self.columns = max((_number(letters) for letters in set(_COLUMNS.findall(head))), default=self.columns)

    def read(self, rows: bytes, *, limits: Limits) -> None:
        """Whole rows, or what stands before and after them."""
        refuse_declarations(rows, first=False)
        if b"='" in rows:
            rows = rows.replace(b"'", b'"')
        self._measure(rows, limits=limits)
        if any(sign in rows for sign in self.telling):
            for attributes, content in _CELL.findall(rows):
                self._keep(attributes, content=content)

    def _measure(self, rows: bytes, *, limits: Limits) -> None:
        self.rows += rows.count(b"row>")
        if _FAR.search(rows):
            # formatted but empty cells do no harm: only what is filled counts
            for letters, digits in _FILLED.findall(rows):
                self.columns, self.rows = max(self.columns, _number(letters)), max(self.rows, int(digits))
        # the header may stand some rows down
        if self.columns > limits.columns or self.rows > limits.rows + 1_000 or self.columns * self.rows > limits.cells:
            raise FileRefused("too_wide", _TOO_WIDE)

    def _keep(self, attributes: bytes, *, content: bytes) -> None:
        text = _formula(content) or (_error(content) if _ERROR_TYPE.search(attributes) else "")
        at = _REFERENCE.search(attributes)
        if not text or not at:
            return
        row = self.formulas.setdefault(int(at[2]) - 1, {})
        row[_number(at[1]) - 1] = text
        if len(self.formulas) > FORMULAS_MAX:
            raise FileRefused("too_many_formulas", "工作表里的公式过多，不能导入：请「选择性粘贴 → 数值」后重新上传。")


def _formula(content: bytes) -> str:
    found = _FORMULA.search(content)
    if not found:
        return ""
    return "=" + html.unescape((found[1] or b"").decode("utf-8", errors="replace")).lstrip("=")


def _error(content: bytes) -> str:
    found = _VALUE.search(content)
    return html.unescape(found[1].decode("utf-8", errors="replace")) if found else ""


def _number(letters: bytes) -> int:
    """A column's letters as a number from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
