"""Pages of the judgement."""

from django.urls import path

from signals.views import (
    client,
    client_plays,
    communication,
    evidence,
    export,
    first_hour,
    money,
    play_actions,
    play_start,
    playbook_edit,
    playbook_rules,
    playbooks,
    portfolio,
    timeline,
    today,
)

urlpatterns = [
    path("", today.show, name="today"),
    path("portfolio/", portfolio.show, name="portfolio"),
    path("portfolio/export/", export.portfolio, name="portfolio_export"),
    path("clients/<int:pk>/", client.show, name="client"),
    path("clients/<int:pk>/changed/", client.changed, name="client_changed"),
    path("clients/<int:pk>/evidence/<slug:key>/", evidence.show, name="evidence"),
    path("clients/<int:pk>/timeline/", timeline.show, name="client_timeline"),
    path("clients/<int:pk>/money/", money.show, name="client_money"),
    path("clients/<int:pk>/communication/", communication.show, name="client_communication"),
    path("clients/<int:pk>/plays/", client_plays.show, name="client_plays"),
    path("clients/<int:pk>/plays/start/", play_start.start, name="play_start"),
    path("clients/<int:pk>/plays/<int:play>/end/", play_actions.end, name="play_end"),
    path("clients/<int:pk>/plays/<int:play>/rescuer/", play_actions.rescuer, name="play_rescuer"),
    path("clients/<int:pk>/plays/tasks/<int:task>/<slug:do>/", play_actions.task, name="play_task"),
    path("playbooks/", playbooks.index, name="playbooks"),
    path("playbooks/rules/", playbook_rules.rules, name="playbook_rules"),
    path("playbooks/new/", playbook_edit.new, name="playbook_new"),
    path("playbooks/<slug:key>/", playbooks.show, name="playbook"),
    path("playbooks/<slug:key>/copy/", playbooks.copy, name="playbook_copy"),
    path("playbooks/<slug:key>/switch/", playbooks.switch, name="playbook_switch"),
    path("playbooks/<slug:key>/edit/", playbook_edit.edit, name="playbook_edit"),
    path("first-hour/", first_hour.show, name="first_hour"),
]
