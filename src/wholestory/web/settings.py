"""Django's settings, made of what the site configures."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from jinja2 import StrictUndefined

from wholestory.web.configuration import Configuration

SITE = Configuration.of(os.environ)
_HERE = Path(__file__).parent

SECRET_KEY = SITE.key("sessions")
DEBUG = False
ALLOWED_HOSTS = [*SITE.hosts]
ROOT_URLCONF = "wholestory.web.urls"
DATABASES = SITE.databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "wholestory.web.ui",
    "wholestory.web.log",
    "wholestory.web.accounts",
    "wholestory.web.records",
    "wholestory.web.children",
    "wholestory.web.oversight",
    "wholestory.web.inspections",
    "wholestory.web.improvement",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "wholestory.web.accounts.middleware.access",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wholestory.web.ui.context.site",
            ],
            "builtins": ["wholestory.web.ui.templatetags.wholestory", "wholestory.web.ui.templatetags.fields"],
        },
    },
    # For what stands on a page by the thousand: templates in an application's folder `jinja2`, asked for by name.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
    },
]
FORM_RENDERER = "wholestory.web.ui.forms.Renderer"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "wholestory.web.accounts.adapters.AccountAdapter"
# Failures are counted by account and address below; this slows down guessing from many addresses.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/h/key"}
SOCIALACCOUNT_ADAPTER = "wholestory.web.accounts.adapters.OrganisationAdapter"
globals().update(SITE.openid_settings())
MFA_TOTP_ISSUER = "Wholestory"
# A code is still good half a minute after, and already before: telephones' clocks differ, and typing takes time.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "wholestory.web.accounts.sealing.SealingAdapter"
MFA_FORMS = {
    "activate_totp": "wholestory.web.accounts.sign_in_forms.SetUpAppForm",
    "add_webauthn": "wholestory.web.accounts.sign_in_forms.AddKeyForm",
}
# Whether people who read stories must sign in with a second factor.
SECOND_FACTOR = SITE.second_factor

# A demonstration is reached on this machine without HTTPS; everything else only through it.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not SITE.demonstration
SECURE_HSTS_SECONDS = 0 if SITE.demonstration else 365 * 24 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SITE.proxy else None
CSRF_TRUSTED_ORIGINS = [SITE.address] if SITE.address.startswith("https://") else []

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(hours=1)
# By account and address together: one person does not shut out an office, nor strangers a person.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "wholestory.web.accounts.adapters.typed_name"
AXES_SENSITIVE_PARAMETERS = ["login", "email", "password", "code", "credential"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# accounts/sessions.py ends a session sooner.
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The form that leads to the organisation's sign-in is answered by a redirect there.
        "form-action": [SELF, *([f"https://{urlsplit(SITE.openid).netloc}"] if SITE.openid else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": SITE.data / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

globals().update(SITE.mail_settings())
DEFAULT_FROM_EMAIL = SITE.mail_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "quiet": {"()": "wholestory.web.log.quiet.Quiet", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "filters": {"without address": {"()": "wholestory.web.log.quiet.WithoutAddress"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"filters": ["without address"]},
        "django.security.csrf": {"filters": ["without address"]},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # It writes sign-in names and addresses; the log of the application has what is needed.
        "axes": {"level": "CRITICAL"},
    },
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
