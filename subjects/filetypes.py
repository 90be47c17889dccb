"""What a file is, by its content and never by its name, and a name that is safe to show and to save (R41). Pure."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from closedloop.logs import IDENTIFIER
from subjects.damage import DAMAGED_ZIP

NAME_MAX = 120
PARTS_MAX, UNPACKED_MAX, TYPES_MAX = 2_000, 200 * 1024 * 1024, 1024 * 1024
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
MAIN_PART, TYPES_PART = "word/document.xml", "[Content_Types].xml"
WORD_MAIN = b"wordprocessingml.document.main+xml"
ENCRYPTED_FLAG = 0x1
ACCEPTED = "PDF、PNG 或 JPEG 图片、Word 文档（.docx、.doc）"
UNKNOWN = f"不是可以接收的文件：请上传 {ACCEPTED}，以内容为准，改扩展名没有用"
MACROS = "含有宏，不能接收：请另存为不含宏的 .docx 或者 PDF 再上传"
BROKEN = "已损坏或者设有密码，打不开：请去掉密码、另存一份再上传"
# beside damage: a part that the listing lies about, offsets outside of the file, a password
_UNREADABLE: tuple[type[Exception], ...] = (*DAMAGED_ZIP, KeyError, OSError, ValueError, RuntimeError)
_SEPARATORS = re.compile(r"[\\/]")
_UNSAFE = re.compile(r'[<>:"|?*;]')


@dataclass(frozen=True)
class FileType:
    """One accepted type; the first suffix is the one that is added where a name has none."""

    media_type: str
    label: str
    suffixes: tuple[str, ...]


PDF = FileType("application/pdf", "PDF", (".pdf",))
PNG = FileType("image/png", "PNG 图片", (".png",))
JPEG = FileType("image/jpeg", "JPEG 图片", (".jpg", ".jpeg", ".jpe", ".jfif"))
DOCX = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word 文档", (".docx",))
DOC = FileType("application/msword", "Word 97–2003 文档", (".doc", ".wps"))
STARTS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))


class NotAccepted(Exception):
    """The content is none that is accepted; the message says why and what to do, for after the file's name."""


def type_of(content: bytes) -> FileType:
    """The type of a content by its first bytes, for Word by what is inside; NotAccepted otherwise."""
    for start, found in STARTS:
        if content.startswith(start):
            return found
    if content.startswith(ZIP):
        return _docx(content)
    if content.startswith(OLE):
        return _doc(content)
    raise NotAccepted(UNKNOWN)


def clean_name(name: str) -> str:
    """The last part of the name without what is not to be seen or saved; a resident's number in it is masked; empty if none is left."""
    last = _SEPARATORS.split(unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    kept = re.sub(r"\s+", " ", _UNSAFE.sub("_", seen)).strip(" .")
    masked = IDENTIFIER.sub(r"\1********\3", kept)
    path = PurePosixPath(masked)
    return f"{path.stem[: NAME_MAX - len(path.suffix)]}{path.suffix}" if len(path.suffix) < NAME_MAX else masked[:NAME_MAX]


def named(name: str, *, found: FileType) -> str:
    """The name with the suffix of its content; NotAccepted where it bears another one."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in found.suffixes:
        return name
    if re.fullmatch(r"\.[a-z0-9]{1,5}", suffix) is None:
        return f"{name}{found.suffixes[0]}"
    raise NotAccepted(f"内容是 {found.label}，名称却以 {suffix} 结尾：请改为 {found.suffixes[0]} 再上传")


def _docx(content: bytes) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _refuse_parts(parts)
            with package.open(TYPES_PART) as stream:
                types = stream.read(TYPES_MAX + 1)
    except _UNREADABLE as error:
        raise NotAccepted(BROKEN) from error
    if b"macroenabled" in types.lower():
        raise NotAccepted(MACROS)
    if WORD_MAIN not in types or len(types) > TYPES_MAX:
        raise NotAccepted(UNKNOWN)
    return DOCX


def _refuse_parts(parts: Iterable[zipfile.ZipInfo]) -> None:
    """By the listing alone: nothing but the list of types is ever unpacked here."""
    listed = list(parts)
    names = {part.filename for part in listed}
    if MAIN_PART not in names or TYPES_PART not in names:
        raise NotAccepted(UNKNOWN)
    if any("vbaproject" in name.lower() or name.lower().startswith("word/activex/") for name in names):
        raise NotAccepted(MACROS)
    too_much = len(listed) > PARTS_MAX or sum(part.file_size for part in listed) > UNPACKED_MAX
    if too_much or len(names) < len(listed) or any(part.flag_bits & ENCRYPTED_FLAG for part in listed):
        raise NotAccepted(BROKEN)


def _doc(content: bytes) -> FileType:
    """A compound file names its streams in UTF-16; a workbook or an encrypted package has no stream of Word's."""
    if _stream("_VBA_PROJECT") in content or _stream("Macros") in content:
        raise NotAccepted(MACROS)
    if _stream("EncryptedPackage") in content:
        raise NotAccepted(BROKEN)
    if _stream("WordDocument") not in content:
        raise NotAccepted(UNKNOWN)
    return DOC


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\x00\x00"
