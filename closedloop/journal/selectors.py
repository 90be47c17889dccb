"""Questions to the journal: a history, and whether the chain still holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import models

from . import chain
from .models import Entry, Link

CHUNK = 500


@dataclass(frozen=True)
class Fault:
    """The first place where the chain does not hold: the link's number and what is wrong, in Chinese."""

    seq: int
    words: str


@dataclass(frozen=True)
class Verification:
    """What a check of the whole chain found."""

    sealed: int
    unsealed: int
    fault: Fault | None

    @property
    def broken_at(self) -> int | None:
        """The number of the first broken link."""
        return self.fault.seq if self.fault else None

    @property
    def words(self) -> str:
        """The result in a sentence."""
        pending = f"；另有 {self.unsealed} 条尚未封存" if self.unsealed else ""
        if self.fault:
            return f"留痕链在第 {self.fault.seq} 环断开：{self.fault.words}。请保全数据库和锚点文件，立即报告{pending}"
        return f"留痕链完好，共 {self.sealed} 环{pending}"


def verification(*, anchors: Path | None = None) -> Verification:
    """Checks the whole chain; says how many entries wait to be sealed."""
    fault = first_fault(anchors=anchors)
    return Verification(sealed=Link.objects.count(), unsealed=Entry.objects.filter(link=None).count(), fault=fault)


def history(obj: models.Model) -> models.QuerySet[Entry]:
    """Everything recorded about one object, oldest first."""
    return Entry.objects.filter(object_kind=obj._meta.model_name, object_key=str(obj.pk)).order_by("id")


def first_fault(*, anchors: Path | None = None) -> Fault | None:
    """Recomputes the whole chain from its beginning and returns the first broken link, or None (R25, I11)."""
    previous, expected = chain.GENESIS, 1
    kept = _anchors(anchors)
    seen: dict[int, str] = {}
    for links, entries in _chunks():
        for link in links:
            words = _fault_of(link, entries.get(link.entry_id), expected=expected, previous=previous)
            if words:
                return Fault(expected, words)
            previous, expected = link.digest, expected + 1
            if link.seq in kept:
                seen[link.seq] = link.digest
    return _anchor_fault(kept, seen)


def _chunks() -> Iterator[tuple[list[Link], dict[int, Entry]]]:
    """The links in order, a chunk at a time, each with its entries; a deleted entry is simply not among them."""
    after = -1
    while links := list(Link.objects.filter(seq__gt=after).order_by("seq")[:CHUNK]):
        after = links[-1].seq
        yield links, Entry.objects.in_bulk([link.entry_id for link in links])


def _fault_of(link: Link, entry: Entry | None, *, expected: int, previous: str) -> str:
    if link.seq != expected:
        return f"缺第 {expected} 环"
    if entry is None:
        return "记录已被删除"
    return "" if chain.digest(previous, entry) == link.digest else "记录与摘要不符，已被改动"


def _anchors(path: Path | None) -> dict[int, str]:
    if path is None or not path.exists():
        return {}
    lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
    return {int(seq): digest for _, seq, digest in lines}


def _anchor_fault(kept: dict[int, str], seen: dict[int, str]) -> Fault | None:
    for seq, digest in sorted(kept.items()):
        if seen.get(seq) != digest:
            return Fault(seq, "与库外锚点不符，链尾可能被截断或者整体改写")
    return None
