"""Shapes that requests and answers share."""

from rest_framework import serializers

from closedloop.rest.fields import Word

from ..models.vocabulary import Effect, ImplementingLevel, PartyKind, TermKind, TermSource, Verified


class TermShape(serializers.Serializer):
    """How long a measure lasts."""

    kind = Word(TermKind, required=False)
    min_months = serializers.IntegerField(required=False, allow_null=True)
    max_months = serializers.IntegerField(required=False, allow_null=True)
    until_condition = serializers.CharField(required=False, allow_blank=True)
    cap_months = serializers.IntegerField(required=False, allow_null=True)
    anchor = serializers.CharField(required=False)
    text = serializers.CharField(required=False)
    source = Word(TermSource, required=False)


class BasisShape(serializers.Serializer):
    """An article of an instrument."""

    instrument = serializers.CharField()
    article = serializers.CharField()
    is_term_basis = serializers.BooleanField(required=False, allow_null=True)
    verified = Word(Verified, required=False)


class ProposalShape(serializers.Serializer):
    """What a measure is to say. For the document only: it is judged by measures.proposal."""

    category = serializers.CharField(required=False)
    name = serializers.CharField(required=False)
    cause = serializers.CharField(required=False)
    party_kinds = serializers.ListField(child=Word(PartyKind), required=False)
    person_roles = serializers.ListField(child=serializers.CharField(), required=False)
    term = TermShape(required=False)
    owner_line = serializers.CharField(required=False)
    implementer_roles = serializers.ListField(child=serializers.CharField(), required=False)
    implementing_level = Word(ImplementingLevel, required=False)
    effect = Word(Effect, required=False)
    matters = serializers.ListField(child=serializers.CharField(), required=False)
    enhanced_parameters = serializers.DictField(required=False)
    must_narrow = serializers.BooleanField(required=False)
    bases = BasisShape(many=True, required=False)
    note = serializers.CharField(required=False, allow_blank=True)
