"""How cases, subjects, sanctions and consultations are shown; an identifier of a person only masked (R27, R47)."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from closedloop.deadlines import selectors as deadlines
from closedloop.rest.fields import Word
from measures.api.deadlines import DeadlineShownAnswer
from measures.models.vocabulary import PartyKind, TermKind

from .. import selectors, terms
from ..models import Case, CaseSubject, Consultation, Sanction
from ..models.vocabulary import CaseState, CauseKind, Certainty, PenaltyKind, SanctionState, Scheme


class SanctionTermAnswer(serializers.Serializer):
    """How long a sanction lasts."""

    kind = Word(TermKind)
    months = serializers.IntegerField(allow_null=True)
    lifetime = serializers.BooleanField()


class SanctionAnswer(serializers.Serializer):
    """One measure on one subject. Needs `endpoint` beside the rows."""

    id = serializers.UUIDField()
    case = serializers.CharField(source="case_id")
    measure = serializers.CharField(source="measure_id")
    version = serializers.IntegerField(source="version.number")
    name = serializers.CharField(source="version.name_zh")
    anchor_on = serializers.DateField(allow_null=True)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    term = serializers.SerializerMethodField()
    matters = serializers.ListField(child=serializers.CharField(), allow_null=True)
    certainty = Word(Certainty)
    reason = serializers.CharField(allow_blank=True)
    state = Word(SanctionState)
    in_force = serializers.SerializerMethodField(help_text="今天是否有效")
    statutory = serializers.BooleanField(source="version.statutory_term")

    @extend_schema_field(SanctionTermAnswer)
    def get_term(self, sanction: Sanction) -> Any:
        """Kind, months, lifetime."""
        return {"kind": sanction.version.term_kind, "months": sanction.term_months, "lifetime": sanction.lifetime}

    def get_in_force(self, sanction: Sanction) -> bool:
        """From recorded facts and today's date alone (I2)."""
        today: date = self.context["endpoint"].today
        dispatched = sanction.starts_on or today if sanction.state == SanctionState.DISPATCHED else None
        return terms.in_force(today, starts_on=sanction.starts_on, ends_on=sanction.ends_on, dispatched_on=dispatched)


class IdentifierAnswer(serializers.Serializer):
    """A code; of a person masked."""

    scheme = Word(Scheme)
    value = serializers.CharField()


class SubjectAnswer(serializers.Serializer):
    """A subject of a case."""

    id = serializers.UUIDField()
    subject = serializers.UUIDField(source="subject_id")
    kind = Word(PartyKind, source="subject.kind")
    name = serializers.CharField(source="name_zh")
    identifier = serializers.SerializerMethodField()
    role_zh = serializers.CharField(allow_blank=True)
    sanctions = SanctionAnswer(many=True)

    @extend_schema_field(IdentifierAnswer)
    def get_identifier(self, row: CaseSubject) -> Any:
        """Masked for persons."""
        return {"scheme": row.subject.scheme, "value": row.subject.masked}


class CauseAnswer(serializers.Serializer):
    """The document."""

    kind = Word(CauseKind)
    document_no = serializers.CharField()
    issuer = serializers.CharField()
    decided_on = serializers.DateField()
    received_on = serializers.DateField(allow_null=True)
    facts = serializers.CharField(allow_blank=True)
    legal_basis = serializers.CharField(allow_blank=True)
    penalty_kinds = serializers.ListField(child=Word(PenaltyKind))
    violation_type = serializers.CharField(allow_blank=True)


class ConsultationOpinionAnswer(serializers.Serializer):
    """What an invited agency said."""

    agency = serializers.CharField(source="agency_id")
    text = serializers.CharField()
    given_on = serializers.DateField()
    late = serializers.BooleanField()


class ConsultationAnswer(serializers.Serializer):
    """A consultation with its opinions."""

    id = serializers.UUIDField()
    question = serializers.CharField()
    opened_on = serializers.DateField()
    invited = serializers.SerializerMethodField()
    opinions = ConsultationOpinionAnswer(many=True)
    conclusion = serializers.CharField(allow_blank=True)
    concluded_on = serializers.DateField(allow_null=True)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_invited(self, consultation: Consultation) -> Any:
        """The codes of the invited."""
        return [row.agency_id for row in consultation.invitations.all()]


class CaseRowAnswer(serializers.Serializer):
    """A case as a list shows it. Needs `endpoint`, `deadlines`, `calendar` beside the rows."""

    case_no = serializers.CharField()
    state = Word(CaseState)
    transitions = serializers.SerializerMethodField(help_text="调用方现在可以办的")
    revision = serializers.IntegerField()
    producer = serializers.CharField(source="producer_id")
    receiver = serializers.CharField(source="receiver_id")
    cause = CauseAnswer()
    pushed_on = serializers.DateField(allow_null=True)
    received_on = serializers.DateField(allow_null=True)
    supersedes = serializers.CharField(source="supersedes_id", allow_null=True)
    note = serializers.CharField(allow_blank=True)
    deadlines = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_transitions(self, case: Case) -> Any:
        """What this caller may do now."""
        endpoint = self.context["endpoint"]
        return selectors.transitions_for(case, actor=endpoint.actor)

    @extend_schema_field(DeadlineShownAnswer(many=True))
    def get_deadlines(self, case: Case) -> Any:
        """What runs against the case."""
        found = self.context["deadlines"][("case", case.pk)]
        today, calendar = self.context["endpoint"].today, self.context["calendar"]
        return [DeadlineShownAnswer(deadlines.as_json(item, on=today, calendar=calendar)).data for item in found]


class CaseAnswer(CaseRowAnswer):
    """A case with its subjects, its consultations, and what a person should look at."""

    subjects = SubjectAnswer(many=True)
    consultations = ConsultationAnswer(many=True)
    warnings = serializers.SerializerMethodField(help_text="需要人核对的事项，不妨碍办理")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_warnings(self, case: Case) -> Any:
        """Those of the act that has just been done."""
        return list(getattr(case, "warnings", ()))


class SuggestionAnswer(serializers.Serializer):
    """A candidate measure; `ask`: shown, never preselected."""

    measure = serializers.CharField(source="version.measure_id")
    version = serializers.IntegerField(source="version.number")
    name = serializers.CharField(source="version.name_zh")
    certainty = Word(Certainty)
    because = serializers.ListField(child=serializers.CharField())


class SuggestedSubjectAnswer(serializers.Serializer):
    """The candidates for one subject, in the order sent."""

    name = serializers.CharField()
    kind = Word(PartyKind)
    suggestions = SuggestionAnswer(many=True)


class SuggestAnswer(serializers.Serializer):
    """The candidates of a whole case, and who would receive it."""

    subjects = SuggestedSubjectAnswer(many=True)


class TimelineEntryAnswer(serializers.Serializer):
    """Who did what, when, under which clause."""

    at = serializers.DateTimeField()
    on = serializers.DateField(source="legal_on")
    verb = serializers.CharField()
    verb_zh = serializers.SerializerMethodField()
    actor = serializers.CharField(source="actor_name")
    agency = serializers.CharField(source="agency_code", allow_blank=True)
    clause = serializers.CharField(allow_blank=True)
    detail = serializers.JSONField()

    def get_verb_zh(self, entry: Any) -> str:
        """The act in Chinese."""
        return self.context["sentence"](entry.verb)


class RevealAnswer(serializers.Serializer):
    """The full identifier, once."""

    value = serializers.CharField()
