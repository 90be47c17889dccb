"""The pages of cases as a browser sends them: an intake form filled in, and what its answer shows."""

import re
from html import unescape

from django.urls import reverse

from tests.measures.pages import get, own_queries, post, reader, words
from tests.subjects import make

__all__ = ["choices", "field", "get", "intake", "new", "own_queries", "post", "reader", "sealed", "subject", "url", "words"]
LAW = "《中华人民共和国食品安全法》第一百二十四条、第一百三十五条第一款"
FACTS = "测试：经营超过保质期的食品，情节严重，吊销食品经营许可证"


def subject(index, value, name, *, party="", role="", codes=(), chosen=(), **more):
    """One row of subjects with its measures."""
    said = {f"s-{index}-value": value, f"s-{index}-name": name, f"s-{index}-party": party, f"s-{index}-role_zh": role}
    said |= {f"s-{index}-codes": ",".join(codes)} | {f"s-{index}-{code}-chosen": "on" for code in chosen}
    return said | {f"s-{index}-{key}": value for key, value in more.items()}


def intake(*rows, act="save", **changes):
    """A whole form: a revoked food licence, decided the day before; by default one person with CJ-029."""
    rows = rows or (subject(0, make.id_card(), "王测试", role="法定代表人", codes=("CJ-012", "CJ-029"), chosen=("CJ-029",)),)
    said = {
        "act": act,
        "rows": ",".join(str(number) for number in range(len(rows))),
        "kind": "administrative_penalty",
        "document_no": "杭市监罚处〔2026〕测1号",
        "decided_on": "2026-11-24",
        "penalty_kinds": ["revoke_license", "fine"],
        "legal_basis": LAW,
        "facts": FACTS,
        "receiver": "",
    }
    for row in rows:
        said |= row
    return said | changes


def new(client, *rows, act="save", **changes):
    """The answer to a form that was sent."""
    return client.post(url("case_new"), intake(*rows, act=act, **changes))


def url(name, *args):
    return reverse(f"subjects:{name}", args=args)


def choices(answer):
    """Every measure that the form shows, and whether its box is ticked."""
    boxes = re.findall(r'<input type="checkbox" name="s-(\d+)-([A-Z]+-\d+)-chosen"([^>]*)>', answer.content.decode())
    return {(int(index), code): "checked" in rest for index, code, rest in boxes}


def field(answer, name):
    """The value of an input as it is rendered."""
    found = re.search(rf'name="{re.escape(name)}"[^>]*?\bvalue="([^"]*)"', answer.content.decode())
    return unescape(found.group(1)) if found else ""


def sealed(answer, index):
    """What a page carries in the place of a person's identifier."""
    return field(answer, f"s-{index}-sealed")
