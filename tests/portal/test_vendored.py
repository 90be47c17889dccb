"""No page asks another host for anything, and the files of others are those that we looked at."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

from closedloop.portal import nav

VENDOR = settings.BASE_DIR / "static/vendor"
OURS = settings.BASE_DIR / "static/ours"
LISTED = dict(
    re.findall(r"^\| `([^`]+/[^`]+)` \| `([0-9a-f]{64})` \|$", (VENDOR / "VENDORED.md").read_text(encoding="utf-8"), re.M)
)


def _present() -> set[str]:
    return {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file() and path.name != "VENDORED.md"}


def test_every_vendored_file_is_listed_and_every_listed_one_present():
    assert LISTED
    assert set(LISTED) == _present()


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_vendored_file_has_the_hash_of_the_list(name):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == LISTED[name]


def test_every_vendored_package_brings_its_licence():
    assert [folder.name for folder in VENDOR.iterdir() if folder.is_dir() and not (folder / "LICENSE").is_file()] == []


def test_no_stylesheet_or_script_loads_anything_from_elsewhere():
    loads = re.compile(r"url\(\s*[\"']?(?:https?:)?//|@import|sourceMappingURL|importScripts|\bsrc\s*=\s*[\"']https?:")
    sheets = [*VENDOR.rglob("*.css"), *VENDOR.rglob("*.js"), *OURS.rglob("*.css"), *OURS.rglob("*.js")]

    assert len(sheets) >= 4
    assert [path.name for path in sheets if loads.search(path.read_text(encoding="utf-8"))] == []


def test_every_icon_that_a_page_names_is_in_the_sprite():
    known = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "tabler-icons-3.52.0/icons.svg").read_text(encoding="utf-8")))
    named = {
        name
        for path in Path(settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r"(?:\{% icon |icon_name(?:=|\|default:))\"([^\"]+)\"", path.read_text(encoding="utf-8"))
    }
    entries = (*nav.DESK, *nav.KEEPING, *nav.LOOKUP, *nav.ADMINISTRATION)

    assert named
    assert named | {entry.icon for entry in entries} <= known
