"""This application's routes."""

from __future__ import annotations

from django.urls import path

from wholestory.web.accounts.views.home import everywhere, home
from wholestory.web.accounts.views.people import people, person, settings_shown

urlpatterns = [
    path("", home, name="home"),
    path("people/", people, name="people"),
    path("people/<int:person>/", person, name="person"),
    path("settings/", settings_shown, name="settings"),
    path("everywhere/", everywhere, name="everywhere"),
]
