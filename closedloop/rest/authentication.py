"""Who calls: the key in `Authorization: Token …` (R59)."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request


class ApiTokenAuthentication(BaseAuthentication):
    """Opens the API to the account and agency of a live key."""

    def authenticate(self, request: Request) -> None:
        """Nobody is known yet."""
        return None

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "Token"
