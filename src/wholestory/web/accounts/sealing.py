"""Secrets of authenticator apps and recovery codes, sealed in the database by a key that lies outside it.

Whoever reads the database alone could else make everybody's codes.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from wholestory.web.accounts.permissions import RefusedError

# Tells what is sealed from what was kept in clear before secrets were sealed.
_MARK = "sealed:"


class SealingAdapter(DefaultMFAAdapter):
    """How django-allauth keeps the secrets of second factors."""

    def encrypt(self, text: str) -> str:
        """The secret as it is kept."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret that was kept. Raises RefusedError where the key is another one."""
        return unseal(encrypted_text)


def seal(text: str) -> str:
    """A secret, sealed; one that is sealed already stays as it is."""
    return text if text.startswith(_MARK) else _MARK + _fernet().encrypt(text.encode()).decode("ascii")


def unseal(kept: str) -> str:
    """A secret that was sealed, or kept in clear. Raises RefusedError where it was sealed by another key."""
    if not kept.startswith(_MARK):
        return kept
    try:
        return _fernet().decrypt(kept.removeprefix(_MARK)).decode()
    except InvalidToken:
        raise RefusedError(
            "Your second factor cannot be checked: this site has another key than the one that it was kept with. An "
            "administrator of the server has to put the file “authenticators” back into the folder of keys."
        ) from None


@cache
def _fernet() -> Fernet:
    """The cipher: its key is the digest of the 64 random bytes in the site's file."""
    digest = hashlib.sha256(settings.SITE.key("authenticators").encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
