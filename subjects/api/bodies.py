"""What a request may say about cases. The case itself is judged by subjects.intake, here as in the portal."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from closedloop.rest.fields import Strict, Text, Word
from measures.models.vocabulary import PartyKind

from ..models.vocabulary import CauseKind, PenaltyKind, Scheme


class CauseShape(serializers.Serializer):
    """The document that brings the measures with it. For the document only: it is judged by subjects.intake."""

    kind = Word(CauseKind)
    document_no = serializers.CharField()
    issuer = serializers.CharField(required=False, help_text="作出机关；本机构作出的可以不填")
    decided_on = serializers.DateField()
    received_on = serializers.DateField(required=False, allow_null=True, help_text="外单位文书的接收日期")
    facts = serializers.CharField(required=False)
    legal_basis = serializers.CharField(required=False)
    penalty_kinds = serializers.ListField(child=Word(PenaltyKind), required=False)
    violation_type = serializers.CharField(required=False)


class IdentifierShape(serializers.Serializer):
    """A code or the number of a document."""

    scheme = Word(Scheme)
    value = serializers.CharField()


class SanctionShape(serializers.Serializer):
    """One measure on one subject."""

    measure = serializers.CharField()
    anchor_on = serializers.DateField(required=False, allow_null=True)
    term_months = serializers.JSONField(required=False, help_text='月数；终身为 "lifetime"')
    matters = serializers.ListField(child=serializers.CharField(), required=False, allow_null=True)
    reason = serializers.CharField(required=False, allow_null=True)


class SubjectShape(serializers.Serializer):
    """One subject with its measures."""

    kind = Word(PartyKind)
    name = serializers.CharField()
    identifier = IdentifierShape()
    role_zh = serializers.CharField(required=False)
    sanctions = SanctionShape(many=True, required=False)


@extend_schema_field(CauseShape)
class CauseField(serializers.JSONField):
    """The cause as sent."""


@extend_schema_field(SubjectShape(many=True))
class SubjectsField(serializers.JSONField):
    """The subjects as sent."""


@extend_schema_field(serializers.CharField())
class ReceiverField(serializers.JSONField):
    """The receiver as sent."""


class CaseBody(Strict):
    """A case as sent; every fault of its shape is reported together, with its pointer."""

    cause = CauseField(required=False)
    subjects = SubjectsField(required=False)
    receiver = ReceiverField(required=False, help_text="接收的业务主管机构；留空由系统按措施的主管机构建议")


@extend_schema_field(serializers.IntegerField())
class RevisionField(serializers.JSONField):
    """The revision on which the edit was made."""

    default_error_messages = {"type": "应为整数：修改所依据的 revision"}

    def to_internal_value(self, data: Any) -> Any:
        """Takes a whole number."""
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("type")
        return data


class CaseRevisionBody(CaseBody):
    """The whole draft as it shall be; `revision` is the one that was read, so that a stale edit is refused."""

    revision = RevisionField(required=False)


class ConsultBody(Strict):
    """Whom to ask what."""

    invite = serializers.ListField(child=Text(max_length=32), help_text="受邀机构的代码")
    question = Text(max_length=4000)


class ConclusionBody(Strict):
    """What the initiator concludes."""

    conclusion = Text(max_length=4000)


class OpinionTextBody(Strict):
    """What an invited agency says."""

    text = Text(max_length=4000)


class CaseReasonBody(Strict):
    """Why."""

    reason = Text(max_length=1000)


class PurposeBody(Strict):
    """For what a full identifier is looked at."""

    purpose = Text(max_length=200)
