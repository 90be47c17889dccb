"""Reference data and states of the lists, for the system administrator to read; they change on their own pages (R15, R33)."""

from django.contrib import admin

from closedloop.admin_base import ReadDesk, ReadInline

from .models import (
    Basis,
    Category,
    ChangeReview,
    CleanUp,
    Instrument,
    ListConfirmation,
    Matter,
    MeasureChange,
    MeasureVersion,
    TermAnchor,
)


class BasisInline(ReadInline):
    """The articles on which a version rests."""

    model = Basis
    fields = ("instrument", "article_zh", "is_term_basis", "verified")


class ReviewInline(ReadInline):
    """The reviews that a change has had."""

    model = ChangeReview
    fields = ("round", "side", "verdict", "agency", "reviewed_at")


@admin.register(Category)
class CategoryAdmin(ReadDesk):
    """Categories of both lists."""

    list_display = ("position", "code", "name_zh", "list", "clause")
    list_display_links = ("code",)
    list_filter = ("list",)


@admin.register(Matter)
class MatterAdmin(ReadDesk):
    """What an approval system asks about."""

    list_display = ("code", "name_zh", "group_zh", "clause")
    list_filter = ("group_zh",)
    search_fields = ("code", "name_zh")


@admin.register(TermAnchor)
class TermAnchorAdmin(ReadDesk):
    """From which event a term counts."""

    list_display = ("code", "name_zh", "from_which_document")


@admin.register(Instrument)
class InstrumentAdmin(ReadDesk):
    """Laws and documents."""

    list_display = ("code", "short_title_zh", "document_no", "level", "in_force_from", "in_force_to", "verified")
    list_filter = ("level", "verified")
    search_fields = ("code", "title_zh", "document_no")


@admin.register(MeasureVersion)
class MeasureVersionAdmin(ReadDesk):
    """What the lists say, version by version."""

    list_display = ("measure", "number", "name_zh", "category", "effective_from", "repeals", "status")
    list_filter = ("measure__list", "status", "repeals", "category")
    list_select_related = ("measure", "category")
    search_fields = ("measure__code", "name_zh")
    inlines = (BasisInline,)


@admin.register(MeasureChange)
class MeasureChangeAdmin(ReadDesk):
    """Where each change stands; its state is turned by its reviews only."""

    list_display = ("measure_name", "kind", "owner", "state", "proposed_at", "effective_on")
    list_filter = ("state", "kind", "list")
    list_select_related = ("owner",)
    search_fields = ("measure_code", "measure_name")
    inlines = (ReviewInline,)


@admin.register(ListConfirmation)
class ListConfirmationAdmin(ReadDesk):
    """When each office last confirmed its lists."""

    list_display = ("office", "confirmed_on", "measures_count", "note")
    list_select_related = ("office",)


@admin.register(CleanUp)
class CleanUpAdmin(ReadDesk):
    """What lost its basis."""

    list_display = ("measure", "instrument", "owner", "opened_on", "basis_ends_on", "outcome")
    list_filter = ("outcome",)
    list_select_related = ("measure", "instrument", "owner")
