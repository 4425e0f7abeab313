"""Forms of django-allauth that differ here: fields named in plain words, secrets sealed."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms

from wholestory.web.accounts.sealing import seal, unseal


class SetUpAppForm(ActivateTOTPForm):
    """Sets up an authenticator app. The secret lies sealed in the session until a code shows that the app has it."""

    secret: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Just made, and then in clear in the session, or taken from there, sealed. A session is written after the view.
        kept = context.request.session[SECRET_SESSION_KEY] = seal(self.secret)
        self.secret = unseal(kept)


class AddKeyForm(AddWebAuthnForm):
    """Adds a passkey or security key."""

    passwordless = forms.BooleanField(
        label="This key signs me in by itself",
        required=False,
        help_text="It then asks for your finger, your face or a PIN each time. Otherwise it goes with your password.",
    )
