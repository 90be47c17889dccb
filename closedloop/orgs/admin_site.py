"""The admin of the three administrators: who may enter, what stands on the left, and what a refusal leaves behind (R24, R33)."""

from collections.abc import Callable
from typing import Any

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.contrib.admin import site
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from unfold.sites import UnfoldAdminSite

from . import services

# unfold evaluates attributes and writes its colours into the page: docs/decisions/0021-csp-of-the-admin.md
LOOSER = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
ICONS = {
    "orgs.user": "person",
    "orgs.membership": "badge",
    "orgs.apitoken": "key",
    "orgs.agency": "account_balance",
    "orgs.division": "map",
    "orgs.businessline": "category",
    "workdays.holidaynotice": "calendar_month",
    "outbox.message": "outbox",
    "outbox.heartbeat": "monitor_heart",
    "journal.entry": "history",
}
ICON = "table_rows"
View = Callable[..., HttpResponse]


class DeskSite(UnfoldAdminSite):
    """Entered by the three administrators only, through the portal's login; every refusal is on record."""

    index_title = "管理后台"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether whoever sits there is one of the three administrators, with everything proved that a login asks for."""
        actor = getattr(request, "actor", None)
        return bool(actor and actor.admin_role)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Every page of the admin: sends strangers to the login, refuses the others, and relaxes the policy for these pages."""
        guarded = super().admin_view(view, cacheable)

        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if getattr(request, "actor", None) is None:
                return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")
            try:
                if not self.has_permission(request):
                    raise PermissionDenied("管理后台只供系统、安全、审计三名管理员使用。")
                response = guarded(request, *args, **kwargs)
            except PermissionDenied:
                services.refuse_access(request.path, actor=request.actor)
                raise
            response._csp_update = LOOSER
            return response

        return page

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one login."""
        return redirect(settings.LOGIN_URL)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """As in the portal, with its entry."""
        if request.method != "POST":
            return redirect("admin:index")
        services.log_out(request.actor)
        logout(request)
        return redirect(settings.LOGIN_URL)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one page for it."""
        return redirect("portal:password_change")


def environment(request: HttpRequest) -> list[str]:
    """The badge at the top: a demonstration must not be taken for the real thing."""
    return ["演示环境", "warning"] if settings.DEMO else ["正式环境", "success"]


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """What this administrator may see, app by app, and the way back to the portal."""
    groups = [{"title": "", "items": [_item("首页", "home", "admin:index"), _item("回到工作台", "arrow_back", "portal:rules")]}]
    for app in site.get_app_list(request):
        links = [
            {
                "title": model["name"],
                "icon": ICONS.get(model["model"]._meta.label_lower, ICON),
                "link": model["admin_url"],
                "active": request.path.startswith(model["admin_url"]),
            }
            for model in app["models"]
            if model["admin_url"]
        ]
        groups.append({"title": app["name"], "items": links})
    return groups


def account_links(request: HttpRequest) -> list[dict[str, str]]:
    """What one may do about one's own account."""
    return [
        {"title": "修改密码", "link": reverse("portal:password_change")},
        {"title": "第二因素", "link": reverse("portal:totp_setup")},
    ]


def _item(title: str, icon: str, view: str) -> dict[str, str]:
    return {"title": title, "icon": icon, "link": reverse(view)}
