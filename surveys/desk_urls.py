"""Pages of surveys for our own people."""

from __future__ import annotations

from django.urls import path

from surveys.views import (
    answers,
    campaigns,
    counting,
    entries,
    export,
    mails,
    one_answer,
    overview,
    people,
    planned,
    suppressions,
    terms,
    words,
)

urlpatterns = [
    path("surveys/", overview.show, name="surveys"),
    path("surveys/answers/", answers.show, name="survey_answers"),
    path("surveys/answers/export/<slug:kind>/", export.answers, name="survey_answers_export"),
    path("surveys/answers/imported/<int:pk>/", one_answer.imported, name="survey_imported"),
    path("surveys/answers/<int:pk>/", one_answer.show, name="survey_answer"),
    path("surveys/answers/<int:pk>/count/", counting.count, name="survey_answer_count"),
    path("surveys/answers/<int:pk>/quote/", one_answer.quote, name="survey_answer_quote"),
    path("surveys/campaigns/", campaigns.index, name="campaigns"),
    path("surveys/campaigns/new/", campaigns.new, name="campaign_new"),
    path("surveys/campaigns/<int:pk>/", campaigns.show, name="campaign"),
    path("surveys/campaigns/<int:pk>/edit/", campaigns.edit, name="campaign_edit"),
    path("surveys/campaigns/<int:pk>/state/", campaigns.move, name="campaign_move"),
    path("surveys/campaigns/<int:pk>/copy/", campaigns.copy, name="campaign_copy"),
    path("surveys/campaigns/<int:pk>/planned/", planned.show, name="campaign_planned"),
    path("surveys/campaigns/<int:pk>/wording/", words.edit, name="campaign_wording"),
    path("surveys/campaigns/<int:pk>/preview/", mails.show, name="campaign_preview"),
    path("surveys/campaigns/<int:pk>/preview/mail/", mails.mail, name="campaign_mail"),
    path("surveys/campaigns/<int:pk>/preview/page/", mails.question, name="campaign_question"),
    path("surveys/campaigns/<int:pk>/test/", mails.test, name="campaign_test"),
    path("surveys/campaigns/<int:pk>/people/", people.show, name="campaign_people"),
    path("surveys/asks/<int:pk>/skip/", people.take_out, name="ask_skip"),
    path("surveys/campaigns/<int:pk>/entries/", entries.index, name="campaign_entries"),
    path("surveys/campaigns/<int:pk>/entries/print/", entries.sheet, name="campaign_entries_print"),
    path("surveys/entries/<int:pk>/", entries.edit, name="survey_entry_edit"),
    path("surveys/entries/<int:pk>/end/", entries.take_back, name="survey_entry_end"),
    path("surveys/entries/<int:pk>/qr.<slug:kind>", entries.code, name="survey_entry_qr"),
    path("surveys/suppressions/", suppressions.index, name="survey_suppressions"),
    path("surveys/suppressions/<int:pk>/lift/", suppressions.lift, name="survey_suppression_lift"),
    path("surveys/terms/", terms.edit, name="survey_terms"),
]
