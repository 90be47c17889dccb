"""The import of 50,000 rows of 30 columns beside the fast pipeline of speed.md, goal 4: `python -m benchmarks.imports [ROWS]`.

The floor reads with calamine, checks check digit, date and duplicates by hand, and merges by COPY. Ours reads in a process of its
own, judges with every reason and repair, and merges by COPY what it judged. Repeats are interleaved, each in a fresh process; COPY
needs DATABASE_URL with PostgreSQL and is left out of both without it.
"""

import csv
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from statistics import median

import psycopg2
import xlsxwriter
from python_calamine import CalamineWorkbook

from subjects.identifiers.checks import organisation_check, uscc_check
from subjects.importing import ACCEPTED, FIXED, judged
from subjects.importing.reference import fields

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "tests/subjects/sample/clean_rows.csv"
TODAY = date(2026, 11, 24)
ROWS, REPEATS, KIB_PER_MIB = 50_000, 5, 1024
NAMES = list(fields())
USCC, NUMBER, DECIDED = (NAMES.index(name) for name in ("uscc", "decision_no", "decision_date"))
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUES = {char: value for value, char in enumerate(ALPHABET)}
WEIGHTS = [pow(3, place, 31) for place in range(17)]
Lines = Iterable[list[str]]


def write(path: Path, *, rows: int) -> None:
    """The sample's clean rows again and again, each with a party and a number of its own."""
    with SAMPLE.open(encoding="utf-8-sig", newline="") as sample:
        titles, *clean = list(csv.reader(sample))
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, titles)
        for number in range(rows):
            row = list(clean[number % len(clean)])
            row[NUMBER] = f"杭测市监罚处〔2026〕{number:06d}号"
            if row[USCC]:
                body = f"{number:08d}"
                body = f"{row[USCC][:8]}{body}{organisation_check(body)}"
                row[USCC] = body + uscc_check(body)
            for column, text in enumerate(row):
                if text:
                    sheet.write_string(number + 1, column, text)


def floor(path: Path) -> int:
    """The fast pipeline: no reasons, no repairs, no limits."""
    seen = set()
    good = []
    for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]:
        code, number = row[USCC], row[NUMBER]
        total = sum(VALUES[char] * weight for char, weight in zip(code, WEIGHTS, strict=False))
        year, month, day = row[DECIDED].split("/")
        fits = not code or ALPHABET[-total % 31] == code[17]
        if fits and date(int(year), int(month), int(day)) <= TODAY and (code, number) not in seen:
            seen.add((code, number))
            good.append(row)
    merge([good])
    return len(good)


def ours(path: Path) -> int:
    """The product's engine with its report; a table of texts stands in for the portal's own."""
    with judged(path, on=TODAY) as found:
        merge(
            [[row.values.get(name, "") for name in NAMES] for row in chunk if row.verdict in {ACCEPTED, FIXED}]
            for chunk in found.chunks
        )
    return found.counts[ACCEPTED] + found.counts[FIXED]


def merge(chunks: Iterable[Lines]) -> None:
    """COPY into a temporary table, then one INSERT into a table that stays and leaves out what is there."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        for _ in chunks:
            pass
        return
    columns = ", ".join(f"c{number} text" for number in range(len(NAMES)))
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(f"create temp table staged ({columns})")
        cursor.execute(
            f"create table kept_by_the_benchmark (id bigserial primary key, {columns}, unique (c0, c{USCC}, c{NUMBER}))"
        )
        for chunk in chunks:
            lines = io.StringIO()
            csv.writer(lines).writerows(chunk)
            lines.seek(0)
            cursor.copy_expert("copy staged from stdin csv", lines)
        names = ", ".join(f"c{number}" for number in range(len(NAMES)))
        cursor.execute(f"insert into kept_by_the_benchmark ({names}) select * from staged on conflict do nothing")  # noqa: S608 - ours
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("drop table kept_by_the_benchmark")


def measure(which: str, *, path: Path) -> dict[str, float]:
    """One run in a fresh process."""
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "benchmarks.imports", which, str(path)], cwd=ROOT, capture_output=True, check=True
    )
    measured: dict[str, float] = json.loads(run.stdout)
    return measured


def told(which: str, *, path: Path) -> None:
    """What the fresh process measures of itself and of its child."""
    started = time.perf_counter()
    good = {"floor": floor, "ours": ours}[which](path)
    seconds = time.perf_counter() - started
    own, child = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = {"cpu": own.ru_utime, "child_cpu": child.ru_utime}
    memory = {"own": own.ru_maxrss / KIB_PER_MIB, "child": child.ru_maxrss / KIB_PER_MIB}
    print(json.dumps({"rows": good, "seconds": seconds, **cpu, **memory}))


def main(rows: int) -> None:
    """Interleaved repeats, medians, and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "penalties.xlsx"
        write(path, rows=rows)
        runs: dict[str, list[dict[str, float]]] = {"floor": [], "ours": []}
        for _ in range(REPEATS):
            for which, measured in runs.items():
                measured.append(measure(which, path=path))
    for which, measured in runs.items():
        middle = {key: median(run[key] for run in measured) for key in measured[0]}
        speed = f"{middle['rows']:.0f} rows in {middle['seconds']:.2f} s ({middle['rows'] / middle['seconds']:.0f} rows/s)"
        cost = f"CPU {middle['cpu']:.2f} + {middle['child_cpu']:.2f} s, at most {middle['own']:.0f} + {middle['child']:.0f} MiB"
        print(f"{which}: {speed}, {cost} (the second of each: the reading process)")
    ratios = [mine["seconds"] / fast["seconds"] for mine, fast in zip(runs["ours"], runs["floor"], strict=True)]
    print(f"ours / floor: {median(ratios):.2f} (of {', '.join(f'{ratio:.2f}' for ratio in ratios)})")


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in {"floor", "ours"}:
        told(sys.argv[1], path=Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else ROWS)
