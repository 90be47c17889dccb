"""What can be said about an identifier: its scheme, a remark, a judgement."""

from dataclasses import dataclass, field

USCC, ID_CARD, PASSPORT, OTHER = "uscc", "id_card", "passport", "other"
SCHEMES = {USCC: "统一社会信用代码", ID_CARD: "居民身份证", PASSPORT: "护照", OTHER: "其他证件"}


@dataclass(frozen=True)
class Remark:
    """One thing that was found: an English code, and in Chinese what to do. Never the identifier itself."""

    code: str
    words: str


Remarks = tuple[Remark, ...]


@dataclass(frozen=True)
class Judgement:
    """What was found about one identifier.

    `normal` is the value as it is stored and compared, `document` the kind of document that it was read as. `problems` forbid
    it, `warnings` ask a person to look, `repairs` tell what was changed on the way to `normal`. `suggestion` is the only valid
    value that one likely slip explains; it is shown, never taken over.
    """

    scheme: str
    normal: str = field(repr=False)
    document: str
    problems: Remarks = ()
    warnings: Remarks = ()
    repairs: Remarks = ()
    suggestion: str = field(default="", repr=False)

    @property
    def ok(self) -> bool:
        """Whether the value may be used."""
        return not self.problems
