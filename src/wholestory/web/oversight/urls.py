"""This application's routes."""

from __future__ import annotations

from django.urls import path

from wholestory.web.oversight.views.glass import broken_glass, glass
from wholestory.web.oversight.views.log import child_readers, log, log_file, person_reading, who_looked
from wholestory.web.oversight.views.unusual import unusual

urlpatterns = [
    path("who-looked/", who_looked, name="who_looked"),
    path("log/", log, name="log"),
    path("log.csv", log_file, name="log_file"),
    path("log/children/<key:child>/", child_readers, name="child_readers"),
    path("log/people/<int:person>/", person_reading, name="person_reading"),
    path("unusual-reading/", unusual, name="unusual"),
    path("broken-glass/", broken_glass, name="broken_glass"),
    path("broken-glass/<int:number>/", glass, name="glass"),
]
