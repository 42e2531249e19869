"""Addresses of letters and of their wording."""

from __future__ import annotations

from django.urls import path

from offboarding.views import letter_changes, letter_sending, letters, wording

letter_urls = [
    path("partings/<int:pk>/letters/", letters.index, name="parting_letters"),
    path("letters/paper/", wording.letterhead, name="letterhead"),
    path("letters/wording/", wording.index, name="wording"),
    path("letters/wording/<slug:kind>/<slug:language>/", wording.show, name="wording_letter"),
    path("letters/wording/<slug:kind>/<slug:language>/<slug:key>/", wording.edit, name="wording_piece"),
    path("letters/wording/<slug:kind>/<slug:language>/<slug:key>/back/", wording.go_back, name="wording_back"),
    path("letters/wording/<slug:kind>/<slug:language>/<slug:key>/check/", wording.check, name="wording_check"),
    path("letters/<int:pk>/", letters.show, name="letter"),
    path("letters/<int:pk>.pdf", letters.file, {"format": "pdf"}, name="letter_pdf"),
    path("letters/<int:pk>.docx", letters.file, {"format": "docx"}, name="letter_docx"),
    path("letters/<int:pk>/answers/", letter_changes.answers, name="letter_answers"),
    path("letters/<int:pk>/facts/", letter_changes.facts, name="letter_facts"),
    path("letters/<int:pk>/table/<slug:name>/", letter_changes.table, name="letter_table"),
    path("letters/<int:pk>/settings/", letter_changes.settings, name="letter_settings"),
    path("letters/<int:pk>/terms/", letter_changes.terms, name="letter_terms"),
    path("letters/<int:pk>/send/", letter_sending.send, name="letter_send"),
    path("letters/<int:pk>/delivered/", letter_sending.deliver, name="letter_delivered"),
    path("letters/<int:pk>/received/<int:sending>/", letter_sending.receipt, name="letter_received"),
    path("letters/<int:pk>/script/", letter_sending.script, name="letter_script"),
    path("letters/<int:pk>/do/<slug:what>/", letter_changes.change, name="letter_change"),
]
