"""This application's routes."""

from __future__ import annotations

from django.urls import path

from wholestory.web.children.views.worklist import worklist

urlpatterns = [path("worklist/", worklist, name="worklist")]
