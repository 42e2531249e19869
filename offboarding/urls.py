"""Pages of partings, letters, hand-overs and lessons."""

from __future__ import annotations

from django.urls import path

from offboarding.letter_urls import letter_urls
from offboarding.views import cases, date, handover, lessons, report, review, second_look, steps, worth

urlpatterns = [
    path("partings/", cases.board, name="partings"),
    path("clients/<int:pk>/parting/", cases.begin, name="parting_begin"),
    path("partings/<int:pk>/", cases.show, name="parting"),
    path("partings/<int:pk>/step/<slug:key>/", cases.step, name="parting_step"),
    path("partings/<int:pk>/pause/", cases.pause, name="parting_pause"),
    path("partings/<int:pk>/files/<int:file>/", cases.file, name="parting_file"),
    path("partings/<int:pk>/evidence/", steps.evidence, name="parting_evidence"),
    path("partings/<int:pk>/us/", steps.fault, name="parting_fault"),
    path("partings/<int:pk>/us/<int:reason>/drop/", steps.drop_reason, name="parting_drop_reason"),
    path("partings/<int:pk>/repair/", steps.repair, name="parting_repair"),
    path("partings/<int:pk>/warnings/<int:one>/<slug:what>/", steps.warning, name="parting_warning"),
    path("partings/<int:pk>/outcome/<slug:kind>/<int:one>/", steps.judge, name="parting_outcome"),
    path("partings/<int:pk>/review/", review.review, name="parting_review"),
    path("partings/<int:pk>/review/<int:one>/replace/", review.replace, name="parting_replace"),
    path("partings/<int:pk>/worth/", worth.worth, name="parting_worth"),
    path("partings/<int:pk>/decision/", review.decision, name="parting_decision"),
    path("partings/<int:pk>/report/", report.report, name="parting_report"),
    path("partings/<int:pk>/report/<int:one>.pdf", report.report_file, name="parting_report_file"),
    path("partings/<int:pk>/date/", date.date, name="parting_date"),
    path("partings/<int:pk>/handover/", handover.show, name="parting_handover"),
    path("partings/<int:pk>/handover/<int:item>/", handover.item, name="parting_handover_item"),
    path("partings/<int:pk>/handover/<int:item>/reopen/", handover.reopen, name="parting_handover_reopen"),
    path("partings/<int:pk>/lessons/", lessons.of_case, name="parting_lessons"),
    path("clients/<int:pk>/lesson/", lessons.lesson, name="lesson"),
    path("lessons/", lessons.overview, name="lessons"),
    path("lessons/second-look/<int:pk>/", second_look.second_look, name="second_look"),
    path("handover/checklist/", handover.checklist, name="handover_checklist"),
    *letter_urls,
]
