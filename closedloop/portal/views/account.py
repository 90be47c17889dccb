"""Signing in and out, the second factor and the password."""

from base64 import b32encode, b64encode
from binascii import unhexlify
from io import BytesIO

import qrcode
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex
from qrcode.image.svg import SvgPathImage

from closedloop.errors import InvalidInput
from closedloop.orgs import selectors, services, sessions
from closedloop.orgs.actor import Actor
from closedloop.orgs.demo import DEMO_PASSWORD
from closedloop.orgs.middleware import password_reason
from closedloop.orgs.models import User
from closedloop.portal.account_forms import LoginForm, PasswordForm, SecondFactorForm, TotpForm
from closedloop.workdays import clock

NEW_KEY = "new_second_factor"
KEY_BYTES = 20
private = [never_cache, sensitive_post_parameters()]


@method_decorator(private, name="dispatch")
class Login(View):
    """Account and password; what was wrong is not said, and whoever tries too often waits (R35)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, and in a demo the accounts to choose from."""
        if request.actor:
            return redirect(_next(request))
        return self._page(request, LoginForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Opens a new session, or says that account and password do not fit."""
        form = LoginForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=400)
        user = authenticate(request, **form.cleaned_data)
        if not isinstance(user, User) or user.kind != User.Kind.PERSON:
            locked = getattr(request, "axes_locked_out", False)
            services.refuse_login(form.cleaned_data["username"], reason="locked" if locked else "credentials")
            form.add_error(None, "账号或者密码不对，请核对后重新输入；连续输错 5 次将锁定 15 分钟")
            return self._page(request, form, status=400)
        login(request, user)
        sessions.begin(request.session, at=clock.now())
        services.log_in(_actor(request))
        return redirect(_next(request))

    def _page(self, request: HttpRequest, form: LoginForm, *, status: int = 200) -> HttpResponse:
        logins = selectors.demo_accounts() if settings.DEMO else []
        found = {"form": form, "next": _asked(request), "demo_logins": logins, "demo_password": DEMO_PASSWORD}
        return render(request, "login/login.html", found, status=status)


@require_POST
@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this session; the row is deleted, so that its cookie opens nothing any more."""
    if request.user.is_authenticated:
        services.log_out(_actor(request))
    logout(request)
    return redirect("portal:login")


@method_decorator([*private, login_required], name="dispatch")
class SecondFactor(View):
    """The code of the authenticator, for an account that has one (R34)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, unless there is nothing left to prove."""
        if request.user.is_verified() or not selectors.has_second_factor(request.user):
            return redirect(_next(request))
        return self._page(request, SecondFactorForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Opens the rest of the program."""
        form = SecondFactorForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=400)
        device = services.pass_second_factor(_actor(request), code=form.cleaned_data["code"])
        if device is None:
            form.add_error("code", "动态口令不对、已用过或者试得太快，请等下一组数字再输入")
            return self._page(request, form, status=400)
        otp_login(request, device)
        request.session.cycle_key()
        return redirect(_next(request))

    def _page(self, request: HttpRequest, form: SecondFactorForm, *, status: int = 200) -> HttpResponse:
        return render(request, "login/second_factor.html", {"form": form, "next": _asked(request)}, status=status)


@method_decorator([*private, login_required], name="dispatch")
class PasswordChange(View):
    """A new password; every other session of the account ends (R37)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, and why it comes now."""
        return self._page(request, PasswordForm(request=request))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sets it and stays signed in here."""
        form = PasswordForm(request.POST, request=request)
        if not form.is_valid():
            return self._page(request, form, status=400)
        user = services.set_password(request.user, password=form.cleaned_data["new"], actor=_actor(request))
        update_session_auth_hash(request, user)
        messages.success(request, "密码已修改，别处的登录已退出")
        return redirect(_next(request))

    def _page(self, request: HttpRequest, form: PasswordForm, *, status: int = 200) -> HttpResponse:
        because = password_reason(_actor(request))
        return render(request, "login/password.html", {"form": form, "because": because}, status=status)


@method_decorator([*private, login_required], name="dispatch")
class TotpSetup(View):
    """Binds an authenticator; its key waits in the session until a code proves that it arrived."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A new key, as a picture and in letters."""
        request.session[NEW_KEY] = random_hex(KEY_BYTES)
        return self._page(request, TotpForm(request=request))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Binds it when password and code are right."""
        form = TotpForm(request.POST, request=request)
        key = request.session.get(NEW_KEY)
        if key is None:
            return redirect("portal:totp_setup")
        if form.is_valid() and self._bind(request, form, key=key):
            messages.success(request, "第二因素已启用，下次登录须输入动态口令")
            return redirect(_next(request))
        return self._page(request, form, status=400)

    def _bind(self, request: HttpRequest, form: TotpForm, *, key: str) -> bool:
        actor = _actor(request)
        try:
            device = services.set_second_factor(actor, key=key, code=form.cleaned_data["code"])
        except InvalidInput as refusal:
            form.add_error("code", refusal.message)
            return False
        del request.session[NEW_KEY]
        request.session.pop(sessions.NO_DEVICE, None)
        update_session_auth_hash(request, actor.user)
        otp_login(request, device)
        return True

    def _page(self, request: HttpRequest, form: TotpForm, *, status: int = 200) -> HttpResponse:
        key = request.session[NEW_KEY]
        found = {
            "form": form,
            "qr_url": _qr(TOTPDevice(user=request.user, key=key).config_url),
            "secret": b32encode(unhexlify(key)).decode(),
            "configured": selectors.has_second_factor(request.user),
        }
        return render(request, "login/totp.html", found, status=status)


def _actor(request: HttpRequest) -> Actor:
    """The account with its first agency, also while it still owes a second factor or a new password."""
    return request.actor or selectors.actor_for(request.user, on=clock.today())


def _asked(request: HttpRequest) -> str:
    """The page of ours that was asked for before, or nothing; an address elsewhere is not ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()) else ""


def _next(request: HttpRequest) -> str:
    return _asked(request) or "portal:home"


def _qr(address: str) -> str:
    """A picture of the address, inside the page: the key never travels to another host."""
    stream = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, box_size=10).save(stream)
    return "data:image/svg+xml;base64," + b64encode(stream.getvalue()).decode()
