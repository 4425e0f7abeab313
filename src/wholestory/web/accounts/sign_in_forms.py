"""Forms of django-allauth whose fields are named here in plain words."""

from __future__ import annotations

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms


class AddKeyForm(AddWebAuthnForm):
    """Adds a passkey or security key."""

    passwordless = forms.BooleanField(
        label="This key signs me in by itself",
        required=False,
        help_text="It then asks for your finger, your face or a PIN each time. Otherwise it goes with your password.",
    )
