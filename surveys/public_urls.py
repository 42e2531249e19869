"""The public pages on which clients answer."""

from __future__ import annotations

from django.urls import path

from surveys.views import answer, entry, stop, thanks

# What clients see. Short, because links are written into mails and typed from paper; `a` answers, `s` surveys.
urlpatterns = [
    path("s/<str:token>/", answer.show, name="survey"),
    path("s/<str:token>/thanks/", thanks.show, name="survey_thanks"),
    path("s/<str:token>/stop/", stop.show, name="survey_stop"),
    path("a/<slug:slug>/", entry.show, name="survey_entry"),
    path("a/<slug:slug>/thanks/<str:token>/", entry.thanks, name="survey_entry_thanks"),
    path("a/<slug:slug>/embed/", entry.embed, name="survey_embed"),
    path("a/<slug:slug>/embed/thanks/<str:token>/", entry.embed_thanks, name="survey_embed_thanks"),
]
