"""Pages of prospects, and the public pages that a prospect fills in."""

from __future__ import annotations

from django.urls import path

from prospects.views import answer, ask, deciding, index, invitations, judging, learning, letters, prospect
from prospects.views import questionnaires as forms

urlpatterns = [
    path("prospects/", index.show, name="prospects"),
    path("prospects/new/", prospect.new, name="prospect_new"),
    path("prospects/questionnaires/", forms.index, name="prospect_questionnaires"),
    path("prospects/questionnaires/<slug:key>/", forms.preview, name="prospect_questionnaire"),
    path("prospects/questionnaires/<slug:key>/edit/", forms.edit, name="prospect_questionnaire_edit"),
    path("prospects/entries/", forms.entry_new, name="prospect_entry_new"),
    path("prospects/entries/<int:pk>/switch/", forms.entry_switch, name="prospect_entry_switch"),
    path("prospects/points/", learning.points, name="prospect_points"),
    path("prospects/right/", learning.right, name="prospect_right"),
    path("prospects/<int:pk>/", prospect.show, name="prospect"),
    path("prospects/<int:pk>/edit/", prospect.edit, name="prospect_edit"),
    path("prospects/<int:pk>/delete/", prospect.delete, name="prospect_delete"),
    path("prospects/<int:pk>/invite/", invitations.invite, name="prospect_invite"),
    path("prospects/<int:pk>/revoke/", invitations.revoke, name="prospect_revoke"),
    path("prospects/<int:pk>/marks/", judging.marks, name="prospect_marks"),
    path("prospects/<int:pk>/feeling/", judging.feeling, name="prospect_feeling"),
    path("prospects/<int:pk>/reveal/", judging.reveal, name="prospect_reveal"),
    path("prospects/<int:pk>/decide/", deciding.decide, name="prospect_decide"),
    path("prospects/<int:pk>/agree/", deciding.agree, name="prospect_agree"),
    path("prospects/<int:pk>/letter/", letters.letter, name="prospect_letter"),
    path("prospects/<int:pk>/convert/", deciding.convert, name="prospect_convert"),
    # Public: no login, no cookie, no script.
    path("q/<str:token>/", answer.show, name="answer"),
    path("ask/<slug:slug>/", ask.show, name="ask"),
    path("ask/begin/<str:token>/", ask.confirm, name="ask_confirm"),
]
