"""Cases: drafting, suggesting, pushing, receiving, returning, consulting (C2.2, C2.3a)."""

from typing import Any

from closedloop.deadlines import selectors as deadlines
from closedloop.errors import InvalidInput, Problem
from closedloop.journal import selectors as journal
from closedloop.journal.verbs import sentence
from closedloop.rest.endpoint import KEY_HEADER, Endpoint, ListQuery, Query, acts, lists, reads
from closedloop.rest.fields import Text, Word
from closedloop.workdays import selectors as workdays

from .. import selectors, services
from ..models import Case as CaseRow
from ..models.vocabulary import CaseState
from .answers import CaseAnswer, CaseRowAnswer, SuggestAnswer, TimelineEntryAnswer
from .bodies import CaseBody, CaseReasonBody, CaseRevisionBody, ConclusionBody, ConsultBody

BOXES = {"todo": "待办", "sent": "我发起", "done": "已办结"}
ENDED = (CaseState.RETURNED, CaseState.CLOSED, CaseState.WITHDRAWN)


class CaseQuery(ListQuery):
    """What narrows the cases."""

    state = Word(CaseState, default="")
    box = Word(BOXES, name="CaseBox", default="")
    q = Text(default="", max_length=100, help_text="文书号、案件编号、对象名称；证件号码不能放在网址里")


class CaseEndpoint(Endpoint):
    """What shows cases shows their deadlines and what the caller may do."""

    def beside(self, rows: list[Any]) -> dict[str, Any]:
        """The deadlines of all rows, asked for once."""
        return {"endpoint": self, "deadlines": deadlines.for_objects(rows), "calendar": workdays.current()}

    def again(self, case: CaseRow, *, warnings: tuple[str, ...] = ()) -> CaseRow:
        """The case as it is after an act, with what a person should look at."""
        found = selectors.whole(selectors.cases_for(self.actor)).get(pk=case.pk)
        vars(found)["warnings"] = warnings
        return found


class Cases(CaseEndpoint):
    """The cases that the caller may see."""

    @lists(query=CaseQuery, answers=CaseRowAnswer, by=("-created_at", "-case_no"))
    def get(self, asked: dict[str, Any]) -> Any:
        """案件：本机构产生的、推送给本机构的、邀请本机构会商的；信用监管、法制机构看本区划的，市局的看全部。"""
        return selectors.narrowed(selectors.cases_for(self.actor), actor=self.actor, **_named(asked))

    @acts(body=CaseBody, answers=CaseAnswer, status=201)
    def post(self, said: dict[str, Any]) -> Any:
        """登记案件，先为草拟。必须带 Idempotency-Key。处罚、撤销许可、撤销登记由执法、审批机构登记，外单位文书由信用监管机构登记。"""
        _refuse_keyless(self)
        made = services.draft_case(said, actor=self.actor, on=self.today)
        return self.again(made.case, warnings=made.warnings)


class Case(CaseEndpoint):
    """One case."""

    @reads(query=Query, answers=CaseAnswer)
    def get(self, asked: dict[str, Any], case_no: str) -> Any:
        """一个案件，连同对象、措施和会商。"""
        case = selectors.case_for(self.actor, case_no=case_no)
        return self.again(case, warnings=services.receiver_warnings(case))


class Timeline(CaseEndpoint):
    """Who did what to a case."""

    def beside(self, rows: list[Any]) -> dict[str, Any]:
        """The sentences of the journal's verbs."""
        return {"sentence": sentence}

    @lists(query=ListQuery, answers=TimelineEntryAnswer, by=("id",))
    def get(self, asked: dict[str, Any], case_no: str) -> Any:
        """案件的经过：谁、何机构、依哪一条、何时、办了什么。"""
        return journal.history(selectors.case_for(self.actor, case_no=case_no))


class Suggest(CaseEndpoint):
    """From a cause to candidate measures."""

    def beside(self, rows: list[Any]) -> dict[str, Any]:
        """Nothing is needed beside the suggestions."""
        return {}

    @acts(body=CaseBody, answers=SuggestAnswer)
    def post(self, said: dict[str, Any]) -> Any:
        """按事由建议措施，说明理由和把握；不保存任何内容。措施可以不填。"""
        return services.suggest_measures(said, on=self.today)


class Revise(CaseEndpoint):
    """The draft as it is sent now takes the place of the draft as it was."""

    @acts(body=CaseRevisionBody, answers=CaseAnswer)
    def post(self, said: dict[str, Any], case_no: str) -> Any:
        """修改草拟的案件：发送全部内容；revision 与现有的不同则拒绝（409）。由产生机构办理。"""
        revision = said.pop("revision", None)
        made = services.revise_case(case_no, body=said, revision=revision, actor=self.actor, on=self.today)
        return self.again(made.case, warnings=made.warnings)


class Correct(CaseEndpoint):
    """A new draft in the place of what was pushed or returned."""

    @acts(body=CaseBody, answers=CaseAnswer, status=201)
    def post(self, said: dict[str, Any], case_no: str) -> Any:
        """更正已推送或者被退回的案件：原案件撤回留存，另立草拟。由产生机构办理。"""
        made = services.correct_case(case_no, body=said, actor=self.actor, on=self.today)
        return self.again(made.case, warnings=made.warnings)


class Push(CaseEndpoint):
    """Draft → pushed."""

    @acts(answers=CaseAnswer)
    def post(self, said: dict[str, Any], case_no: str) -> Any:
        """推送给业务主管机构，接收和推送实施的期限随之起算。由产生机构办理。"""
        return self.again(services.push_case(case_no, actor=self.actor, on=self.today))


class Receive(CaseEndpoint):
    """Pushed → received."""

    @acts(answers=CaseAnswer)
    def post(self, said: dict[str, Any], case_no: str) -> Any:
        """接收。由接收的业务主管机构办理。"""
        return self.again(services.receive_case(case_no, actor=self.actor, on=self.today))


class Return(CaseEndpoint):
    """Pushed or received → returned."""

    @acts(body=CaseReasonBody, answers=CaseAnswer)
    def post(self, said: dict[str, Any], case_no: str) -> Any:
        """退回，须写明理由；案件的措施随之撤回。由接收的业务主管机构办理。"""
        return self.again(services.return_case(case_no, actor=self.actor, on=self.today, **said))


class Withdraw(CaseEndpoint):
    """Draft or pushed → withdrawn."""

    @acts(body=CaseReasonBody, answers=CaseAnswer)
    def post(self, said: dict[str, Any], case_no: str) -> Any:
        """撤回，接收以前都可以。由产生机构办理。"""
        return self.again(services.withdraw_case(case_no, actor=self.actor, on=self.today, **said))


class Consult(CaseEndpoint):
    """Asks others about a draft."""

    @acts(body=ConsultBody, answers=CaseAnswer)
    def post(self, said: dict[str, Any], case_no: str) -> Any:
        """提请会商，推送期限延至同一起算日起 15 个工作日；须在 3 个工作日内提请。由产生机构办理。"""
        services.consult(case_no, actor=self.actor, on=self.today, **said)
        return self.again(selectors.case_for(self.actor, case_no=case_no))


class Conclude(CaseEndpoint):
    """The initiator concludes."""

    @acts(body=ConclusionBody, answers=CaseAnswer)
    def post(self, said: dict[str, Any], case_no: str) -> Any:
        """作出会商结论，之后可以推送或者再次会商。由产生机构办理。"""
        services.conclude(case_no, actor=self.actor, on=self.today, **said)
        return self.again(selectors.case_for(self.actor, case_no=case_no))


def _named(asked: dict[str, Any]) -> dict[str, str]:
    return {name: asked[name] for name in ("state", "box", "q")}


def _refuse_keyless(endpoint: Endpoint) -> None:
    """Intake acts once for its key, so it must have one (R12)."""
    if not endpoint.request.headers.get(KEY_HEADER):
        words = "登记案件必须带 Idempotency-Key 请求头（例如一个 UUID），重发时用同一个，就不会登记两次"
        raise InvalidInput(words, problems=(Problem("", "idempotency_key_required", words),))
