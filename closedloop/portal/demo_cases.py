"""The demo's cases: fictional organisations and persons with correct check characters, and every station that a case reaches today."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from closedloop.orgs.actor import Actor
from subjects import services
from subjects.models import Case

# No such organisation and no such person exists; the check characters are right.
COMPANIES = ("91330106MT9000010W", "91330106MT9000029R", "91330106MT9000037L", "91330106MT9000045F", "91330106MT9000053A")
PERSONS = (
    "330106198101019015", "330106198202029028", "330106198303039030", "330106198404049043", "330106198505059056",
    "330106198606069069",
)  # fmt: skip
CLAUSE = "《中华人民共和国食品安全法》第一百二十四条、第一百三十五条第一款"


@transaction.atomic
def seed(*, enforcement: Actor, food: Actor, credit: Actor, legal: Actor, on: date) -> int:
    """Six cases: to push, consulted about, to receive, received, returned, and one from a court. Returns how many were made."""
    if Case.objects.exists():
        return 0
    made = [
        _penalty(1, enforcement, on=on, days=1),
        _consulted(_penalty(2, enforcement, on=on, days=2), enforcement, legal, on=on),
        _pushed(_penalty(3, enforcement, on=on, days=2), enforcement, on=on),
        _received(_penalty(4, enforcement, on=on, days=3), enforcement, food, on=on),
        _returned(_penalty(5, enforcement, on=on, days=3), enforcement, food, on=on),
        _judgment(credit, on=on),
    ]
    services.remind_of_measures(_file(), actor=legal, on=on)
    return len(made)


def _penalty(number: int, actor: Actor, *, on: date, days: int) -> Case:
    """A revoked food licence: the enterprise and its legal representative."""
    body = {
        "cause": {
            "kind": "administrative_penalty",
            "document_no": f"杭市监处罚〔{on.year}〕测{number:03d}号",
            "decided_on": (on - timedelta(days=days)).isoformat(),
            "facts": "演示：经营超过保质期的食品，情节严重，吊销食品经营许可证，并处罚款",
            "legal_basis": CLAUSE,
            "penalty_kinds": ["revoke_license", "fine"],
        },
        "subjects": [
            _company(number, "CJ-012", "QH-001"),
            _person(PERSONS[number - 1], f"{'赵钱孙李周'[number - 1]}测{number}", "法定代表人", "CJ-012", "CJ-029"),
        ],
        "receiver": "HZ-FOOD",
    }
    return services.draft_case(body, actor=actor, on=on).case


def _judgment(actor: Actor, *, on: date) -> Case:
    """A judgment that credit supervision has received and matched."""
    body = {
        "cause": {
            "kind": "court_judgment",
            "document_no": f"（{on.year}）浙0106刑初测1号",
            "issuer": "测试区人民法院（虚构）",
            "decided_on": (on - timedelta(days=20)).isoformat(),
            "received_on": (on - timedelta(days=1)).isoformat(),
            "facts": "演示：因生产、销售不符合安全标准的食品罪被判处有期徒刑以上刑罚",
            "legal_basis": "《中华人民共和国食品安全法》第一百三十五条第二款",
        },
        "subjects": [_person(PERSONS[5], "吴测六", "", "CJ-030")],
        "receiver": "HZ-FOOD",
    }
    return services.draft_case(body, actor=actor, on=on).case


def _company(number: int, *measures: str) -> dict[str, Any]:
    return {
        "kind": "enterprise",
        "name": f"杭州测试{'一二三四五'[number - 1]}号食品有限公司",
        "identifier": {"scheme": "uscc", "value": COMPANIES[number - 1]},
        "sanctions": [{"measure": measure} for measure in measures],
    }


def _person(code: str, name: str, role: str, *measures: str) -> dict[str, Any]:
    return {
        "kind": "person",
        "name": name,
        "identifier": {"scheme": "id_card", "value": code},
        "role_zh": role,
        "sanctions": [{"measure": measure} for measure in measures],
    }


def _consulted(case: Case, actor: Actor, legal: Actor, *, on: date) -> Case:
    question = "食品安全总监不是法定代表人，是否按其他直接责任人员推送？"
    consultation = services.consult(case.pk, invite=["HZ-LEGAL", "HZ-CREDIT"], question=question, actor=actor, on=on)
    services.give_opinion(consultation.pk, text="应当。责任认定书载明其负责进货查验。", actor=legal, on=on)
    return case


def _pushed(case: Case, actor: Actor, *, on: date) -> Case:
    return services.push_case(case.pk, actor=actor, on=on)


def _received(case: Case, actor: Actor, food: Actor, *, on: date) -> Case:
    return services.receive_case(_pushed(case, actor, on=on).pk, actor=food, on=on)


def _returned(case: Case, actor: Actor, food: Actor, *, on: date) -> Case:
    return services.return_case(
        _pushed(case, actor, on=on).pk, actor=food, on=on, reason="缺少法定代表人的责任认定材料，请补充后更正"
    )


def _file() -> dict[str, Any]:
    return {
        "kind": "administrative_penalty",
        "file_no": "杭市监案审〔测〕1号",
        "title_zh": "演示：经营超过保质期的食品",
        "handler": "HZ-ENF",
        "party_kind": "person",
        "facts": "拟吊销食品经营许可证，情节严重",
        "legal_basis": CLAUSE,
        "penalty_kinds": ["revoke_license"],
    }
