"""Choosing clients: who asks, what they answer, what people and points say of it, what was decided."""

from prospects.models.asking import Answers, Entry, Invitation, Questionnaire
from prospects.models.deciding import Decision, Letter
from prospects.models.judging import FitResult, GutFeeling, RubricMark, WeightSet
from prospects.models.prospect import Prospect, ProspectQuerySet, ScreeningTerms

__all__ = [
    "Answers", "Decision", "Entry", "FitResult", "GutFeeling", "Invitation", "Letter", "Prospect", "ProspectQuerySet",
    "Questionnaire", "RubricMark", "ScreeningTerms", "WeightSet",
]  # fmt: skip
