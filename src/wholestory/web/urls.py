"""Every route, by application."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("wholestory.web.accounts.sign_in_urls")),
    path("", include("wholestory.web.accounts.urls")),
    path("", include("wholestory.web.log.urls")),
    path("", include("wholestory.web.records.urls")),
    path("", include("wholestory.web.children.urls")),
    path("", include("wholestory.web.oversight.urls")),
    path("", include("wholestory.web.inspections.urls")),
    path("", include("wholestory.web.improvement.urls")),
]
