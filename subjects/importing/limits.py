"""How much of a file is read at all (R41), and the one error that turns a whole file away."""

from dataclasses import dataclass

from closedloop.errors import InvalidInput

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The bounds of one import; `memory_bytes` and `seconds` bind the process that reads the file."""

    file_bytes: int = 64 * MIB
    unpacked_bytes: int = 400 * MIB
    ratio: int = 100
    entries: int = 100
    rows: int = 100_000
    columns: int = 256
    cells: int = 16_000_000
    memory_bytes: int = 1024 * MIB
    seconds: int = 120


LIMITS = Limits()


class FileRefused(InvalidInput):
    """The whole file is turned away: one sentence says why and what to do; nothing of its content is quoted."""

    code = "file_refused"
    title = "文件不能导入"

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, code=code)
