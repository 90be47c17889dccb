"""python manage.py import_penalties FILE [--dry-run] [--json] [--agency CODE] [--draft] (api.md "Commands")."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from closedloop.errors import DomainError
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.orgs.selectors import actor_for
from closedloop.orgs.services import service_account
from closedloop.workdays import clock
from subjects import importing, services
from subjects.models import ImportFile
from subjects.models.imports import ImportState
from subjects.selectors.imports import drafts_of, rows_of

PIECE = 1024 * 1024
Said = tuple[dict[str, int], list[str]]


class Command(BaseCommand):
    """Judges a penalty file; without --dry-run keeps its good rows for the agency, and with --draft makes drafts of them."""

    help = "导入双公示行政处罚文件（.xlsx、.csv），逐行给出结论；重复执行不会重复入库"

    def add_arguments(self, parser: CommandParser) -> None:
        """File, agency, and what is printed."""
        parser.add_argument("file", metavar="FILE", help="文件路径")
        parser.add_argument("--dry-run", action="store_true", help="只核验，不入库")
        parser.add_argument("--json", action="store_true", help="标准输出只写一个 JSON 对象：counts 和 rows")
        parser.add_argument("--agency", default="", metavar="CODE", help="产生机构代码，入库时必填；处罚机关另存为作出机关")
        parser.add_argument("--draft", action="store_true", help="入库后接着把可导入的行生成案件草稿")

    def handle(self, *args: Any, **options: Any) -> None:
        """One sentence where the whole file is turned away."""
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError("没有这个文件，请核对路径后重试")
        try:
            counts, rows = _tried(path) if options["dry_run"] else self._kept(path, options)
        except DomainError as refusal:
            raise CommandError(refusal.message) from None
        if options["json"]:
            self.stdout.write(f'{{"counts": {json.dumps(counts)}, "rows": [')
            for number, row in enumerate(rows):
                self.stdout.write(row + ("," if number + 1 < len(rows) else ""))
            self.stdout.write("]}")
            return
        self.stdout.write(" ".join(f"{name}={count}" for name, count in counts.items()) + f" rows={sum(counts.values())}")

    def _kept(self, path: Path, options: dict[str, Any]) -> Said:
        file = services.take_file(_pieces(path), name=path.name, actor=_actor(options["agency"]))
        file = services.store_rows(file.pk)
        if file.state == ImportState.REFUSED:
            raise importing.FileRefused("file_refused", file.refusal)
        if options["draft"]:
            self._draft(file)
        found = rows_of(file).values_list("number", "verdict", "reasons", "repairs")
        rows = [
            _line(number, verdict, [item["said"] for item in reasons], [item["said"] for item in repairs])
            for number, verdict, reasons, repairs in found.iterator()
        ]
        return file.counts, rows

    def _draft(self, file: ImportFile) -> None:
        services.request_drafts(file.pk, actor=_actor(file.agency_id))
        while services.draft_rows(file.pk, on=clock.today()):
            continue
        self.stderr.write(" ".join(f"{name}={count}" for name, count in drafts_of(file).items()))


def _actor(code: str) -> Actor:
    agency = Agency.objects.filter(pk=code, active=True).first()
    if agency is None:
        said = f"没有代码为 {code} 的在用机构" if code else "入库须用 --agency 写明产生机构的代码"
        raise CommandError(f"{said}，请核对后重试（代码见 fixtures/agencies.csv）；只核验请加 --dry-run")
    return actor_for(service_account(agency, on=clock.today()), on=clock.today(), agency_code=agency.pk)


def _tried(path: Path) -> Said:
    with importing.judged(path, on=clock.today()) as found:
        rows = [
            _line(row.row, row.verdict, [str(item) for item in row.reasons], [str(item) for item in row.repairs])
            for chunk in found.chunks
            for row in chunk
        ]
    return dict(found.counts), rows


def _line(number: int, verdict: str, reasons: list[str], repairs: list[str]) -> str:
    said = json.dumps({"row": number, "verdict": verdict, "reasons": reasons, "repairs": repairs}, ensure_ascii=False)
    return said.encode("utf-8", "replace").decode()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
