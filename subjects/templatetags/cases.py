"""`{% load cases %}`: small questions of the pages of cases."""

from django import template

from subjects.models import Consultation, Invitation

register = template.Library()


@register.filter
def silent(consultation: Consultation) -> list[Invitation]:
    """Who was invited and has said nothing; asks nothing of the database where both are prefetched."""
    heard = {opinion.agency_id for opinion in consultation.opinions.all()}
    return [row for row in consultation.invitations.all() if row.agency_id not in heard]
