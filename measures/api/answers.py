"""How the lists, their vocabulary and their law are shown."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from closedloop.opinion import Role
from closedloop.orgs.models import Agency
from closedloop.rest.fields import Word

from ..models import MeasureVersion
from ..models.vocabulary import (
    ChangeKind,
    Confidence,
    Effect,
    ImplementingLevel,
    InstrumentLevel,
    List,
    PartyKind,
    Status,
    TermKind,
    TermSource,
    Verified,
)

Strings = serializers.ListField(child=serializers.CharField())


class MeasureTermAnswer(serializers.Serializer):
    """How long a measure lasts, from what, and who says so."""

    kind = Word(TermKind, source="term_kind")
    min_months = serializers.IntegerField(source="term_min_months", allow_null=True)
    max_months = serializers.IntegerField(source="term_max_months", allow_null=True)
    anchor = serializers.CharField(source="term_anchor_id", help_text="起算事件代码")
    statutory = serializers.BooleanField(source="statutory_term", help_text="法律、行政法规规定了明确期限")
    text = serializers.CharField(source="term_text_zh")
    source = Word(TermSource, source="term_source")
    until_condition = serializers.CharField(allow_blank=True)
    cap_months = serializers.IntegerField(allow_null=True)


class MeasureBasisAnswer(serializers.Serializer):
    """The article of an instrument on which a measure rests."""

    instrument = serializers.CharField(source="instrument_id")
    level = Word(InstrumentLevel, source="instrument.level")
    article = serializers.CharField(source="article_zh")
    verified = Word(Verified)
    is_term_basis = serializers.BooleanField()
    title = serializers.CharField(source="instrument.title_zh")


class MeasureAnswer(serializers.Serializer):
    """What a measure says on a day. Needs `offices` beside the rows: business line to owning agency."""

    code = serializers.CharField(source="measure_id")
    list = Word(List, name="MeasureList", source="measure.list")
    category = serializers.CharField(source="category_id")
    name = serializers.CharField(source="name_zh")
    version = serializers.IntegerField(source="number")
    cause = serializers.CharField(source="cause_zh")
    party_kinds = serializers.ListField(child=Word(PartyKind))
    person_roles = serializers.ListField(child=serializers.CharField(), source="person_roles_zh")
    term = MeasureTermAnswer(source="*")
    matters = serializers.SerializerMethodField()
    implementer_roles = serializers.ListField(child=Word(Role, name="AgencyRole"))
    implementing_level = Word(ImplementingLevel)
    reported_upward = serializers.BooleanField(help_text="实施权在上级或者其他部门，须逐级上报")
    effect = Word(Effect)
    bases = MeasureBasisAnswer(many=True)
    effective_from = serializers.DateField()
    effective_to = serializers.DateField(allow_null=True, help_text="最后一天；没有后续版本的为 null")
    status = Word(Status, name="MeasureStatus")
    owner_line = serializers.CharField(source="owner_line_id")
    owner = serializers.SerializerMethodField(help_text="主管机构代码")
    must_narrow = serializers.BooleanField(help_text="适用时须收窄到涉案的许可、职业")
    verified = Word(Verified)
    confidence = Word(Confidence)
    enhanced_parameters = serializers.DictField()
    note = serializers.CharField(source="note_zh", allow_blank=True)

    @extend_schema_field(Strings)
    def get_matters(self, version: MeasureVersion) -> Any:
        """The codes of its matters."""
        return [matter.pk for matter in version.matters.all()]

    def get_owner(self, version: MeasureVersion) -> str | None:
        """The city's office that owns this part of the lists."""
        office: Agency | None = self.context["offices"].get(version.owner_line_id)
        return office.pk if office else None


class VersionReviewAnswer(serializers.Serializer):
    """One of the two reviews that a version passed."""

    side = serializers.CharField()
    verdict = serializers.CharField()
    opinion = serializers.CharField(allow_blank=True)
    agency = serializers.CharField(source="agency_id")
    reviewed_at = serializers.DateTimeField()


class VersionChangeAnswer(serializers.Serializer):
    """The change from which a version came."""

    id = serializers.UUIDField()
    kind = Word(ChangeKind)
    reason = serializers.CharField()
    owner = serializers.CharField(source="owner_id")
    proposed_by = serializers.CharField(source="proposer.name_zh")
    reviews = VersionReviewAnswer(many=True)


class MeasureVersionAnswer(MeasureAnswer):
    """One version of a measure, with the change from which it came; a repeal carries the words that it ended."""

    repeals = serializers.BooleanField(help_text="自生效日起废止")
    change = serializers.SerializerMethodField()

    @extend_schema_field(VersionChangeAnswer(allow_null=True))
    def get_change(self, version: MeasureVersion) -> Any:
        """Nothing for what was there from the beginning."""
        change = getattr(version, "change", None)
        return VersionChangeAnswer(change).data if change else None


class FieldChangeAnswer(serializers.Serializer):
    """One field before and after, in Chinese."""

    name = serializers.CharField()
    label = serializers.CharField()
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class DifferenceAnswer(serializers.Serializer):
    """A measure that says something else on the second day than on the first."""

    code = serializers.CharField()
    kind = Word(ChangeKind)
    before = MeasureAnswer(allow_null=True)
    after = MeasureAnswer(allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        """`fields` is a word of serializers and cannot be an attribute."""
        return super().get_fields() | {"fields": FieldChangeAnswer(many=True)}


class MatterAnswer(serializers.Serializer):
    """What may be asked about."""

    code = serializers.CharField()
    name = serializers.CharField(source="name_zh")
    group = serializers.CharField(source="group_zh")
    party_kinds = serializers.ListField(child=Word(PartyKind))
    clause = serializers.CharField()
    description = serializers.CharField(source="description_zh")


class AgencyAnswer(serializers.Serializer):
    """Who acts."""

    code = serializers.CharField()
    name = serializers.CharField(source="name_zh")
    short_name = serializers.CharField(source="short_name_zh")
    level = Word(Agency.Level, name="AgencyLevel")
    division = serializers.CharField(source="division_id", allow_null=True)
    parent = serializers.CharField(source="parent_id", allow_null=True)
    roles = serializers.SerializerMethodField()
    lines = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=Word(Role, name="AgencyRole")))
    def get_roles(self, agency: Agency) -> Any:
        """In the order of the alphabet."""
        return sorted(agency.role_set)

    @extend_schema_field(Strings)
    def get_lines(self, agency: Agency) -> Any:
        """In the order of the alphabet."""
        return sorted(agency.line_set)


class InstrumentAnswer(serializers.Serializer):
    """A law or document."""

    code = serializers.CharField()
    title_zh = serializers.CharField()
    short_title_zh = serializers.CharField()
    document_no = serializers.CharField(allow_blank=True)
    level = Word(InstrumentLevel)
    qualifies = serializers.BooleanField(help_text="位阶足以作为列入清单的依据")
    issuer = serializers.CharField(allow_blank=True)
    version_note = serializers.CharField(allow_blank=True)
    in_force_from = serializers.DateField(allow_null=True)
    in_force_to = serializers.DateField(allow_null=True)
    verified = Word(Verified)
    note = serializers.CharField(allow_blank=True)
    measures_count = serializers.SerializerMethodField(help_text="今天有多少项措施以它为依据")

    def get_measures_count(self, instrument: Any) -> int:
        """Null in the database where nothing rests on it."""
        return int(getattr(instrument, "measures_count", 0) or 0)


class RemainingBasisAnswer(serializers.Serializer):
    """What is left to a measure."""

    instrument = serializers.CharField(source="instrument_id")
    article = serializers.CharField(source="article_zh")


class ImpactLineAnswer(serializers.Serializer):
    """One measure that rests on the instrument."""

    code = serializers.CharField(source="version.measure_id")
    name = serializers.CharField(source="version.name_zh")
    version = serializers.IntegerField(source="version.number")
    owner = serializers.CharField(source="owner.code", allow_null=True, default=None)
    articles = serializers.ListField(child=serializers.CharField())
    loses_all = serializers.BooleanField(help_text="没有它就再无适格依据")
    remaining = RemainingBasisAnswer(many=True)
    sanctions = serializers.IntegerField(help_text="在效的惩戒数")


class ImpactAnswer(serializers.Serializer):
    """Everything that rests on an instrument on a day."""

    instrument = serializers.CharField(source="instrument.code")
    on = serializers.DateField()
    sanctions = serializers.IntegerField(help_text="在效的惩戒总数")
    measures = ImpactLineAnswer(many=True, source="lines")
