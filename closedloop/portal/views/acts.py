"""Acts of the frame: for which agency one acts, and moving the demo's date."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from closedloop.errors import Forbidden, InvalidInput
from closedloop.portal import services
from closedloop.portal.desk import NEXT, Desk, desk_of
from closedloop.workdays.calendar import WEEKDAYS_ZH


@require_POST
@login_required
def switch_agency(request: HttpRequest) -> HttpResponse:
    """Acts for another of one's agencies from now on."""
    posts = {post.agency_id: post for post in desk_of(request).posts}
    post = posts.get(request.POST.get("agency", ""))
    if post is None:
        raise Forbidden("您在这个机构没有任职，不能以它的名义办理。需要任职的，请联系安全管理员登记")
    request.session["agency"] = post.agency_id
    messages.success(request, f"现在以{post.agency.short_name_zh}的名义办理")
    return redirect("portal:home")


@require_POST
@login_required
def demo_forward(request: HttpRequest) -> HttpResponse:
    """Moves the legal date; there is no such page outside a demo."""
    if not settings.DEMO:
        raise Http404
    desk = desk_of(request)
    today = services.forward(_days(request.POST.get("by", ""), desk), actor=desk.actor)
    messages.success(request, f"法定日期已到 {today.isoformat()}（{WEEKDAYS_ZH[today.weekday()]}），到期的事项已检查")
    return redirect(_back(request))


def _days(by: str, desk: Desk) -> int:
    if by == "workday":
        return (desk.calendar.add(desk.today, NEXT).due - desk.today).days
    if not by.isdecimal():
        raise InvalidInput("请选择快进几天")
    return int(by)


def _back(request: HttpRequest) -> str:
    """The page from which the reader came, if it is ours."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "portal:home"
