"""Who calls: the key in `Authorization: Token …`. A session's cookie opens nothing here (R59, R60)."""

import ipaddress
from collections.abc import Sequence

from django.http import HttpRequest
from knox.crypto import hash_token
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from closedloop.journal.middleware import client_address
from closedloop.orgs import selectors
from closedloop.orgs.models import ApiToken, User
from closedloop.workdays import clock

SCHEME = "Token"


class ApiTokenAuthentication(BaseAuthentication):
    """Opens the API to the account and agency of a live key; every failure is the same 401, and no key is ever logged."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The account and its key; nothing where the header is missing. Sets `request.actor`, with the roles of the key's agency."""
        words = get_authorization_header(request).split()
        if not words:
            return None
        if len(words) != 2 or words[0].lower() != SCHEME.lower().encode():
            raise AuthenticationFailed
        token = _token(words[1])
        if token is None or not token.is_live(clock.now()) or not _allows(token.allowed_from, request._request):
            raise AuthenticationFailed
        actor = selectors.actor_for(token.user, on=clock.today(), agency_code=token.agency_id)
        if actor.agency_code != token.agency_id:
            # the account is disabled, an administrator, or its post at the key's agency has ended (R32)
            raise AuthenticationFailed
        request._request.actor = actor  # type: ignore[attr-defined] - as the portal's middleware sets it
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return SCHEME


def _token(key: bytes) -> ApiToken | None:
    """The key's row, found by its hash: the key itself is kept nowhere."""
    digest = hash_token(key.decode("latin-1"))
    return ApiToken.objects.filter(pk=digest).select_related("user").first()


def _allows(networks: Sequence[str], request: HttpRequest) -> bool:
    """Whether the caller's address lies in one of the networks; no networks: from anywhere."""
    return not networks or any(_lies_in(client_address(request), network) for network in networks)


def _lies_in(address: str, network: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
        mapped = getattr(found, "ipv4_mapped", None)
        return (mapped or found) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
