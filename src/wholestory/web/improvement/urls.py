"""This application's routes."""

from __future__ import annotations

from django.urls import path

from wholestory.web.improvement.views import (
    evidence,
    following,
    improvement_report,
    leaders,
    panel,
    public,
    recommendations,
    reports,
)

urlpatterns = [
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations/report/", improvement_report.improvement, name="improvement_report"),
    path("recommendations/report.<str:form>", improvement_report.improvement_file, name="improvement_file"),
    path("recommendations/<int:number>/", recommendations.recommendation, name="recommendation"),
    path("recommendations/<int:number>/action/", following.set_action, name="set_action"),
    path("recommendations/<int:number>/actions/<int:action>/done/", following.tick_off, name="tick_off"),
    path("recommendations/<int:number>/actions/<int:action>/not-done/", following.undo_tick, name="undo_tick"),
    path("recommendations/<int:number>/actions/<int:action>/attach/", evidence.attach, name="attach_evidence"),
    path("evidence/<int:evidence>/", evidence.download, name="evidence"),
    path("evidence/<int:evidence>/take-off/", evidence.take_off, name="take_off_evidence"),
    path("recommendations/<int:number>/measure/", following.choose_measure, name="choose_measure"),
    path("recommendations/<int:number>/judge/", following.judge, name="judge_progress"),
    path("recommendations/<int:number>/carry/<int:report>/", recommendations.carry, name="carry_over"),
    path("leaders/", leaders.leaders, name="leaders"),
    path("leaders/leaders.pdf", leaders.leaders_pdf, name="leaders_pdf"),
    path("leaders/<slug:section>.<slug:form>", leaders.leaders_file, name="leaders_file"),
    path("public/", public.public_reports, name="public_reports"),
    path("public/new/", public.prepare, name="prepare_public_report"),
    path("public/<int:public>/", public.public_report, name="public_report"),
    path("public/<int:public>/report.<slug:form>", public.public_file, name="public_file"),
    path("panel/", panel.panel, name="panel"),
    path("panel/you-said-we-did.pdf", panel.panel_sheet, name="panel_sheet"),
    path("panel/new/", panel.write_theme, name="write_theme"),
    path("panel/<int:theme>/", panel.theme, name="theme"),
    path("panel/<int:theme>/settle/", panel.settle_theme, name="settle_theme"),
    path("panel/<int:theme>/reply/", panel.write_reply, name="write_reply"),
    path("panel/<int:theme>/replies/<int:reply>/settle/", panel.settle_reply, name="settle_reply"),
    path("reports/new/", reports.write_report, name="write_report"),
    path("reports/<int:number>/", reports.report, name="report"),
    path("reports/<int:number>/recommend/", reports.recommend, name="recommend"),
    path("reports/<int:number>/sent/<slug:clock>/", reports.send, name="send"),
]
