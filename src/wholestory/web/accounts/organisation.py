"""The organisation's own sign-in by OpenID Connect: the authorization code flow with PKCE, state and nonce.

allauth leaves out what the specification does not demand of a token that came straight from the provider. Here the
signature and the nonce are checked all the same, so that a mistake in one place lets nobody in.
"""

from __future__ import annotations

import hmac
from typing import Any

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode

# Signatures by a key that the provider alone holds; never by a shared secret, never none.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
# Seconds by which the provider's clock may differ from this machine's.
_CLOCKS_DIFFER = 60
_ENDS_AT = "organisation_ends_at"


class _Client(OAuth2Client):
    """Asks for a nonce in the token beside the state."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        """The provider's address to which somebody is sent to sign in."""
        asked = {**extra_params, "nonce": _nonce(self.state or "")}
        return str(super().get_redirect_url(authorization_url, scope, asked))


class _Exchange(OpenIDConnectOAuth2Adapter):
    """Exchanges the code for tokens and says who signed in. Raises OAuth2Error for what is not as it must be."""

    client_class = _Client

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, with addresses that are all HTTPS and its own."""
        found: dict[str, Any] = super().openid_config
        missing = [name for name in _ENDPOINTS if not str(found.get(name, "")).startswith("https://")]
        if missing:
            raise OAuth2Error(f"The provider names no https:// address for {', '.join(missing)}.")
        provider = self.get_provider()
        if provider.wk_server_url(str(found.get("issuer", "")).rstrip("/")) != provider.server_url:
            raise OAuth2Error("The provider says that it is another than the one in the settings.")
        return found

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Who signed in, by a token that was checked and the provider's answer about the same person."""
        said = self._checked(str(kwargs["response"].get("id_token", "")), app.client_id)
        if not hmac.compare_digest(str(said.get("nonce", "")), _nonce(request.GET.get("state", ""))):
            raise OAuth2Error("The token answers another attempt to sign in.")
        person = self._fetch_user_info(token.token)
        if person.get("sub") != said["sub"]:
            raise OAuth2Error("The provider told of another person than the one who signed in.")
        # Many organisations' providers never say so, since they give out the addresses themselves.
        person.setdefault("email_verified", True)
        request.session[_ENDS_AT] = str(self.openid_config.get("end_session_endpoint", ""))
        return self.get_provider().sociallogin_from_response(request, {"userinfo": person})

    def _checked(self, token: str, client: str) -> dict[str, Any]:
        try:
            key = self._key(jwt.get_unverified_header(token))
            said: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=_ALGORITHMS,
                audience=client,
                issuer=self.openid_config["issuer"],
                leeway=_CLOCKS_DIFFER,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"The token is not as it must be: {type(error).__name__}.") from error
        if said.get("azp", client) != client:
            raise OAuth2Error("The token was made out to another application.")
        return said

    def _key(self, header: dict[str, Any]) -> jwt.PyJWK:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        named = [key for key in keys if key.key_id == header.get("kid") or (len(keys) == 1 and "kid" not in header)]
        if not named:
            raise OAuth2Error("The token is signed with a key that the provider does not publish.")
        return named[0]


class Organisation(OpenIDConnectProvider):
    """The organisation as allauth's provider. It only signs people in: accounts are never linked by hand."""

    oauth2_adapter_class = _Exchange

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """What to do when somebody comes back, whatever an address asks for: sign in."""
        return {**super().get_redirect_from_request_kwargs(request), "process": "login"}

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send somebody to the provider, or say that it cannot be reached."""
        try:
            answer: HttpResponse = super().redirect(request, *args, **kwargs)
        except (OAuth2Error, requests.RequestException) as error:
            answer = render_authentication_error(request, self, exception=error)
        return answer


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The page that sends somebody to the provider."""
    answer: HttpResponse = OAuth2LoginView.adapter_view(_Exchange(request, provider_id))(request)
    return answer


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The page to which the provider sends them back."""
    answer: HttpResponse = OAuth2CallbackView.adapter_view(_Exchange(request, provider_id))(request)
    return answer


def sign_out_address(request: HttpRequest) -> str:
    """The provider's page that ends its own session too; empty where somebody came another way, or there is none."""
    ends_at = str(request.session.get(_ENDS_AT, ""))
    if not ends_at.startswith("https://"):
        return ""
    back = request.build_absolute_uri(reverse("account_login"))
    asked = urlencode({"client_id": settings.SITE.openid_client, "post_logout_redirect_uri": back})
    return f"{ends_at}{'&' if '?' in ends_at else '?'}{asked}"


def _nonce(state: str) -> str:
    """The nonce that belongs to a state: nobody can work it out from what stands in the address."""
    return salted_hmac("wholestory.web.accounts.organisation", state, algorithm="sha256").hexdigest()
