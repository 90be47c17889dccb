"""Log lines never carry a person's identifier (R27)."""

import logging
import re

IDENTIFIER = re.compile(r"(?<![0-9A-Za-z])(\d{6})(\d{8})(\d{3}[\dXx])(?![0-9A-Za-z])")


class MaskIdentifiers(logging.Filter):
    """Masks whatever looks like a resident identity number before a line is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrites the finished message; always lets the record pass."""
        message = record.getMessage()
        masked = IDENTIFIER.sub(r"\1********\3", message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True
