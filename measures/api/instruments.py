"""The law on which the lists rest (C1.3, B10)."""

from typing import Any

from closedloop.rest.endpoint import Endpoint, Query, acts, lists, reads

from .. import selectors, services
from ..models import Instrument as InstrumentRow
from .answers import ImpactAnswer, InstrumentAnswer
from .bodies import InstrumentAmendmentBody, InstrumentBody, InstrumentEndBody
from .queries import InstrumentQuery, OnQuery


class Instruments(Endpoint):
    """Laws and documents."""

    @lists(query=InstrumentQuery, answers=InstrumentAnswer, by=("code",))
    def get(self, asked: dict[str, Any]) -> Any:
        """依据文件，附今天有多少项措施以它为依据。"""
        return selectors.instruments(q=asked["q"], level=asked["level"], live_on=asked.get("live_on"))

    @acts(body=InstrumentBody, answers=InstrumentAnswer, status=201)
    def post(self, said: dict[str, Any]) -> Any:
        """登记依据文件。由市局法制机构办理。"""
        return counted(services.register_instrument(said, actor=self.actor, on=self.today))


class Instrument(Endpoint):
    """One law or document."""

    @reads(query=Query, answers=InstrumentAnswer)
    def get(self, asked: dict[str, Any], code: str) -> Any:
        """一份依据文件。"""
        return counted(selectors.instrument(code))


class Impact(Endpoint):
    """What rests on a law."""

    @reads(query=OnQuery, answers=ImpactAnswer)
    def get(self, asked: dict[str, Any], code: str) -> Any:
        """哪些措施、多少在效的惩戒以这份文件为依据；没有它，哪些措施再无适格依据。"""
        return selectors.impact_of(selectors.instrument(code), on=asked.get("on", self.today))


class Amendment(Endpoint):
    """Correcting an entry."""

    @acts(body=InstrumentAmendmentBody, answers=InstrumentAnswer)
    def post(self, said: dict[str, Any], code: str) -> Any:
        """修订依据文件的登记，没写的项不变。由市局法制机构办理。"""
        return counted(services.amend_instrument(code, fields=said, actor=self.actor, on=self.today))


class End(Endpoint):
    """Recording that a law ends."""

    @acts(body=InstrumentEndBody, answers=InstrumentAnswer)
    def post(self, said: dict[str, Any], code: str) -> Any:
        """登记依据文件的最后有效日；以它为依据的措施，主管机构会收到清理任务。由市局法制机构办理。"""
        return counted(services.end_instrument(code, actor=self.actor, on=self.today, **said))


def counted(instrument: InstrumentRow) -> Any:
    """An instrument with how many measures rest on it."""
    return selectors.instruments().get(pk=instrument.pk)
