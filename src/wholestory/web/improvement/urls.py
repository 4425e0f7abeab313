"""This application's routes."""

from __future__ import annotations

from django.urls import path

from wholestory.web.improvement.views import following, improvement_report, recommendations, reports

urlpatterns = [
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations/report/", improvement_report.improvement, name="improvement_report"),
    path("recommendations/report.<str:form>", improvement_report.improvement_file, name="improvement_file"),
    path("recommendations/<int:number>/", recommendations.recommendation, name="recommendation"),
    path("recommendations/<int:number>/action/", following.set_action, name="set_action"),
    path("recommendations/<int:number>/actions/<int:action>/done/", following.tick_off, name="tick_off"),
    path("recommendations/<int:number>/actions/<int:action>/not-done/", following.undo_tick, name="undo_tick"),
    path("recommendations/<int:number>/measure/", following.choose_measure, name="choose_measure"),
    path("recommendations/<int:number>/judge/", following.judge, name="judge_progress"),
    path("recommendations/<int:number>/carry/<int:report>/", recommendations.carry, name="carry_over"),
    path("reports/new/", reports.write_report, name="write_report"),
    path("reports/<int:number>/", reports.report, name="report"),
    path("reports/<int:number>/recommend/", reports.recommend, name="recommend"),
    path("reports/<int:number>/sent/<slug:clock>/", reports.send, name="send"),
]
