"""Makes the first holder of one of the three administrative roles, where nobody is there yet to do it (R33)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from closedloop.errors import DomainError
from closedloop.opinion import AdminRole
from closedloop.orgs import services


class Command(BaseCommand):
    """`first_administrator security_admin an.shou 安守` prints a one-time password, alone on one line."""

    help = "建立首个系统、安全或者审计管理员，打印一次性密码；该角色已有人担任时拒绝"

    def add_arguments(self, parser: CommandParser) -> None:
        """Role, account, name."""
        parser.add_argument("role", choices=AdminRole.values, help="、".join(f"{role.value} {role.label}" for role in AdminRole))
        parser.add_argument("username", help="账号")
        parser.add_argument("name", help="姓名")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the password, or why not."""
        try:
            _, password = services.create_administrator(options["username"], name_zh=options["name"], admin_role=options["role"])
        except DomainError as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(password)
