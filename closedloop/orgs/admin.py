"""The desks of accounts, posts, keys and agencies: one administrator makes the account, another gives it duties (R33)."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from unfold.decorators import action, display

from closedloop.admin_base import NothingToFill, ReadDesk, ReadInline, Secret, act, typed
from closedloop.opinion import AdminRole
from closedloop.workdays import clock

from . import selectors, services
from .forms import AdminRoleForm, AgencyForm, NewAccountForm, PostForm, TokenForm
from .models import Agency, AgencyRole, ApiToken, BusinessLine, Division, Membership, User
from .passwords import one_time_password

Run = Callable[[dict[str, Any]], str | Secret]
SYSTEM, SECURITY = AdminRole.SYSTEM_ADMIN, AdminRole.SECURITY_ADMIN
FIRST_PASSWORD = "请当面或者用其他可靠方式转交本人；首次登录时必须改成自己的密码。"  # noqa: S105 - a sentence


class OfTwo(ReadDesk):
    """Who may press which button: the permissions of the actions below."""

    def has_system_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """The system administrator's acts."""
        return request.user.admin_role == SYSTEM

    def has_security_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """The security administrator's acts."""
        return request.user.admin_role == SECURITY


class MembershipInline(ReadInline):
    """The posts of an account, past ones too."""

    model = Membership
    readers = (SYSTEM, SECURITY)
    fields = ("agency", "position_zh", "starts_on", "ends_on")


class RoleInline(ReadInline):
    """The duties of an agency."""

    model = AgencyRole
    fields = ("role",)


@admin.register(User)
class UserAdmin(OfTwo):
    """Accounts."""

    readers = (SYSTEM, SECURITY)
    list_display = ("username", "name_zh", "kind", "duty", "posts", "is_active")
    list_filter = ("kind", "admin_role", "is_active")
    search_fields = ("username", "name_zh")
    fields = (
        "username", "name_zh", "kind", "admin_role", "is_active", "second_factor",
        "must_change_password", "password_changed_at", "last_login", "created_at",
    )  # fmt: skip
    inlines = (MembershipInline,)
    actions_detail = (
        "switch", "appoint", "issue_token", "entrust",
        {"title": "登录", "icon": "lock_open", "items": ["unlock", "reset_password", "reset_second_factor"]},
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With the posts that the list shows."""
        current = Membership.objects.filter(ends_on=None).select_related("agency")
        return super().get_queryset(request).prefetch_related(Prefetch("memberships", current, to_attr="current"))

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The system administrator makes accounts."""
        return self.has_system_permission(request)

    @display(description="管理员")
    def duty(self, user: User) -> str:
        """Which of the three."""
        return user.get_admin_role_display() if user.admin_role else "—"

    @display(description="现任职机构")
    def posts(self, user: User) -> str:
        """Where the account may act."""
        return "、".join(post.agency.short_name_zh for post in user.current) or "—"

    @display(description="第二因素", boolean=True)
    def second_factor(self, user: User) -> bool:
        """Whether an authenticator is bound."""
        return selectors.has_second_factor(user)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Makes an account and shows its first password once."""
        if not self.has_add_permission(request):
            raise PermissionDenied

        def run(said: dict[str, Any]) -> Secret:
            password = one_time_password()
            user = services.create_account(**said, actor=request.actor, password=password)
            return Secret(f"账号 {user.username} 已建立", password, f"一次性密码。{FIRST_PASSWORD}")

        words = "新账号没有任何职责，由安全管理员办理任职后才能办事。"
        return act(self, request=request, form=NewAccountForm(typed(request)), title="建立账号", run=run, explain=words)

    @action(description="启用或停用", icon="power_settings_new", permissions=["system"])
    def switch(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Disables or enables."""
        user = get_object_or_404(User, pk=object_id)
        verb = "停用" if user.is_active else "启用"

        def run(said: dict[str, Any]) -> str:
            services.set_active(user, active=not user.is_active, actor=request.actor)
            return f"账号 {user.username} 已{verb}"

        words = "停用后立即退出登录，接口令牌一并吊销。" if user.is_active else "启用后可以登录；已吊销的令牌不恢复。"
        return self._act(request, user, title=f"{verb}账号", run=run, explain=words)

    @action(description="任职", icon="badge", permissions=["security"])
    def appoint(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Gives a post."""
        user = get_object_or_404(User, pk=object_id)

        def run(said: dict[str, Any]) -> str:
            services.appoint(user, **said, on=clock.today(), actor=request.actor)
            return f"{user.name_zh}自今日起在{said['agency'].short_name_zh}任职"

        words = "自今日起任职，并取得该机构的全部职责。"
        return self._act(request, user, form=PostForm(typed(request)), title="任职", run=run, explain=words)

    @action(description="指定管理员", icon="admin_panel_settings", permissions=["security"])
    def entrust(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Makes an account one of the three, or none."""
        user = get_object_or_404(User, pk=object_id)

        def run(said: dict[str, Any]) -> str:
            services.give_admin_role(user, admin_role=said["admin_role"], actor=request.actor)
            return f"{user.name_zh}的管理员身份已改，须重新登录"

        form = AdminRoleForm(typed(request), initial={"admin_role": user.admin_role})
        return self._act(request, user, form=form, title="指定或者免去管理员", run=run)

    @action(description="发放令牌", icon="key", permissions=["security"])
    def issue_token(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """A key of the API, shown once."""
        user = get_object_or_404(User, pk=object_id)

        def run(said: dict[str, Any]) -> Secret:
            _, key = services.issue_token(user, **said, actor=request.actor)
            return Secret("令牌已发放", key, "接口令牌。请求头写作 Authorization: Token，空一格，再接下面这一串。")

        return self._act(request, user, form=TokenForm(typed(request), user=user), title="发放接口令牌", run=run)

    @action(description="解除登录锁定", permissions=["security"])
    def unlock(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Forgets the failed logins."""
        user = get_object_or_404(User, pk=object_id)

        def run(said: dict[str, Any]) -> str:
            return f"已解除锁定，清除失败记录 {services.unlock(user, actor=request.actor)} 条"

        words = "清除这个账号的登录失败记录，可以马上再登录。"
        return self._act(request, user, title="解除登录锁定", run=run, explain=words)

    @action(description="重置密码", permissions=["security"])
    def reset_password(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """A one-time password, shown once."""
        user = get_object_or_404(User, pk=object_id)

        def run(said: dict[str, Any]) -> Secret:
            password = services.reset_password(user, actor=request.actor)
            return Secret("密码已重置", password, f"一次性密码。{FIRST_PASSWORD}")

        words = "生成一个一次性密码；原来的密码和已有的登录立即失效。"
        return self._act(request, user, title="重置密码", run=run, explain=words)

    @action(description="重置第二因素", permissions=["security"])
    def reset_second_factor(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Takes away a lost authenticator."""
        user = get_object_or_404(User, pk=object_id)

        def run(said: dict[str, Any]) -> str:
            services.drop_second_factor(user, actor=request.actor)
            return "第二因素已重置，须重新登录"

        words = "原来的验证器立即失效；按职责必须使用第二因素的，下次登录时重新设置。"
        return self._act(request, user, title="重置第二因素", run=run, explain=words)

    def _act(
        self, request: HttpRequest, user: User, *, title: str, run: Run, form: Form | None = None, explain: str = ""
    ) -> HttpResponse:
        form = form or NothingToFill(typed(request))
        heading = f"{title}：{user.name_zh}（{user.username}）"
        return act(self, request=request, form=form, title=heading, button=title, run=run, explain=explain, obj=user)


@admin.register(Membership)
class MembershipAdmin(OfTwo):
    """Posts: ended and moved by the security administrator."""

    readers = (SECURITY,)
    list_display = ("user", "agency", "position_zh", "starts_on", "ends_on")
    list_filter = (("ends_on", admin.EmptyFieldListFilter),)
    list_select_related = ("user", "agency")
    search_fields = ("user__username", "user__name_zh", "agency__code", "agency__name_zh")
    actions_detail = ("end", "transfer")

    @action(description="离任", icon="logout", permissions=["security"])
    def end(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ends a post today."""
        post = get_object_or_404(Membership, pk=object_id)

        def run(said: dict[str, Any]) -> str:
            services.end_membership(post, on=clock.today(), actor=request.actor)
            return f"{post.user.name_zh}已在{post.agency.short_name_zh}离任"

        words = "自今日起离任：该机构的职责、登录和接口令牌立即失效。"
        form = NothingToFill(typed(request))
        title = f"离任：{post}"
        return act(self, request=request, form=form, title=title, button="办理离任", run=run, explain=words, obj=post)

    @action(description="调任", icon="swap_horiz", permissions=["security"])
    def transfer(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ends a post and begins another, on the same day."""
        post = get_object_or_404(Membership, pk=object_id)

        def run(said: dict[str, Any]) -> str:
            services.transfer(post, **said, on=clock.today(), actor=request.actor)
            return f"{post.user.name_zh}已调到{said['agency'].short_name_zh}"

        words = "原任职今日结束，新任职今日开始；须重新登录。"
        form = PostForm(typed(request))
        title = f"调任：{post}"
        return act(self, request=request, form=form, title=title, button="办理调任", run=run, explain=words, obj=post)


@admin.register(ApiToken)
class ApiTokenAdmin(OfTwo):
    """Keys of the API: what they are for and until when; the key itself is kept nowhere."""

    readers = (SECURITY,)
    list_display = ("token_key", "user", "agency", "label", "created", "expiry", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    list_select_related = ("user", "agency")
    search_fields = ("token_key", "user__username", "agency__code", "label")
    fields = ("token_key", "user", "agency", "label", "allowed_from", "created", "expiry", "revoked_at")
    actions_detail = ("revoke",)

    @action(description="吊销", icon="block", permissions=["security"])
    def revoke(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ends a key at once."""
        token = get_object_or_404(ApiToken, pk=object_id)

        def run(said: dict[str, Any]) -> str:
            services.revoke_token(token, actor=request.actor)
            return "令牌已吊销"

        words = "吊销后立即不能再用，不能恢复；需要时另发新的。"
        form = NothingToFill(typed(request))
        title = f"吊销令牌 {token.token_key}…"
        return act(self, request=request, form=form, title=title, button="吊销", run=run, explain=words, obj=token)


@admin.register(Agency)
class AgencyAdmin(OfTwo):
    """Agencies with their duties and lines."""

    list_display = ("code", "short_name_zh", "level", "division", "parent", "duties", "active")
    list_filter = ("level", "roles__role", "active")
    list_select_related = ("division", "parent")
    search_fields = ("code", "name_zh", "short_name_zh")
    fields = ("code", "name_zh", "short_name_zh", "level", "division", "parent", "lines", "active")
    inlines = (RoleInline,)
    actions_detail = ("alter",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agency]:
        """With the duties that the list shows."""
        return super().get_queryset(request).prefetch_related("roles")

    @display(description="职责")
    def duties(self, agency: Agency) -> str:
        """The agency's roles."""
        return "、".join(row.get_role_display() for row in agency.roles.all())

    @action(description="启停、改上级", icon="edit", permissions=["system"])
    def alter(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Puts an agency in or out of use, or under another parent."""
        agency = get_object_or_404(Agency, pk=object_id)
        form = AgencyForm(typed(request), initial={"active": agency.active, "parent": agency.parent_id})

        def run(said: dict[str, Any]) -> str:
            services.change_agency(agency, **said, actor=request.actor)
            return f"{agency.short_name_zh}已修改"

        title = f"修改机构：{agency.name_zh}"
        return act(self, request=request, form=form, title=title, button="修改", run=run, obj=agency)


@admin.register(Division)
class DivisionAdmin(ReadDesk):
    """Administrative divisions."""

    list_display = ("code", "name_zh", "level_zh", "parent", "status_zh")
    list_select_related = ("parent",)
    search_fields = ("code", "name_zh")


@admin.register(BusinessLine)
class BusinessLineAdmin(ReadDesk):
    """Lines of business."""

    list_display = ("position", "code", "name_zh")
    list_display_links = ("code",)
