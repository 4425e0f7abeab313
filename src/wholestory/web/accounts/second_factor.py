"""The second factor at sign-in: asked for once, here or by the organisation."""

from __future__ import annotations

from typing import Any

from allauth.mfa.stages import AuthenticateStage


class AskedOnce(AuthenticateStage):
    """Asks for the second factor, but not of somebody whom the organisation has just asked for its own."""

    def handle(self) -> tuple[Any, bool]:
        """The page that asks, or nothing where sign-in goes on."""
        if self.login.signal_kwargs and "sociallogin" in self.login.signal_kwargs:
            return None, True
        response, goes_on = super().handle()
        return response, bool(goes_on)
