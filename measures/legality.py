"""The legality gate (B11) and the baseline checks of law/rules.md §1 and §11: may this content stand on the list from that day?"""

from collections.abc import Iterator
from datetime import date

from closedloop.errors import Problem

from .content import Content
from .models import Instrument
from .models.vocabulary import STATUTORY_LEVELS, InstrumentLevel, PartyKind, TermKind, TermSource, Verified
from .names import Names

STATUTORY_KINDS = (TermKind.FIXED, TermKind.RANGE, TermKind.LIFETIME)
PLACE = "/proposal"


def objections(content: Content, *, effective_on: date, names: Names) -> list[Problem]:
    """Why this content cannot stand from `effective_on`; nothing: it can. C1.3, C2.7.3b; rules.md 1.1, 1.2, 11.1, 11.3, 11.6.

    A basis that ended is always refused; one that begins later may stand beside one that is in force, so that one hands over to the other.
    """
    cited = [names.instruments[basis["instrument"]] for basis in content["bases"]]
    return [
        *_ended(cited, effective_on=effective_on),
        *_without_basis(cited, effective_on=effective_on),
        *_term_faults(content, names=names),
        *_party_faults(content, names=names),
    ]


def is_statutory(content: Content, *, names: Names) -> bool:
    """Whether a law or an administrative regulation sets a definite term (C2.7.3b, rules.md 11.1)."""
    levels = {names.instruments[basis["instrument"]].level for basis in content["bases"] if basis.get("is_term_basis")}
    return content["term"]["kind"] in STATUTORY_KINDS and bool(levels & STATUTORY_LEVELS)


def verification(content: Content, *, names: Names) -> str:
    """The weakest reading among the bases of the term, else among those of the highest rank (law/README.md "Verification")."""
    bases = [basis for basis in content["bases"] if basis.get("is_term_basis")]
    if not bases:
        ranks = InstrumentLevel.values
        best = min(ranks.index(names.instruments[basis["instrument"]].level) for basis in content["bases"])
        bases = [basis for basis in content["bases"] if ranks.index(names.instruments[basis["instrument"]].level) == best]
    order = list(Verified.values)
    return max((basis.get("verified") or Verified.MEMORY for basis in bases), key=order.index)


def _ended(cited: list[Instrument], *, effective_on: date) -> Iterator[Problem]:
    for index, instrument in enumerate(cited):
        if instrument.in_force_to is not None and instrument.in_force_to < effective_on:
            words = f"《{instrument.title_zh}》的所引条款只施行到 {instrument.in_force_to}，生效日已无此依据，请改引现行条款"
            yield Problem(f"{PLACE}/bases/{index}", "basis_ended", words, "C1.3")


def _without_basis(cited: list[Instrument], *, effective_on: date) -> Iterator[Problem]:
    live = [instrument for instrument in cited if instrument.is_live(effective_on)]
    coming = [instrument for instrument in cited if instrument.in_force_from and instrument.in_force_from > effective_on]
    if any(instrument.qualifies for instrument in live):
        return
    for instrument in coming:
        words = f"《{instrument.title_zh}》自 {instrument.in_force_from} 起施行，生效日尚无此依据，请推迟生效日或者改引现行条款"
        yield Problem(f"{PLACE}/bases/{cited.index(instrument)}", "basis_not_yet", words, "C1.3")
    if live:
        words = "依据只有部门规章或者规范性文件，须补充法律、法规或者党中央、国务院政策文件作为依据后才能通过"
        yield Problem(f"{PLACE}/bases", "only_departmental", words, "C1.3")
    else:
        yield Problem(f"{PLACE}/bases", "no_live_basis", "生效日没有任何在施行的依据，不能列入清单，请补充依据", "C1.3")


def _term_faults(content: Content, *, names: Names) -> Iterator[Problem]:
    term_bases = [basis for basis in content["bases"] if basis.get("is_term_basis")]
    source = content["term"]["source"]
    if source == TermSource.PROPOSAL and term_bases:
        words = "期限为本清单拟定的，不能再标期限依据：请改期限来源，或者去掉期限依据的标记"
        yield Problem(f"{PLACE}/term/source", "proposal_with_basis", words, "C2.7.3b")
    if source == TermSource.LAW and not any(
        names.instruments[basis["instrument"]].level in STATUTORY_LEVELS for basis in term_bases
    ):
        words = "期限来源写法律、行政法规的，须把规定期限的法律、行政法规条款标为期限依据"
        yield Problem(f"{PLACE}/term/source", "law_without_basis", words, "C2.7.3b")


def _party_faults(content: Content, *, names: Names) -> Iterator[Problem]:
    kinds = set(content["party_kinds"])
    for index, code in enumerate(content["matters"]):
        matter = names.matters[code]
        if kinds.isdisjoint(matter.party_kinds):
            words = f"事项“{matter.name_zh}”的对象与本措施的对象没有交集，请改对象或者事项"
            yield Problem(f"{PLACE}/matters/{index}", "party_kinds", words, "C2.1a")
    if content["person_roles"] and PartyKind.PERSON not in kinds:
        words = "写了个人身份，但对象里没有个人：请选择个人，或者去掉个人身份"
        yield Problem(f"{PLACE}/person_roles", "party_kinds", words, "C2.1a")
