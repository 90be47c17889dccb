"""How the standard library says that a zip file is damaged, once for documents and for workbooks (R41)."""

import zipfile
import zlib

DAMAGED_ZIP: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,  # the listing, or a part's checksum
    zlib.error,  # the packed bytes of a part
    EOFError,  # a part that ends too early
    UnicodeDecodeError,  # the name of a part
    NotImplementedError,  # a packing that no office program writes
)
