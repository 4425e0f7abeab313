"""This application's routes."""

from __future__ import annotations

from django.urls import path

from wholestory.web.accounts.views import everywhere, home

urlpatterns = [
    path("", home, name="home"),
    path("everywhere/", everywhere, name="everywhere"),
]
