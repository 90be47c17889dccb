"""Who acts: an account at its agency, or the system itself."""

from dataclasses import dataclass, field

from .models import Agency, User


@dataclass(frozen=True)
class Actor:
    """An account with the agency for which it acts now and the roles that guardian gives it there."""

    user: User | None
    agency: Agency | None
    roles: frozenset[str] = field(default_factory=frozenset)
    position: str = ""

    @classmethod
    def system(cls) -> "Actor":
        """Sweeps and loaders act as the system, which has no roles."""
        return cls(user=None, agency=None)

    @property
    def user_id(self) -> int | None:
        """The account's key, or None for the system."""
        return self.user.pk if self.user else None

    @property
    def name(self) -> str:
        """The name that the journal keeps."""
        return self.user.name_zh if self.user else "系统"

    @property
    def agency_code(self) -> str:
        """The agency for which this actor acts, or an empty string."""
        return self.agency.pk if self.agency else ""

    @property
    def admin_role(self) -> str:
        """Which of the three administrators this is, or an empty string."""
        return self.user.admin_role if self.user else ""

    def has(self, *roles: str) -> bool:
        """Whether the actor holds any of these roles at its agency."""
        return bool(self.roles & set(roles))
