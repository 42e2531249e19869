"""Pages of surveys, and the public pages on which clients answer."""

from __future__ import annotations

from django.urls import path

from surveys.desk_urls import urlpatterns as desk
from surveys.views import answer, entry, stop, thanks, voice
from surveys.views import loop_pages as loops

# What clients see. Short, because links are written into mails and typed from paper; `a` answers, `s` surveys.
PUBLIC = [
    path("s/<str:token>/", answer.show, name="survey"),
    path("s/<str:token>/thanks/", thanks.show, name="survey_thanks"),
    path("s/<str:token>/stop/", stop.show, name="survey_stop"),
    path("a/<slug:slug>/", entry.show, name="survey_entry"),
    path("a/<slug:slug>/thanks/<str:token>/", entry.thanks, name="survey_entry_thanks"),
    path("a/<slug:slug>/embed/", entry.embed, name="survey_embed"),
    path("a/<slug:slug>/embed/thanks/<str:token>/", entry.embed_thanks, name="survey_embed_thanks"),
]

LOOPS = [
    path("surveys/loops/", loops.index, name="survey_loops"),
    path("surveys/loops/<int:pk>/", loops.show, name="survey_loop"),
    path("surveys/loops/<int:pk>/cause/", loops.cause, name="loop_cause"),
    path("surveys/loops/<int:pk>/reply/", loops.reply, name="loop_reply"),
    path("surveys/loops/<int:pk>/close/", loops.close, name="loop_close"),
    path("surveys/loops/<int:pk>/reopen/", loops.reopen, name="loop_reopen"),
    path("surveys/loops/<int:pk>/hand-over/", loops.hand_over, name="loop_hand_over"),
    path("clients/<int:pk>/voice/", voice.show, name="client_voice"),
]

urlpatterns = [*PUBLIC, *LOOPS, *desk]
