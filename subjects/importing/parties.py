"""Who was punished: the party's category and identifier, the representative, the agency; judged by `subjects.identifiers`."""

import re
from datetime import date
from functools import lru_cache

from subjects.identifiers import ID_CARD, OTHER, PASSPORT, USCC, Judgement, judge, resident, uscc
from subjects.identifiers.normal import looks_scientific
from subjects.importing import codes
from subjects.importing.drafts import CODES, JUDGED_CODES, Draft

ENTERPRISE, OTHER_ORGANIZATION, INDIVIDUAL, PERSON = "enterprise", "other_organization", "individual_business", "person"
INDIVIDUAL_PREFIX, ENTERPRISE_PREFIX = "92", "91"
PLAIN_CODES = CODES - JUDGED_CODES
_DOCUMENTS = {codes.RESIDENT_ID: ID_CARD, "护照号": PASSPORT, "统一社会信用代码": USCC}
# Problems that make a person look instead of turning the row away: nothing is wrong with what is known.
_DOUBTS = frozenset({"masked"})
_OLD_NAMES = ("工商行政管理局", "工商局", "质监局", "质量技术监督局", "食药监局", "食品药品监督管理局", "药监局", "物价局")
_SHORT = re.compile(rf"(市监局|市场监管局|{'|'.join(_OLD_NAMES)}|^.?[区县市]局)$")
_FULL = (("市场监管局", "市场监督管理局"), ("市监局", "市场监督管理局"), ("工商行政管理局", "市场监督管理局"))


def check(draft: Draft, *, on: date) -> None:
    """The party, its identifiers, its representative, the deciding agency."""
    _check_category(draft)
    if draft.party == codes.PERSON:
        _check_person(draft, on=on)
    elif draft.party:
        _check_organisation(draft, on=on)
    _check_representative(draft, on=on)
    _check_other_codes(draft)
    _check_offices(draft, on=on)


def kind_of(draft: Draft) -> str:
    """The kind of subject, in the words of api.md."""
    if draft.party == codes.PERSON:
        return PERSON
    if draft.party == codes.INDIVIDUAL:
        return INDIVIDUAL
    return ENTERPRISE if draft.get("uscc").startswith(ENTERPRISE_PREFIX) else OTHER_ORGANIZATION


def _check_category(draft: Draft) -> None:
    text = draft.get("party_category")
    if not text:
        return
    draft.party = codes.party(text)
    if not draft.party:
        draft.reject("party_category", code="party_number" if text.isdecimal() else "party_category")
    elif draft.party != text:
        draft.change("party_category", to=draft.party, codes=("alias",))


def _check_organisation(draft: Draft, *, on: date) -> None:
    draft.scheme = USCC
    if draft.party == codes.LEGAL_ENTITY and draft.get("person_id_no"):
        draft.review("person_id_no", code="id_for_organisation")
    code = draft.get("uscc")
    if not code:
        draft.reject("uscc", code="no_uscc", party=draft.party)
        return
    if _is_plain(code) or _judge_code(draft, judged=judge(USCC, code, on=on)):
        individual = draft.get("uscc").startswith(INDIVIDUAL_PREFIX)
        if individual != (draft.party == codes.INDIVIDUAL):
            draft.review("party_category", code="category_differs")


def _is_plain(code: str) -> bool:
    """Whether there is nothing at all to say about a code: so it is with most, and this is the quick way to know."""
    return not uscc.problems(code) and not uscc.warnings(code)


def _judge_code(draft: Draft, *, judged: Judgement) -> bool:
    """What there is to say about the party's code; whether it may be used."""
    _take_over(draft, field="uscc", judged=judged)
    for problem in judged.problems:
        allowed = problem.code in _DOUBTS or (problem.code == "placeholder" and draft.party == codes.INDIVIDUAL)
        hint = f"（可能是 {judged.suggestion}，请核对证书）" if judged.suggestion else ""
        (draft.review if allowed else draft.reject)("uscc", code=problem.code, words=problem.words + hint)
    for warning in judged.warnings:
        draft.review("uscc", code=warning.code, words=warning.words)
    return judged.ok


def _check_person(draft: Draft, *, on: date) -> None:
    if draft.get("uscc"):
        draft.reject("uscc", code="person_with_uscc")
    if not draft.get("person_id_no"):
        draft.reject("person_id_no", code="person_without_id")
        return
    judged = _document(draft, number="person_id_no", kind="person_id_type", on=on)
    draft.scheme = judged.scheme
    for problem in judged.problems:
        (draft.review if problem.code in _DOUBTS else draft.reject)("person_id_no", code=problem.code, words=problem.words)
    for warning in judged.warnings:
        draft.review("person_id_no", code=warning.code, words=warning.words)


def _check_representative(draft: Draft, *, on: date) -> None:
    if draft.party == codes.LEGAL_ENTITY and not draft.get("legal_rep"):
        draft.review("legal_rep", code="no_legal_rep")
    number = draft.get("legal_rep_id_no")
    if not number or (draft.get("legal_rep_id_type") == codes.RESIDENT_ID and not resident.problems(number, on=on)):
        return
    judged = _document(draft, number="legal_rep_id_no", kind="legal_rep_id_type", on=on)
    for problem in judged.problems:
        draft.review("legal_rep_id_no", code=problem.code, words=problem.words)


def _document(draft: Draft, *, number: str, kind: str, on: date) -> Judgement:
    """The document by its written kind; without one a valid resident number speaks for itself, any other is looked at."""
    written = draft.get(kind)
    known = codes.document(written) if written else ""
    if not known:
        as_resident = judge(ID_CARD, draft.get(number), on=on)
        if as_resident.ok:
            known = codes.RESIDENT_ID
            draft.change(kind, to=known, codes=("type_from_number",))
        elif not {problem.code for problem in as_resident.problems} & {"masked", "scientific"}:
            draft.review(kind, code="id_type")
    elif known != written:
        draft.change(kind, to=known, codes=("alias",))
    judged = judge(_DOCUMENTS.get(known, OTHER), draft.get(number), on=on)
    _take_over(draft, field=number, judged=judged)
    return judged


def _take_over(draft: Draft, *, field: str, judged: Judgement) -> None:
    """The normal writing of an identifier, with the repairs that led there."""
    if judged.normal and judged.normal != draft.get(field):
        draft.change(
            field,
            to=judged.normal,
            codes=tuple(remark.code for remark in judged.repairs),
            words=tuple(remark.words for remark in judged.repairs),
        )


def _check_other_codes(draft: Draft) -> None:
    """Codes without a check of their own may at least not have been turned into a number."""
    for field in PLAIN_CODES & draft.values.keys():
        text = draft.values[field]
        if "E" in text.upper() and looks_scientific(text):
            draft.reject(field, code="digits_lost")


def _check_offices(draft: Draft, *, on: date) -> None:
    name = draft.get("agency_name")
    if name and _is_short(name):
        full = _full(name)
        draft.review("agency_name", code="short_agency", meant=f"（例如「{full}」）" if full != name else "")
    for field in ("agency_uscc", "source_org_uscc"):
        code = draft.get(field)
        if code:
            judged = _office(code, on)
            _take_over(draft, field=field, judged=judged)
            for problem in judged.problems:
                draft.review(field, code="office_code", words=problem.words)


@lru_cache(maxsize=5_000)
def _office(code: str, on: date) -> Judgement:
    """Agencies stand in thousands of rows; an agency's code is public, so it may be remembered here."""
    return judge(USCC, code, on=on)


@lru_cache(maxsize=5_000)
def _is_short(name: str) -> bool:
    return bool(_SHORT.search(name))


def _full(name: str) -> str:
    for short, full in _FULL:
        if name.endswith(short):
            return name.removesuffix(short) + full
    return name
