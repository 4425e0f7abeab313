"""This application's routes."""

from __future__ import annotations

from django.urls import path

from wholestory.web.children import converters
from wholestory.web.children.views import case_status, doubtful, imports, marks, rejected
from wholestory.web.children.views.challenges import challenge, challenges, challenges_under_way
from wholestory.web.children.views.chronology import chronology
from wholestory.web.children.views.concern import agree, agreements, concern, concerns, restore, withdraw
from wholestory.web.children.views.discussions import discussions, tick_action
from wholestory.web.children.views.finding import add, find
from wholestory.web.children.views.notices import notice, notices
from wholestory.web.children.views.opening import break_glass, open_story
from wholestory.web.children.views.record import record
from wholestory.web.children.views.story import story
from wholestory.web.children.views.worklist import assign_to, hold, worklist
from wholestory.web.children.views.writing import correct, write, writing_help, written

converters.register()

urlpatterns = [
    path("notices/", notices, name="notices"),
    path("notices/<int:number>/", notice, name="notice"),
    path("agreements/", agreements, name="agreements"),
    path("challenges/", challenges_under_way, name="challenges_under_way"),
    path("marks/", marks.export, name="marks"),
    path("children/<key:child>/concerns/", concerns, name="concerns"),
    path("children/<key:child>/concerns/<key:concern>/", concern, name="concern"),
    path("children/<key:child>/answers/<int:answer>/agree/", agree, name="agree"),
    path("children/<key:child>/answers/<int:answer>/withdraw/", withdraw, name="withdraw"),
    path("children/<key:child>/answers/<int:answer>/restore/", restore, name="restore"),
    path("children/<key:child>/mark/", marks.mark, name="mark"),
    path("children/<key:child>/mark/<int:mark>/undo/", marks.undo, name="undo_mark"),
    path("children/<key:child>/case/", case_status.case_status, name="case_status"),
    path("children/<key:child>/case/undo/", case_status.undo, name="undo_case_status"),
    path("children/<key:child>/discussions/", discussions, name="discussions"),
    path("children/<key:child>/discussions/actions/<int:action>/", tick_action, name="tick_action"),
    path("children/<key:child>/challenges/", challenges, name="challenges"),
    path("children/<key:child>/challenges/<int:number>/", challenge, name="challenge"),
    path("find/", find, name="find"),
    path("find/add/", add, name="add_child"),
    path("children/<key:child>/write/", write, name="write"),
    path("children/<key:child>/write/help/", writing_help, name="writing_help"),
    path("children/<key:child>/written/<key:record>/", written, name="written"),
    path("children/<key:child>/records/<key:record>/correct/", correct, name="correct"),
    path("doubtful/", doubtful.doubtful, name="doubtful"),
    path("doubtful/<key:one>/<key:other>/", doubtful.pair, name="pair"),
    path("doubtful/<key:one>/<key:other>/take-back/", doubtful.take_back, name="take_back"),
    path("persons/<key:child>/", doubtful.persons, name="persons"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:number>/", imports.import_page, name="import"),
    path("imports/<int:number>/stop/", imports.stop, name="stop_import"),
    path("imports/<int:number>/resume/", imports.resume, name="resume_import"),
    path("imports/<int:number>/rejected/", rejected.rejected_file, name="rejected_file"),
    path("imports/<int:number>/mended/", rejected.mended_file, name="mended_file"),
    path("imports/<int:number>/rejected/<int:row>/", rejected.rejected_row, name="rejected_row"),
    path("worklist/", worklist, name="worklist"),
    path("worklist/hold/", hold, name="hold"),
    path("worklist/assign/<key:child>/", assign_to, name="assign"),
    path("records/<key:record>/", record, name="record"),
    path("children/<key:child>/", story, name="story"),
    path("children/<key:child>/chronology/", chronology, name="chronology"),
    path("children/<key:child>/open/", open_story, name="open_story"),
    path("children/<key:child>/break-glass/", break_glass, name="break_glass"),
]
