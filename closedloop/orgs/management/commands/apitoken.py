"""Issues a key of the API to an agency; the key is printed alone on one line, once (api.md "Commands")."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from closedloop.errors import DomainError
from closedloop.orgs import services
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency, User
from closedloop.workdays import clock

DAYS = 365
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


class Command(BaseCommand):
    """`apitoken HZ-FOOD --days 90 --user food`; without a user the agency's service account gets it; a new name is a new one."""

    help = "发放接口令牌，只打印一次：apitoken <机构代码> [--days 1 至 3660] [--user 账号]"

    def add_arguments(self, parser: CommandParser) -> None:
        """Agency, days, account."""
        parser.add_argument("agency", metavar="AGENCY-CODE", help="机构代码，如 HZ-FOOD")
        parser.add_argument("--days", default=str(DAYS), help=f"有效天数，1 至 {services.TOKEN_DAYS_MAX}，默认 {DAYS}")
        parser.add_argument("--user", default="", help="账号；不写则为该机构的接口账号；没有这个账号则新建一个接口账号")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the key, or one sentence that says what to mend."""
        agency = Agency.objects.filter(pk=options["agency"], active=True).first()
        if agency is None:
            raise CommandError(f"没有代码为 {options['agency']} 的在用机构，请核对后重试（代码见 fixtures/agencies.csv）")
        try:
            days = int(options["days"])
        except ValueError:
            raise CommandError(f"--days 须是 1 至 {services.TOKEN_DAYS_MAX} 的整数") from None
        user = self._user(options["user"], agency)
        try:
            _, key = services.issue_token(user, agency=agency, days=days, actor=Actor.system(), label="命令行发放")
        except DomainError as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(key)

    def _user(self, username: str, agency: Agency) -> User:
        if not username:
            return services.service_account(agency, on=clock.today())
        user = User.objects.filter(username=username).first()
        if user is not None:
            return user
        if not NAME.fullmatch(username):
            raise CommandError("账号名须是 2 至 60 位小写字母、数字、点、下划线或者连字符，请改正后重试")
        self.stderr.write(f"没有账号 {username}，已为 {agency.short_name_zh} 新建接口账号（只能用接口，不能登录网页）")
        return services.service_account(agency, on=clock.today(), name=username)
