"""This application's routes."""

from __future__ import annotations

from django.urls import path

from wholestory.web.children import converters
from wholestory.web.children.views.worklist import assign_to, hold, worklist

converters.register()

urlpatterns = [
    path("worklist/", worklist, name="worklist"),
    path("worklist/hold/", hold, name="hold"),
    path("worklist/assign/<key:child>/", assign_to, name="assign"),
]
