"""Pages of the judgement."""

from django.urls import path, register_converter

from signals.views import (
    briefing,
    client,
    client_plays,
    communication,
    deliverables,
    disagreements,
    evidence,
    export,
    find,
    first_hour,
    inbox,
    inbox_actions,
    money,
    notices,
    override,
    play_actions,
    play_start,
    playbook_edit,
    playbook_rules,
    playbooks,
    portfolio,
    report,
    report_share,
    scorecard,
    tasks,
    timeline,
    today,
)


class SideConverter:
    """One of the two scores, as an address names it."""

    regex = "churn|fire"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SideConverter, "side")

urlpatterns = [
    path("", today.show, name="today"),
    path("find/", find.show, name="find"),
    path("inbox/", inbox.show, name="inbox"),
    path("inbox/all/", inbox_actions.many, name="inbox_many"),
    path("inbox/undo/", inbox_actions.undo, name="inbox_undo"),
    path("inbox/<int:pk>/", inbox.one, name="alert"),
    path("inbox/<int:pk>/<slug:what>/", inbox_actions.one, name="alert_act"),
    path("tasks/", tasks.show, name="tasks"),
    path("tasks/<int:pk>/", tasks.one, name="task"),
    path("tasks/<int:pk>/<slug:what>/", tasks.change, name="task_change"),
    path("portfolio/", portfolio.show, name="portfolio"),
    path("portfolio/export/", export.portfolio, name="portfolio_export"),
    path("clients/<int:pk>/", client.show, name="client"),
    path("clients/<int:pk>/changed/", client.changed, name="client_changed"),
    path("clients/<int:pk>/evidence/<slug:key>/", evidence.show, name="evidence"),
    path("clients/<int:pk>/override/<side:side>/", override.edit, name="override"),
    path("clients/<int:pk>/override/<side:side>/end/", override.end, name="override_end"),
    path("scorecard/", scorecard.show, name="scorecard"),
    path("disagreements/", disagreements.show, name="disagreements"),
    path("clients/<int:pk>/timeline/", timeline.show, name="client_timeline"),
    path("clients/<int:pk>/money/", money.show, name="client_money"),
    path("clients/<int:pk>/briefing/", briefing.briefing, name="briefing"),
    path("clients/<int:pk>/briefing.pdf", briefing.briefing_pdf, name="briefing_pdf"),
    path("clients/<int:pk>/report/", report.report, name="client_report"),
    path("clients/<int:pk>/report.pdf", report.report_pdf, name="client_report_pdf"),
    path("clients/<int:pk>/report/share/", report_share.share, name="client_report_share"),
    path("clients/<int:pk>/deliverables/", deliverables.show, name="client_deliverables"),
    path("clients/<int:pk>/achieved/", briefing.wins, name="client_wins"),
    path("clients/<int:pk>/achieved.pdf", briefing.wins_pdf, name="client_wins_pdf"),
    path("clients/<int:pk>/communication/", communication.show, name="client_communication"),
    path("clients/<int:pk>/plays/", client_plays.show, name="client_plays"),
    path("clients/<int:pk>/plays/start/", play_start.start, name="play_start"),
    path("clients/<int:pk>/plays/<int:play>/end/", play_actions.end, name="play_end"),
    path("clients/<int:pk>/plays/<int:play>/rescuer/", play_actions.rescuer, name="play_rescuer"),
    path("playbooks/", playbooks.index, name="playbooks"),
    path("playbooks/rules/", playbook_rules.rules, name="playbook_rules"),
    path("playbooks/new/", playbook_edit.new, name="playbook_new"),
    path("playbooks/<slug:key>/", playbooks.show, name="playbook"),
    path("playbooks/<slug:key>/copy/", playbooks.copy, name="playbook_copy"),
    path("playbooks/<slug:key>/switch/", playbooks.switch, name="playbook_switch"),
    path("playbooks/<slug:key>/edit/", playbook_edit.edit, name="playbook_edit"),
    path("account/notices/", notices.edit, name="notices"),
    path("account/notices/seen/", notices.seen, name="notices_seen"),
    path("account/notices/stop/<str:token>/", notices.stop, name="notices_stop"),
    path("first-hour/", first_hour.show, name="first_hour"),
]
