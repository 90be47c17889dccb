"""The rows of an imported file that are to be mended, written back in its layout with the reasons that are on record."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from .importing import JudgedRow, Reason, apart, write_bad_rows
from .importing.badrows import TO_MEND
from .importing.tables import Rows
from .models import ImportFile, ImportRow


def to_mend(file: ImportFile, *, original: Path) -> bytes:
    """An .xlsx of the rows to review and the rejected ones; the cells come from the file as it was sent."""
    kept = ImportRow.objects.filter(file=file, verdict__in=TO_MEND).values_list("number", "verdict", "reasons")
    said = {number: (verdict, reasons) for number, verdict, reasons in kept}
    with TemporaryDirectory() as folder, apart.opened(original) as (table, rows):
        path = Path(folder) / "rows.xlsx"
        write_bad_rows(path, table=table, rows=_judged(rows, said))
        return path.read_bytes()


def _judged(rows: Rows, said: dict[int, tuple[str, list[dict[str, str]]]]) -> Iterator[JudgedRow]:
    for number, cells in rows:
        if number in said:
            verdict, reasons = said[number]
            found = [Reason(item["field"], verdict, item["code"], item["words"]) for item in reasons]
            yield JudgedRow(number, verdict, found, [], {}, cells)
