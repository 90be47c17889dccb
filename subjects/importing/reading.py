"""Opens a file by what it is, not by what it is called; whatever is no table of text is turned away in one sentence (R41)."""

from pathlib import Path

from subjects.importing import textfile, workbook
from subjects.importing.limits import LIMITS, MIB, FileRefused, Limits
from subjects.importing.tables import Rows, Table

HEAD_BYTES = 4096
ZIP, OLE, PDF, RTF, GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF", b"{\\rtf", b"\x1f\x8b"
# In an OLE container these names, in UTF-16, tell an encrypted .xlsx from an old .xls.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<html", b"<table", b"<!doctype", b"<?xml", b"<body", b"<meta", b"<div", b"mime-version", b"<style", b"<head")
_SAVE_AS = "请用电子表格软件打开后另存为 .xlsx，或者 UTF-8、GB18030 编码的 .csv，再上传。"


def read(path: Path, *, limits: Limits = LIMITS) -> tuple[Table, Rows]:
    """The table and its rows, read while they are asked for. Raises FileRefused."""
    _refuse_by_size(path, limits=limits)
    with path.open("rb") as raw:
        head = raw.read(HEAD_BYTES)
    if head.startswith(ZIP):
        table, rows = workbook.read(path, limits=limits)
    else:
        _refuse_by_kind(path, head=head)
        table, rows = textfile.read(path, limits=limits)
    return table, _some(rows)


def _some(rows: Rows) -> Rows:
    empty = True
    for row in rows:
        empty = False
        yield row
    if empty:
        raise FileRefused("no_rows", "表头下面没有数据：请填写后重新上传。")


def _refuse_by_size(path: Path, *, limits: Limits) -> None:
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("empty", "文件是空的：请核对后重新上传。")
    if size > limits.file_bytes:
        raise FileRefused("too_large", f"文件超过 {limits.file_bytes // MIB} MB，不能导入：请分成几个文件上传。")


def _refuse_by_kind(path: Path, *, head: bytes) -> None:
    if head.startswith(OLE):
        raise _old_or_encrypted(path)
    if head.startswith((PDF, RTF, GZIP, b"PK")):
        raise FileRefused("not_a_table", f"这不是表格文件，不能导入：{_SAVE_AS}")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].replace(b"\x00", b"").lower()
    if start.lstrip(b"\xff\xfe").startswith(_MARKUP):
        raise FileRefused("markup", f"这是网页或者 XML，只是用了表格的扩展名，不能导入：{_SAVE_AS}")
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise FileRefused("empty", "文件里没有内容：请核对后重新上传。")


def _old_or_encrypted(path: Path) -> FileRefused:
    with path.open("rb") as raw:
        encrypted = any(_ENCRYPTED in piece for piece in iter(lambda: raw.read(MIB), b""))
    if encrypted:
        return FileRefused("encrypted", "文件设有密码，不能导入：请取消密码后重新上传。")
    return FileRefused("xls", f"这是旧格式 .xls，不能导入：{_SAVE_AS}")
