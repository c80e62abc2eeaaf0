"""The token of an application's slip: what its QR code leads to, and how it is made."""

import hashlib
import hmac
from base64 import b32encode
from typing import Final

from counter.domain.application import Application

RECIPE: Final = 2
"""How tokens of new applications are made; slips given out before were made by recipe 1."""


def token_for(key: bytes, number: str, serial: int = 0, identity: str = "", recipe: int = 1) -> str:
    """Return the unguessable token of an application's slip: 128 bits of an HMAC under the hall's key.

    Only its digest is stored, so that a copy of the database gives no token away. *serial* counts the
    slips that were withdrawn because they got lost. Recipe 2 closes over the *identity* of the database
    that gave the number, so that two databases under one key never give one token for one number.
    """
    named = f"{number}#{serial}" if serial else number
    if recipe >= RECIPE:
        named = f"{recipe}|{identity}|{named}"
    digest = hmac.new(key, named.encode(), hashlib.sha256).digest()[:16]
    return b32encode(digest).decode().rstrip("=").lower()


def token_of(key: bytes, application: Application) -> str:
    """Return the token of the slip that counts, made the way the application's first one was."""
    return token_for(
        key,
        application.number,
        application.token_serial,
        application.token_identity,
        application.token_recipe,
    )


def token_digest(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
