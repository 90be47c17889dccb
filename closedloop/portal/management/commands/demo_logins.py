"""python manage.py demo_logins"""

from typing import Any

from django.core.management.base import BaseCommand

from closedloop.opinion import AdminRole, Role
from closedloop.orgs.demo import DEMO_LOGINS, DEMO_PASSWORD
from closedloop.orgs.models import Agency, User


class Command(BaseCommand):
    """One line per account of the demo: name, person, agency, roles."""

    help = "列出演示账号"

    def handle(self, *args: Any, **options: Any) -> None:
        """Only the accounts that exist; all have the same password."""
        agencies = {agency.pk: agency for agency in Agency.objects.prefetch_related("roles")}
        present = set(User.objects.values_list("username", flat=True))
        self.stdout.write(f"演示账号（全部虚构，密码均为 {DEMO_PASSWORD}）：")
        for login in DEMO_LOGINS:
            if login.username in present:
                place = agencies.get(login.agency_code)
                roles = (
                    "、".join(Role(role).label for role in sorted(place.role_set)) if place else AdminRole(login.admin_role).label
                )
                self.stdout.write(
                    f"  {login.username:<10} {login.name_zh}　{place.short_name_zh if place else '管理后台'}　{roles}"
                )
