"""The Chinese words of every enumeration, and the fixed colour of every state: one place for all pages."""

from django.db.models import TextChoices

from closedloop.opinion import AdminRole, Role
from closedloop.orgs.models import Agency
from measures.models import CleanUp, vocabulary
from subjects.models import vocabulary as subjects

# `{{ value|label:"effect" }}`
LABELS: dict[str, type[TextChoices]] = {
    "admin_role": AdminRole,
    "agency_level": Agency.Level,
    "case_state": subjects.CaseState,
    "cause_kind": subjects.CauseKind,
    "certainty": subjects.Certainty,
    "change_kind": vocabulary.ChangeKind,
    "change_state": vocabulary.ChangeState,
    "cleanup": CleanUp.Outcome,
    "confidence": vocabulary.Confidence,
    "effect": vocabulary.Effect,
    "implementing_level": vocabulary.ImplementingLevel,
    "instrument_level": vocabulary.InstrumentLevel,
    "list": vocabulary.List,
    "party_kind": vocabulary.PartyKind,
    "penalty_kind": subjects.PenaltyKind,
    "sanction_state": subjects.SanctionState,
    "scheme": subjects.Scheme,
    "role": Role,
    "side": vocabulary.Side,
    "status": vocabulary.Status,
    "term_kind": vocabulary.TermKind,
    "term_source": vocabulary.TermSource,
    "verdict": vocabulary.Verdict,
    "verified": vocabulary.Verified,
}
# `{% state value "change_state" %}`: enumeration → value → class of theme.css
STATES: dict[str, dict[str, str]] = {
    "change_state": {
        "draft": "is-draft",
        "submitted": "is-submitted",
        "returned": "is-returned",
        "approved": "is-accepted",
        "withdrawn": "is-withdrawn",
    },
    "case_state": {
        "draft": "is-draft",
        "pushed": "is-pushed",
        "received": "is-received",
        "returned": "is-returned",
        "dispatched": "is-dispatched",
        "closed": "is-closed",
        "withdrawn": "is-withdrawn",
    },
    "sanction_state": {
        "proposed": "is-proposed",
        "dispatched": "is-dispatched",
        "suspended": "is-suspended",
        "lifted": "is-lifted",
        "withdrawn": "is-withdrawn",
    },
    "status": {"effective": "is-closed", "pending_legal_review": "is-returned"},
    "verdict": {"approve": "is-accepted", "return": "is-returned"},
    "cleanup": {"open": "is-submitted", "changed": "is-closed", "basis_restored": "is-closed"},
}
KINDS: dict[str, str] = {vocabulary.List.PUNISHMENT: "is-cj", vocabulary.List.ENHANCED: "is-qh"}
LIGHTS = {"green": "is-green", "yellow": "is-amber", "red": "is-red", "grey": "is-grey"}
UNVERIFIED = {
    "text": "与公布的文本逐字核对过",
    "press": "只见于新闻报道或者网站摘要，引用前请核对原文",
    "memory": "依据原文未读到或者条次凭记忆，引用前请核对原文",
}
WORK_KINDS: dict[str, str] = {
    "change": "清单变动",
    "review": "待审核",
    "returned": "被退回",
    "cleanup": "清理",
    "keeping": "清单核对",
    "case": "案件",
    "receive": "待接收",
    "dispatch": "待推送实施",
    "consult": "会商",
    "reminder": "审核提示",
}


def label_of(value: str, enumeration: str) -> str:
    """The Chinese word of a value; the value itself where the enumeration does not know it."""
    return dict(LABELS[enumeration].choices).get(value, value)


def short_role(role: str) -> str:
    """A role as the head of the page shows it: 「信用监管」 for 信用监管机构."""
    return label_of(role, "role").removesuffix("机构")
