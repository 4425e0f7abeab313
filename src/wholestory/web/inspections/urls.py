"""This application's routes."""

from __future__ import annotations

from django.urls import path

from wholestory.web.inspections.views import grading, report, risks, rounds
from wholestory.web.inspections.views.comparing import compare_rounds

urlpatterns = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.plan_round, name="plan_round"),
    path("rounds/compare/", compare_rounds, name="compare_rounds"),
    path("rounds/<int:number>/", rounds.one_round, name="round"),
    path("rounds/<int:number>/plan/", rounds.change_plan, name="change_plan"),
    path("rounds/<int:number>/move/", rounds.move, name="move_round"),
    path("rounds/<int:number>/sample/", rounds.sample, name="round_sample"),
    path("rounds/<int:number>/addendum/", rounds.addendum, name="addendum"),
    path("rounds/<int:number>/publication/", report.publication, name="publication"),
    path("rounds/<int:number>/report/", report.read_report, name="read_round_report"),
    path("rounds/<int:number>/report.<str:form>", report.report, name="round_report"),
    path("gradings/<int:number>/hand-in/", grading.hand_in, name="hand_in"),
    path("gradings/<int:number>/<str:part>/<str:question>/", grading.grading, name="grading"),
    path("cases/<int:number>/moderate/", grading.moderate, name="moderate"),
    path("cases/<int:number>/own-grade/", grading.own_grade, name="own_grade"),
    path("cases/<int:number>/at-risk/", risks.at_risk, name="at_risk"),
    path("returned/", risks.live_risks, name="live_risks"),
    path("returned/<int:number>/", risks.reply, name="reply_to_live_risk"),
]
