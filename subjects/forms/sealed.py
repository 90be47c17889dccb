"""A person's identifier between two pages of the intake form: only sealed for the one who typed it, never in clear (R27, R28)."""

from datetime import date

from django.views.decorators.debug import sensitive_variables

from closedloop.orgs.actor import Actor

from .. import identifiers, vault
from ..models import Subject

SEPARATORS = " -\u3000"


@sensitive_variables()
def seal(value: str, *, actor: Actor) -> str:
    """What a page carries in the place of the identifier; it opens for this account alone."""
    return vault.encrypt(value, about=_about(actor))


@sensitive_variables()
def unseal(token: str, *, actor: Actor) -> str:
    """The identifier again; nothing where the token was altered, is another account's or its key is gone."""
    try:
        return vault.decrypt(token, about=_about(actor)) if token else ""
    except vault.VaultError:
        return ""


@sensitive_variables()
def sealed_of(subject: Subject, *, actor: Actor) -> str:
    """The identifier of a stored person, sealed for whoever edits the draft; nobody gets to see it."""
    return seal(vault.decrypt(subject.sealed, about=str(subject.pk)), actor=actor)


@sensitive_variables()
def may_be_shown(scheme: str, value: str, *, on: date) -> bool:
    """Whether a typed value may stand in the page as it was typed: a code of an organisation, right or nearly so, no number of a person."""
    if scheme not in ("", identifiers.USCC):
        return False
    if identifiers.judge(identifiers.USCC, value, on=on).ok:
        return True
    letters = [sign for sign in identifiers.normalise(value).text[:-1] if sign.isalpha()]
    return identifiers.kind_of(value) in ("", identifiers.USCC) and bool(letters)


def _about(actor: Actor) -> str:
    return f"intake:{actor.user_id}"
