"""This application's routes."""

from __future__ import annotations

from django.urls import path

from wholestory.web.accounts.views.home import everywhere, home
from wholestory.web.accounts.views.people import people, person, settings_shown
from wholestory.web.accounts.views.places import agency, district, places

urlpatterns = [
    path("", home, name="home"),
    path("people/", people, name="people"),
    path("people/<int:person>/", person, name="person"),
    path("places/", places, name="places"),
    path("places/agencies/add/", agency, name="add_agency"),
    path("places/agencies/named/<path:name>/", agency, name="agency"),
    path("places/districts/add/", district, name="add_district"),
    path("places/districts/named/<path:name>/", district, name="district"),
    path("settings/", settings_shown, name="settings"),
    path("everywhere/", everywhere, name="everywhere"),
]
