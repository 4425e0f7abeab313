"""This application's routes."""

from __future__ import annotations

from django.urls import path

from wholestory.web.children import converters
from wholestory.web.children.views.opening import break_glass, open_story
from wholestory.web.children.views.story import story
from wholestory.web.children.views.worklist import assign_to, hold, worklist

converters.register()

urlpatterns = [
    path("worklist/", worklist, name="worklist"),
    path("worklist/hold/", hold, name="hold"),
    path("worklist/assign/<key:child>/", assign_to, name="assign"),
    path("children/<key:child>/", story, name="story"),
    path("children/<key:child>/open/", open_story, name="open_story"),
    path("children/<key:child>/break-glass/", break_glass, name="break_glass"),
]
