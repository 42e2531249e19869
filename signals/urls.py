"""Pages of the judgement."""

from django.urls import path, register_converter

from signals.views import (
    briefing,
    client,
    communication,
    disagreements,
    evidence,
    export,
    first_hour,
    money,
    notices,
    override,
    portfolio,
    scorecard,
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
    path("clients/<int:pk>/achieved/", briefing.wins, name="client_wins"),
    path("clients/<int:pk>/achieved.pdf", briefing.wins_pdf, name="client_wins_pdf"),
    path("clients/<int:pk>/communication/", communication.show, name="client_communication"),
    path("account/notices/", notices.edit, name="notices"),
    path("account/notices/seen/", notices.seen, name="notices_seen"),
    path("account/notices/stop/<str:token>/", notices.stop, name="notices_stop"),
    path("first-hour/", first_hour.show, name="first_hour"),
]
