"""Small files of every kind that is accepted, and some that only look like one."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 32
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"


def package(*, types=MAIN, parts=("word/document.xml",)):
    """A zipped package with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", f'<Types><Override PartName="/word/document.xml" ContentType="{types}"/></Types>')
        for part in parts:
            made.writestr(part, "<w:document/>")
    return out.getvalue()


def compound(*streams):
    """A compound file that has these streams, as far as anybody looks."""
    return OLE + b"".join(name.encode("utf-16-le") + b"\x00" * 4 for name in streams)


DOCX, DOC = package(), compound("WordDocument")
