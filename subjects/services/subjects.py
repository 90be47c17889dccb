"""Registering a subject once under its identifier; revealing a person's identifier as an act of its own (R28)."""

import uuid

from django.db import IntegrityError, transaction

from closedloop.errors import Forbidden, InvalidInput, Problem
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.orgs.actor import Actor
from closedloop.workdays import clock
from measures.models.vocabulary import PartyKind

from .. import identifiers, vault
from ..models import Subject
from ..selectors.cases import may_reveal

declare({"subject.registered": "登记对象", "subject.revealed": "查看完整证件号码", "vault.rotated": "更换证件号码密钥"})
CHUNK = 500


def find(scheme: str, *, value: str) -> Subject | None:
    """The subject under an identifier in its normal form, by the blind index; a name is never asked."""
    return Subject.objects.filter(scheme=scheme, blind_index__in=vault.blind_indexes(f"{scheme}:{value}")).first()


@transaction.atomic
def register(kind: str, *, scheme: str, value: str, name: str, actor: Actor) -> Subject:
    """The subject under this identifier, made on first use; two at once make one."""
    found = find(scheme, value=value)
    if found is not None:
        return found
    person = kind == PartyKind.PERSON
    subject = Subject(
        kind=kind,
        scheme=scheme,
        name_zh=name,
        identifier="" if person else value,
        blind_index=vault.blind_index(f"{scheme}:{value}"),
        masked=identifiers.mask(scheme, value) if person else value,
        created_at=clock.now(),
    )
    if person:
        subject.sealed = vault.encrypt(value, about=str(subject.pk))
    try:
        with transaction.atomic():
            subject.save(force_insert=True)
    except IntegrityError:
        return Subject.objects.get(scheme=scheme, blind_index=subject.blind_index)
    journal.record(subject, "subject.registered", actor=actor, detail={"kind": kind, "scheme": scheme})
    return subject


@transaction.atomic
def reveal(subject: Subject, *, actor: Actor, purpose: str) -> str:
    """The full identifier of a person, for a purpose that is on record, to whoever produces, receives or oversees a case of it (R28)."""
    if not may_reveal(subject, actor=actor):
        raise Forbidden(
            "完整证件号码只给案件的产生机构、接收机构和监督机构查看；需要核对的，请联系产生机构", code="not_for_invited"
        )
    if not purpose.strip():
        problem = Problem("/purpose", "required", "请写明查看完整证件号码的用途，查看会留痕")
        raise InvalidInput(problem.detail, problems=(problem,))
    journal.record(subject, "subject.revealed", actor=actor, detail={"purpose": purpose.strip()[:200]})
    return vault.decrypt(subject.sealed, about=str(subject.pk)) if subject.is_person else subject.identifier


def rotate_keys() -> tuple[int, int]:
    """Puts every identifier under the first key, a chunk in a transaction; safe to repeat. Returns changed and unchanged (R28)."""
    changed, kept, after = 0, 0, None
    while rows := _chunk(after):
        done = _rotate(rows)
        changed, kept, after = changed + done, kept + len(rows) - done, rows[-1]
    if changed:
        journal.record(("vault", vault.keyring()[0].id), "vault.rotated", actor=Actor.system(), detail={"changed": changed})
    return changed, kept


def _chunk(after: uuid.UUID | None) -> list[uuid.UUID]:
    found = Subject.objects.order_by("pk")
    found = found.filter(pk__gt=after) if after else found
    return list(found.values_list("pk", flat=True)[:CHUNK])


@transaction.atomic
def _rotate(keys: list[uuid.UUID]) -> int:
    current, done = vault.keyring()[0].id, 0
    for subject in Subject.objects.select_for_update().filter(pk__in=keys):
        if vault.key_id_of(subject.blind_index) == current and (
            not subject.is_person or vault.key_id_of(subject.sealed) == current
        ):
            continue
        value = vault.decrypt(subject.sealed, about=str(subject.pk)) if subject.is_person else subject.identifier
        subject.blind_index = vault.blind_index(f"{subject.scheme}:{value}")
        subject.sealed = vault.reencrypt(subject.sealed, about=str(subject.pk)) if subject.is_person else ""
        subject.save(update_fields=["blind_index", "sealed"])
        done += 1
    return done
