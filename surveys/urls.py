"""Pages of surveys, and the public pages on which clients answer."""

from __future__ import annotations

from django.urls import path

from surveys.desk_urls import urlpatterns as desk
from surveys.public_urls import urlpatterns as public
from surveys.views import loop_pages as loops
from surveys.views import voice

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

urlpatterns = [*public, *LOOPS, *desk]
