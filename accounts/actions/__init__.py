"""The writes of people: each in one transaction, checked, and in the audit log under their name."""

from accounts.actions.billing import record_promise
from accounts.actions.clients import (
    assign_owner,
    create_client,
    end_client,
    give_notice,
    pause_client,
    resume_client,
    withdraw_notice,
)
from accounts.actions.log import log_lapse, log_note, log_observation, log_win, record_pulse, undo

__all__ = [
    "assign_owner", "create_client", "end_client", "give_notice", "log_lapse", "log_note", "log_observation",
    "log_win", "pause_client", "record_promise", "record_pulse", "resume_client", "undo", "withdraw_notice",
]  # fmt: skip
