"""Every verb of the journal with its sentence, declared once by the app that uses it."""

VERBS: dict[str, str] = {}


def declare(verbs: dict[str, str]) -> None:
    """Makes verbs known; a verb that nobody declared cannot be recorded."""
    VERBS.update(verbs)


def sentence(verb: str) -> str:
    """The Chinese sentence of a verb, for timelines and for the audit page."""
    return VERBS.get(verb, verb)
