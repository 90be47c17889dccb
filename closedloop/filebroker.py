"""The file broker of the embedded profile, with a message that appears whole or not at all."""

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """kombu's reader takes a file without a lock and may see half of it; a renamed file is whole."""

    def _put(self, queue: str, payload: dict[str, Any], **_: Any) -> None:
        name = f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg"
        aside = Path(self.data_folder_out) / f".{name}"
        aside.write_text(dumps(payload))
        aside.rename(Path(self.data_folder_in) / name)


class Transport(filesystem.Transport):
    """kombu's file transport with our channel."""

    Channel = Channel
