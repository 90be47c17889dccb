"""The admin of the three administrators: who may enter, and what a refusal leaves behind (R24, R33)."""

from django.http import HttpRequest
from unfold.sites import UnfoldAdminSite

from closedloop.opinion import AdminRole


class DeskSite(UnfoldAdminSite):
    """Entered by the three administrators only."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this account is one of the three administrators."""
        return request.user.is_active and getattr(request.user, "admin_role", "") in AdminRole.values
