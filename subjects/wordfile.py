"""One way to write a Word document: A4, a title, facts, tables, lines for signatures, page numbers, the time of the data.

Every text of ours or of others is a run of text: nothing that was typed becomes a field, a link or markup.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

from django.utils.timezone import localtime
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from measures.wording import DISCLAIMER

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY_FONT, HEAD_FONT, LATIN_FONT = "宋体", "黑体", "Times New Roman"
BODY, SMALL, TITLE = Pt(10.5), Pt(9), Pt(18)
WIDTH = 16.6
# What no XML may hold; the services refuse most of it, old records may have it.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Paper:
    """A document that is written from top to bottom."""

    def __init__(self, title: str, *, number: str, at: datetime) -> None:
        self._doc = Document()
        self._page(number, at)
        self._properties(title, at)
        line = self._doc.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(line, title, font=HEAD_FONT, size=TITLE)

    def facts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Names and values, one below the other; a value that is empty is left out."""
        shown = [(name, value) for name, value in rows if value]
        table = self._table((3.2, WIDTH - 3.2))
        for name, value in shown:
            cells = table.add_row().cells
            _fill(cells[0], name, font=HEAD_FONT)
            _fill(cells[1], value)

    def heading(self, text: str) -> None:
        """The title of a part."""
        line = self._doc.add_paragraph()
        line.paragraph_format.space_before = Pt(10)
        line.paragraph_format.keep_with_next = True
        _run(line, text, font=HEAD_FONT, size=Pt(12))

    def text(self, words: str, *, small: bool = False) -> None:
        """Paragraphs as they were written."""
        for part in words.split("\n"):
            _run(self._doc.add_paragraph(), part, size=SMALL if small else BODY)

    def table(self, head: Sequence[str], *, widths: Sequence[float], rows: Iterable[Sequence[str]]) -> None:
        """A table whose head stands on every page; no row is torn."""
        table = self._table(widths)
        for cell, word in zip(table.add_row().cells, head, strict=True):
            _fill(cell, word, font=HEAD_FONT, size=SMALL)
        _mark(table.rows[0]._tr, "w:tblHeader")
        for row in rows:
            added = table.add_row()
            _mark(added._tr, "w:cantSplit")
            for cell, value in zip(added.cells, row, strict=True):
                _fill(cell, value, size=SMALL)

    def signatures(self, *names: str) -> None:
        """For each a line for its seal, and below it one for whoever signs and the day."""
        for name in names:
            seal, line = self._doc.add_paragraph(), self._doc.add_paragraph()
            seal.paragraph_format.space_before = Pt(16)
            seal.paragraph_format.keep_with_next = True
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _run(seal, f"{name}（章）：")
            _run(line, "经办人：　　　　　　　　　　　　年　　　月　　　日")

    def content(self) -> bytes:
        """The file."""
        out = BytesIO()
        self._doc.save(out)
        return out.getvalue()

    def _page(self, number: str, at: datetime) -> None:
        style = self._doc.styles["Normal"]
        style.font.name, style.font.size = LATIN_FONT, BODY
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY_FONT)
        style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(4), 1.3
        section = self._doc.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2.2)
        line = section.footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(line, f"{number}　第 ", size=SMALL)
        _field(line, "PAGE")
        _run(line, " 页，共 ", size=SMALL)
        _field(line, "NUMPAGES")
        _run(line, f" 页　数据时间 {localtime(at):%Y-%m-%d %H:%M}　{DISCLAIMER}", size=SMALL)

    def _properties(self, title: str, at: datetime) -> None:
        kept, when = self._doc.core_properties, localtime(at).replace(tzinfo=None)
        kept.title, kept.author, kept.last_modified_by, kept.comments = _clean(title), "联合惩戒闭环", "", ""
        kept.created = kept.modified = when

    def _table(self, widths: Sequence[float]) -> Table:
        table = self._doc.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        return table


def _fill(cell: _Cell, text: str, *, font: str = BODY_FONT, size: Pt = BODY) -> None:
    """A text in a cell, with its line breaks."""
    line = cell.paragraphs[0]
    line.paragraph_format.space_after = Pt(1)
    _run(line, text, font=font, size=size)


def _run(line: Paragraph, text: str, *, font: str = BODY_FONT, size: Pt = BODY) -> None:
    run = line.add_run(_clean(text))
    run.font.name, run.font.size = LATIN_FONT, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _field(line: Paragraph, name: str) -> None:
    """A field of ours: the number of the page, or of the pages."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = line.add_run("1")
    run.font.size = SMALL
    field.append(run._element)
    line._element.append(field)


def _mark(row: CT_Row, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("", text)
