"""Looks into a workbook before any reader does: sizes as they really unpack, parts that have no business there (R41, M12)."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from subjects.damage import DAMAGED_ZIP
from subjects.importing.limits import FileRefused, Limits
from subjects.importing.markup import SheetScan, refuse_declarations, refuse_outside

CHUNK = 1024 * 1024
SMALL = 4 * 1024 * 1024
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")
_MEMBER_FLAG_ENCRYPTED = 0x1
# What a table of penalties does not contain: (part of the name, code, what to do)
_FOREIGN = (
    ("vbaproject", "macros", "工作簿里有宏，不能导入：请另存为不含宏的 .xlsx 后重新上传。"),
    ("xl/macrosheets/", "macros", "工作簿里有宏表，不能导入：请另存为不含宏的 .xlsx 后重新上传。"),
    ("xl/workbook.bin", "xlsb", "这是二进制工作簿（.xlsb），不能导入：请另存为 .xlsx 后重新上传。"),
    ("xl/externallinks/", "external_links", "工作簿里有指向其他文件的链接，不能导入：请断开链接（数据 → 编辑链接）后重新上传。"),
    ("xl/connections.xml", "external_links", "工作簿里有外部数据连接，不能导入：请删除连接、只留数值后重新上传。"),
    ("xl/querytables/", "external_links", "工作簿里有外部数据查询，不能导入：请删除查询、只留数值后重新上传。"),
    ("xl/embeddings/", "embedded", "工作簿里嵌有其他文件，不能导入：请删除嵌入的对象后重新上传。"),
    ("xl/activex/", "embedded", "工作簿里有 ActiveX 控件，不能导入：请删除控件后重新上传。"),
)
# struct.error: a local header that is cut short, which is read here and not by zipfile
_DAMAGED: tuple[type[Exception], ...] = (*DAMAGED_ZIP, struct.error)
_BROKEN = FileRefused("broken", "文件已损坏或者不是真正的 .xlsx：请用电子表格软件打开后另存为 .xlsx 再上传。")
_BOMB = "文件解压后过大，不能导入：请删除多余的工作表、空行和格式，或者分成几个文件上传。"


def inspect(path: Path, *, limits: Limits) -> list[SheetScan]:
    """Reads every part of the workbook once, bounded; returns what was seen in each sheet, in their order."""
    try:
        with zipfile.ZipFile(path) as book, path.open("rb") as raw:
            members = book.infolist()
            _refuse_by_listing(members, limits=limits)
            return _read_all(members, raw=raw, limits=limits)
    except _DAMAGED as broken:
        raise _BROKEN from broken


def _refuse_by_listing(members: list[zipfile.ZipInfo], *, limits: Limits) -> None:
    names = [member.filename.lower() for member in members]
    if len(members) > limits.entries:
        raise FileRefused(
            "too_many_parts", f"文件里有 {len(members)} 个部件，超过 {limits.entries} 个：请只保留数据表后重新上传。"
        )
    for part, code, words in _FOREIGN:
        if any(part in name for name in names):
            raise FileRefused(code, words)
    if WORKBOOK not in names:
        raise FileRefused("not_a_workbook", "这不是 Excel 工作簿：请上传 .xlsx 或者 .csv 文件。")
    if len(set(names)) != len(names) or any(_escapes(name) for name in names):
        raise _BROKEN
    if any(member.flag_bits & _MEMBER_FLAG_ENCRYPTED for member in members):
        raise FileRefused("encrypted", "文件设有密码，不能导入：请取消密码后重新上传。")
    if sum(member.file_size for member in members) > limits.unpacked_bytes:
        raise FileRefused("zip_bomb", _BOMB)


def _escapes(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")


def _read_all(members: list[zipfile.ZipInfo], *, raw: BinaryIO, limits: Limits) -> list[SheetScan]:
    """Every part is unpacked as its bytes really are, not as the listing says; nothing is kept but the scans of the sheets."""
    packed = max(1, sum(member.compress_size for member in members))
    budget = _Budget(limits.unpacked_bytes, packed * limits.ratio)
    small: dict[str, bytes] = {}
    scans: dict[str, SheetScan] = {}
    for member in members:
        name = member.filename.lower()
        pieces = budget.spent_on(_unpacked(member, raw=raw))
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            scans[name] = SheetScan.of(pieces, limits=limits)
        elif name in {WORKBOOK, RELATIONS}:
            small[name] = _whole(pieces)
        else:
            _read_part(name, pieces=pieces)
    return _by_sheet(scans, workbook=_checked(small.get(WORKBOOK, b"")), relations=_checked(small.get(RELATIONS, b"")))


class _Budget:
    """Counts what was unpacked of all parts together; small files may have any ratio."""

    def __init__(self, most: int, by_ratio: int) -> None:
        self.left = min(most, max(by_ratio, SMALL))

    def spent_on(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces, for as long as there is room for them."""
        for piece in pieces:
            self.left -= len(piece)
            if self.left < 0:
                raise FileRefused("zip_bomb", _BOMB)
            yield piece


def _read_part(name: str, *, pieces: Iterator[bytes]) -> None:
    tail = b""
    for number, piece in enumerate(pieces):
        if name.endswith((".xml", ".rels", ".vml")):
            refuse_declarations(tail + piece, first=number == 0)
            if name.endswith(".rels"):
                refuse_outside(tail + piece)
        tail = piece[-200:]


def _checked(part: bytes) -> str:
    refuse_declarations(part, first=True)
    refuse_outside(part)
    return part.decode("utf-8", errors="replace")


def _whole(pieces: Iterator[bytes]) -> bytes:
    collected = bytearray()
    for piece in pieces:
        collected += piece
        if len(collected) > SMALL:
            raise FileRefused("zip_bomb", _BOMB)
    return bytes(collected)


def _unpacked(member: zipfile.ZipInfo, *, raw: BinaryIO) -> Iterator[bytes]:
    """The bytes of one part; a listing that lies about size or checksum is a broken file."""
    raw.seek(member.header_offset)
    header = _LOCAL_HEADER.unpack(raw.read(_LOCAL_HEADER.size))
    if header[0] != b"PK\x03\x04" or header[3] != member.compress_type:
        raise _BROKEN
    raw.seek(header[9] + header[10], 1)
    checksum = size = 0
    for piece in _inflated(member, raw=raw):
        checksum, size = zlib.crc32(piece, checksum), size + len(piece)
        if size > member.file_size:
            raise _BROKEN
        yield piece
    if size != member.file_size or checksum != member.CRC:
        raise _BROKEN


def _inflated(member: zipfile.ZipInfo, *, raw: BinaryIO) -> Iterator[bytes]:
    left = member.compress_size
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _BROKEN
    inflater = zlib.decompressobj(-zlib.MAX_WBITS) if member.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := raw.read(min(CHUNK, left))):
        left -= len(packed)
        if inflater is None:
            yield packed
            continue
        while packed and not inflater.eof:
            yield inflater.decompress(packed, CHUNK)
            packed = inflater.unconsumed_tail
    if inflater is not None:
        if not inflater.eof or inflater.unused_data:
            raise _BROKEN
        yield inflater.flush()


_TAG = re.compile(r"<(?:\w+:)?(sheet|Relationship)\s([^>]*)>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def _by_sheet(scans: dict[str, SheetScan], *, workbook: str, relations: str) -> list[SheetScan]:
    """The scans in the order in which the workbook lists its sheets."""
    targets = {tag["Id"]: tag["Target"] for kind, tag in _tags(relations) if kind == "Relationship" and "Target" in tag}
    found: list[SheetScan] = []
    for kind, tag in _tags(workbook):
        if kind == "sheet":
            target = targets.get(next((value for key, value in tag.items() if key.endswith(":id")), ""), "")
            part = target.lstrip("/").lower() if target.startswith("/") else f"xl/{target.lower()}"
            found.append(scans.get(part, SheetScan()))
    return found


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for kind, attributes in _TAG.findall(text):
        yield kind, {key: double or single for key, double, single in _ATTRIBUTE.findall(attributes)}
