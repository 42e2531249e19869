"""Pages of the judgement."""

from django.urls import path

from signals.views import (
    client,
    communication,
    evidence,
    export,
    find,
    first_hour,
    inbox,
    inbox_actions,
    money,
    portfolio,
    tasks,
    timeline,
    today,
)

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
    path("clients/<int:pk>/timeline/", timeline.show, name="client_timeline"),
    path("clients/<int:pk>/money/", money.show, name="client_money"),
    path("clients/<int:pk>/communication/", communication.show, name="client_communication"),
    path("first-hour/", first_hour.show, name="first_hour"),
]
