"""The sign-in pages of django-allauth in use here. Nobody signs up, changes their address or links accounts."""

from __future__ import annotations

from allauth.account import views as account
from allauth.socialaccount import views as socialaccount
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from wholestory.web.accounts import organisation
from wholestory.web.accounts.views.home import forgotten_password, no_password


def closed(request: HttpRequest) -> HttpResponse:
    """There is no such page. Raises Http404."""
    raise Http404


urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", forgotten_password, name="account_reset_password"),
    path("password/none/", no_password, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    # Names that the library's own pages and middleware refer to.
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
]
if settings.SITE.openid:
    provider = {"provider_id": "organisation"}
    urlpatterns += [
        path("openid/cancelled/", socialaccount.login_cancelled, name="socialaccount_login_cancelled"),
        path("openid/error/", socialaccount.login_error, name="socialaccount_login_error"),
        path("openid/signup/", closed, name="socialaccount_signup"),
        path("openid/connections/", closed, name="socialaccount_connections"),
        path("oidc/organisation/login/", organisation.login, provider, name="openid_connect_login"),
        path("oidc/organisation/login/callback/", organisation.callback, provider, name="openid_connect_callback"),
    ]
