"""Whom we ask, what they answered, who owes them a reply.

The facts that scores read (`SurveyInvitation`, `SurveyResponse`) are in the book; here is the work around them.
"""

from surveys.models.answer import Answer, Attempt
from surveys.models.ask import Ask, Bounce, Suppression, SurveyEntry
from surveys.models.campaign import Campaign, CampaignWording, SurveyTerms
from surveys.models.loop import Loop

__all__ = [
    "Answer", "Ask", "Attempt", "Bounce", "Campaign", "CampaignWording", "Loop", "Suppression", "SurveyEntry",
    "SurveyTerms",
]  # fmt: skip
