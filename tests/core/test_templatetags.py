"""A status is colour, word and icon; a sealed one is the seal and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template

from clienthealth.core.templatetags import drawings, fields, formats, nav, status


@dataclass(frozen=True)
class Cell:
    score: int | None = 74
    band: str = "high"
    word: str = "High"
    sealed: bool = False
    delta4: int | None = 9
    spark: Sequence[int | None] = (66, 70, 74)


@dataclass(frozen=True)
class Piece:
    key: str
    label: str
    amount: Decimal


def test_a_band_says_number_word_and_icon() -> None:
    chip = status.band(Cell())

    assert "<b>74</b> High" in chip
    assert "#tabler-alert-triangle" in chip
    assert "ch-band--high" in chip


def test_too_little_data_is_its_own_state() -> None:
    chip = status.band(Cell(score=40, band="unknown", word="Not enough data"))

    assert "Not enough data" in chip
    assert "40" not in chip


def test_a_seal_gives_nothing_away() -> None:
    cell = Cell(sealed=True, score=73, word="Sealed")

    assert "Sealed" in status.band(cell)
    assert not any(sign in status.band(cell) for sign in ("73", "high", "High"))
    assert status.delta(cell) == ""
    assert status.spark(cell, "Fire pressure") == ""


@pytest.mark.parametrize(
    ("change", "tone", "said"),
    [(9, "worse", "+9 in 4 weeks"), (-5, "better", "−5 in 4 weeks"), (2, "", "+2 in 4 weeks"), (0, "", "no change")],
)
def test_small_movements_stay_grey(change: int, tone: str, said: str) -> None:
    drawn = status.delta(Cell(delta4=change))

    assert said in drawn
    assert (f"ch-delta--{tone}" in drawn) if tone else ("ch-delta--" not in drawn)


def test_a_line_says_itself() -> None:
    drawn = status.spark(Cell(), "Churn risk")

    assert 'aria-label="Churn risk over 3 weeks, from 66 to 74"' in drawn
    assert "ch-spark__limit" in drawn


def test_a_line_with_gaps_is_broken() -> None:
    drawn = status.spark(Cell(spark=(60, 61, None, 70, 74)), "Churn risk")

    assert drawn.count("<polyline") == 2


def test_one_point_is_no_line() -> None:
    assert status.spark(Cell(spark=(None, 74)), "Churn risk") == ""


def test_a_flat_line_lies_in_the_middle() -> None:
    drawn = status.trend([Decimal(0), Decimal(0)], "Overdue", "EUR")

    assert 'points="0.0,12.0 80.0,12.0"' in drawn
    assert "from €0 to €0" in drawn


@pytest.mark.parametrize(("value", "thin"), [(92, False), (31, True), (0, True)])
def test_thin_coverage_is_marked(value: int, thin: bool) -> None:
    assert ("ch-coverage--thin" in status.coverage(value)) is thin


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Jonas Petersen", "JP"), ("Anna-Lena von Groß", "AG"), ("Cher", "C"), ("", ""), ("李 小龙", "李小")],
)
def test_initials(name: str, letters: str) -> None:
    assert status.initials(name) == letters


def test_names_are_escaped() -> None:
    assert "<script>" not in status.band(Cell(word="<script>"))
    assert "<script>" not in status.spark(Cell(), "<script>")


def test_what_is_missing_is_a_dash() -> None:
    assert [formats.money(None), formats.percent(None), formats.day(None), formats.signed(None)] == ["–"] * 4


def test_ageing_shares_the_width() -> None:
    drawn = drawings.parts([Piece("current", "Not due", Decimal(25)), Piece("30", "Late", Decimal(75))], "EUR")

    assert 'x="0.00" width="25.00"' in drawn
    assert 'x="25.00" width="75.00"' in drawn
    assert "Late €75" in drawn


def test_nothing_open_draws_nothing() -> None:
    assert drawings.parts([Piece("current", "Not due", Decimal(0))], "EUR") == ""


def test_nothing_is_styled_inline() -> None:
    drawn = [
        status.band(Cell()),
        status.spark(Cell(), "x"),
        status.coverage(50),
        drawings.share_of_fault(0.3),
        drawings.ticks(3),
    ]

    assert not any("style=" in piece for piece in drawn)


class Wish(forms.Form):
    name = forms.CharField(help_text="In full")
    kind = forms.ChoiceField(choices=[("a", "A")])


def test_a_field_ties_its_words_to_its_control() -> None:
    form = Wish({"kind": "a"})
    drawn = Template("{% load fields %}{% field form.name %}").render(Context({"form": form}))

    assert 'class="form-control"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_error"' in drawn


def test_each_widget_gets_the_kits_class() -> None:
    assert 'class="form-select"' in fields.control(Wish()["kind"])


def test_pages_that_do_not_exist_are_not_offered() -> None:
    assert nav.page_url("no-such-page-anywhere") == ""
