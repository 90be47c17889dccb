"""`{% load files %}`: what a page may offer beside the documents of a case."""

from django import template

from closedloop.orgs.actor import Actor
from subjects.models import Case
from subjects.selectors import refusal_of
from subjects.services.attachments import MEBIBYTE, PER_CASE_MAX, SIZE_MAX

register = template.Library()


@register.filter
def takes_files_of(case: Case, actor: Actor) -> bool:
    """Whether this actor may add a document now; asks nothing of the database where consultations are prefetched."""
    return refusal_of(case, act="attach", actor=actor) is None


@register.simple_tag
def file_limits() -> str:
    """The limits in words."""
    return f"PDF、PNG、JPEG、Word（不含宏），每份不超过 {SIZE_MAX // MEBIBYTE} MB，一个案件最多 {PER_CASE_MAX} 份"
