"""Errors with names. Each says in Chinese what to do next; `closedloop.rest` and the portal turn them into HTTP in one place each."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where (a JSON pointer), what (an English code), and what to do (Chinese)."""

    pointer: str
    code: str
    detail: str
    clause: str = ""

    def as_json(self) -> dict[str, str]:
        """The problem as api.md prints it; an empty clause is left out."""
        return {key: value for key, value in asdict(self).items() if value or key == "pointer"}


class DomainError(Exception):
    """Something that the opinion, the law or the state of a record does not allow."""

    kind = "invalid"
    code = "invalid"
    title = "请求不能受理"

    def __init__(self, message: str, *, clause: str = "", problems: tuple[Problem, ...] = (), code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.clause = clause
        self.problems = problems
        self.code = code or self.code


class InvalidInput(DomainError):
    """The shape, a check character or a code is wrong; every problem at once (HTTP 400)."""

    kind = "invalid"
    code = "invalid_input"
    title = "填写有误"


class RuleViolated(DomainError):
    """The input is well formed but a rule of the opinion or of the law forbids it (HTTP 422)."""

    kind = "rule"
    code = "rule_violated"
    title = "不符合规定"


class Forbidden(DomainError):
    """This actor may not do this (HTTP 403)."""

    kind = "forbidden"
    code = "forbidden"
    title = "无权办理"


class NotFound(DomainError):
    """Not there, or not visible to this agency (HTTP 404)."""

    kind = "not_found"
    code = "not_found"
    title = "没有找到"


class WrongState(DomainError):
    """The state does not allow it, or somebody else was faster (HTTP 409)."""

    kind = "conflict"
    code = "wrong_state"
    title = "状态不允许"


# What each kind is in HTTP, for the API and for the pages.
STATUS: dict[str, int] = {
    InvalidInput.kind: 400,
    Forbidden.kind: 403,
    NotFound.kind: 404,
    WrongState.kind: 409,
    RuleViolated.kind: 422,
}
