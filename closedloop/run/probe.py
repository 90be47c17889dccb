"""Asks a health page: `python -m closedloop.run.probe URL` ends with 0 when it answers 200. The containers' check."""

import http.client
import os
import sys
from urllib.parse import urlsplit


def answers(url: str, *, timeout: float = 3.0) -> bool:
    """Whether the page answers 200. The Host header is one that the deployment allows."""
    parts = urlsplit(url)
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip() or "127.0.0.1"
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=timeout)
    try:
        connection.request("GET", parts.path, headers={"Host": host.lstrip(".*") or "127.0.0.1"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)
