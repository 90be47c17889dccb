"""Codes, bodies and cases, made by the services on the reference data. Every code is fictional with a correct check character."""

from datetime import date, timedelta
from itertools import count

from closedloop.workdays import clock
from subjects import services
from subjects.identifiers import judge
from tests.measures.make import actor, reference  # noqa: F401 - offered to the tests of this app

ON = date(2026, 11, 25)
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
PERSON_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_numbers = count(1)


def uscc(number=None, *, prefix="91330106"):
    """A code of an enterprise that does not exist, with both of its check characters."""
    body = f"MT{number if number is not None else next(_numbers):06d}"
    total = sum(LETTERS.index(sign) * weight for sign, weight in zip(body, ORGANISATION_WEIGHTS, strict=True))
    own = "0123456789X"[(11 - total % 11) % 11]
    if own == "X":
        return uscc((number or next(_numbers)) + 500_000, prefix=prefix)
    stem = f"{prefix}{body}{own}"
    rest = 31 - sum(ALPHABET.index(sign) * weight for sign, weight in zip(stem, WEIGHTS, strict=True)) % 31
    return stem + ALPHABET[rest % 31]


def id_card(number=None, *, born="19800101"):
    """The code of a person who does not exist, with a correct check character."""
    stem = f"330106{born}{(number if number is not None else next(_numbers)) % 1000:03d}"
    total = sum(int(sign) * weight for sign, weight in zip(stem, PERSON_WEIGHTS, strict=True))
    return stem + "10X98765432"[total % 11]


def cause(**changes):
    """A revoked food licence, decided two days ago."""
    said = {
        "kind": "administrative_penalty",
        "document_no": f"杭市监处罚〔2026〕测{next(_numbers)}号",
        "decided_on": (ON - timedelta(days=1)).isoformat(),
        "facts": "测试：经营超过保质期的食品，情节严重，吊销食品经营许可证",
        "legal_basis": "《中华人民共和国食品安全法》第一百二十四条、第一百三十五条第一款",
        "penalty_kinds": ["revoke_license", "fine"],
    }
    return said | changes


def external(**changes):
    """A judgment of a court, received yesterday."""
    said = {
        "kind": "court_judgment",
        "document_no": f"（2026）浙测刑初{next(_numbers)}号",
        "issuer": "测试人民法院",
        "decided_on": "2026-10-08",
        "received_on": (ON - timedelta(days=1)).isoformat(),
    }
    return said | changes


def person(*sanctions, value=None, **changes):
    """A person as sent."""
    said = {
        "kind": "person",
        "name": "王测试",
        "identifier": {"scheme": "id_card", "value": value or id_card()},
        "role_zh": "法定代表人",
        "sanctions": [_sanction(item) for item in sanctions],
    }
    return said | changes


def enterprise(*sanctions, value=None, **changes):
    """An enterprise as sent."""
    said = {
        "kind": "enterprise",
        "name": "杭州测试食品有限公司",
        "identifier": {"scheme": "uscc", "value": value or uscc()},
        "sanctions": [_sanction(item) for item in sanctions],
    }
    return said | changes


def body(*subjects, receiver="HZ-FOOD", **changes):
    """A whole case as sent; by default one person with CJ-029."""
    return {"cause": cause(), "subjects": list(subjects) or [person("CJ-029")], "receiver": receiver} | changes


def draft(*subjects, by=None, on=ON, **changes):
    """A draft of the city's enforcement."""
    return services.draft_case(body(*subjects, **changes), actor=by or actor("HZ-ENF"), on=on).case


def pushed(*subjects, by=None, on=ON, **changes):
    """A case that the food office has before it."""
    by = by or actor("HZ-ENF")
    return services.push_case(draft(*subjects, by=by, on=on, **changes).pk, actor=by, on=on)


def received(*subjects, on=ON, **changes):
    """A case that the food office has taken."""
    return services.receive_case(pushed(*subjects, on=on, **changes).pk, actor=actor("HZ-FOOD"), on=on)


def is_valid(scheme, value):
    """Whether a made code is one."""
    return judge(scheme, value, on=clock.today()).ok


def _sanction(item):
    return {"measure": item} if isinstance(item, str) else item
