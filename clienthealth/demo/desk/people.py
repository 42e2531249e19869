"""Whoever looks after a client does something about an alert, through the actions that the pages call."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from accounts.models import Client, User
from clienthealth.core import clock
from clienthealth.core.clock import Day
from clienthealth.demo.desk.steps import ENDED, FOLLOW_UPS, NOTES, OVERRIDE, STEPS, Step
from signals.actions import alerts, notices, overrides, plays, tasks
from signals.models import Alert, Play, Task

LATEST_SEEN = 6  # days before today: what people were told of since then, not all of them have looked at


class Desk:
    """What is still to be done, and the people who do it."""

    def __init__(self, today: Day) -> None:
        self.today = today
        self.waiting, self.follow_ups = list(STEPS), list(FOLLOW_UPS)
        self.stuck: dict[int, int] = {}  # of a play: the number of the step that nobody gets round to
        self.people = {user.email: user for user in User.objects.all()}
        self.clients = {one.external_id: one for one in Client.objects.select_related("owner") if one.owner}

    def work(self, day: Day) -> None:
        """One day at the desk, by the clock on the wall: look, decide, do what is due."""
        ago = (self.today.date - day.date).days
        with clock.pretend(_at(day, 9, 20)):
            if ago >= LATEST_SEEN:
                for user in self.people.values():
                    notices.mark_seen(user)
            for step in [step for step in self.waiting if step.ago >= ago]:
                self._do(step, day)
            for noted in [noted for noted in self.follow_ups if noted[0] >= ago]:
                self.follow_ups.remove(noted)
                self._note_task(*noted[1:])
        with clock.pretend(_at(day, 14, 40)):
            self._do_tasks(day)
            self._end_plays(ago)

    def leave(self, day: Day) -> None:
        """The end of the last day: one score set by hand."""
        with clock.pretend(_at(day, 16, 50)):
            self._override()

    def _do(self, step: Step, day: Day) -> None:
        """The step, where its alert stands by now; else it waits for another day."""
        client = self.clients.get(step.client)
        if client is None or client.owner is None:
            return
        alert = Alert.objects.standing().filter(client=client, sign=step.sign).first()
        if alert is None:
            return
        self.waiting.remove(step)
        by = client.owner
        if step.does == "takes":
            alerts.acknowledge([alert.pk], by=by)
        elif step.does == "snoozes":
            alerts.snooze([alert.pk], by=by, until=day.date + dt.timedelta(days=step.days), why=step.says)
        elif step.does == "resolves":
            alerts.resolve([alert.pk], by=by, outcome=step.outcome, why=step.says)
        else:
            rescuer = self.people.get(step.rescuer)
            play = plays.start_play(client, step.playbook, by=by, alert=alert, rescuer=rescuer)
            self.stuck[play.pk] = step.stuck

    def _note_task(self, external_id: str, title: str, kind: str, due: int) -> None:
        client = self.clients.get(external_id)
        if client is not None and client.owner is not None:
            tasks.add_task(client, by=client.owner, title=title, kind=kind, due_on=self.today.plus(due).date)

    def _do_tasks(self, day: Day) -> None:
        """What is due by now gets done, except for what stays undone."""
        due = Task.objects.to_do().filter(play__in=self.stuck, due_on__lte=day.date)
        for task in due.select_related("client__owner", "assigned_to").order_by("play", "number"):
            doer = task.assigned_to or task.client.owner
            if doer is not None and task.number != self.stuck[task.play_id or 0]:
                tasks.finish_task(task, by=doer, note=NOTES[(task.number + task.client_id) % len(NOTES)])

    def _end_plays(self, ago: int) -> None:
        for (playbook, external_id), (since, outcome, note) in ENDED.items():
            running = Play.objects.filter(state=Play.State.RUNNING, playbook=playbook)
            play = running.filter(client__external_id=external_id).select_related("client__owner").first()
            if play is not None and ago <= since and play.client.owner is not None:
                plays.finish_play(play, by=play.client.owner, outcome=outcome, note=note)

    def _override(self) -> None:
        external_id, score, reason, days = OVERRIDE
        client = self.clients.get(external_id)
        if client is not None and client.owner is not None:
            until = self.today.date + dt.timedelta(days=days)
            overrides.set_override(
                by=client.owner, client=client, side="churn", score=score, reason=reason, expires_on=until
            )


def _at(day: Day, hour: int, minute: int) -> dt.datetime:
    return dt.datetime.combine(day.date, dt.time(hour, minute), ZoneInfo(day.zone))
