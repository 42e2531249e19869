"""The words of a parting: complete and alike in six languages, with names we can fill in, in the right tone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from offboarding.letters import texts
from offboarding.letters.checking import ending_faults, letter_faults, mail_faults, piece_faults, text_faults
from offboarding.letters.texts import (
    BRANCHES,
    KINDS,
    LANGUAGES,
    MAILS,
    PROSPECT_KINDS,
    STEPS,
    MailText,
    Piece,
    letter_text,
    mail_text,
    names_in,
    phone_script,
    placeholders,
)
from offboarding.letters.tone import words_to_avoid
from signals.playbooks.checking import secret_words

OTHERS = LANGUAGES[1:]
every_language = pytest.mark.parametrize("language", LANGUAGES)
every_other = pytest.mark.parametrize("language", OTHERS)
every_kind = pytest.mark.parametrize("kind", KINDS)
every_mail = pytest.mark.parametrize("key", MAILS)


def letter_strings(kind: str, language: str) -> Iterator[str]:
    letter = letter_text(kind, language)
    yield from (letter.subject, letter.closing)
    for piece in letter.pieces:
        yield from piece.strings()


def spoken(language: str) -> Iterator[str]:
    script = phone_script(language)
    for passage in script.steps + script.branches:
        yield from passage.say


class TestLetters:
    @every_language
    @every_kind
    def test_keep_to_the_rules(self, kind: str, language: str) -> None:
        assert list(letter_faults(letter_text(kind, language))) == []

    @every_other
    @every_kind
    def test_have_the_same_pieces_in_every_language(self, kind: str, language: str) -> None:
        def form(piece: Piece) -> tuple[object, ...]:
            return (
                piece.key, piece.rule, piece.table, piece.numbered, set(piece.keep), piece.names(),
                len(piece.items), [value for _, value in piece.rows],
            )  # fmt: skip

        here, english = letter_text(kind, language), letter_text(kind, "en")
        assert list(map(form, here.pieces)) == list(map(form, english.pieces))
        assert set(names_in(here.subject)) == set(names_in(english.subject))
        assert len(here.signatures) == len(english.signatures)

    @every_language
    def test_no_sentence_ends_with_the_name_of_a_firm(self, language: str) -> None:
        """“Olivares, S. L.” brings its own full stop."""
        all_texts = [text for kind in KINDS for text in letter_strings(kind, language)]
        all_texts += [mail_text(key, language).body for key in MAILS]
        assert [text for text in all_texts if re.search(r"\{(?:client|agency|prospect)_name\}\.", text)] == []

    @every_kind
    def test_no_two_pieces_share_a_key(self, kind: str) -> None:
        keys = [piece.key for piece in letter_text(kind, "en").pieces]
        assert len(set(keys)) == len(keys)

    @every_other
    @every_kind
    def test_no_text_was_left_in_english(self, kind: str, language: str) -> None:
        english = {string for string in letter_strings(kind, "en") if re.search(r"[a-z]{3}", _words(string))}
        assert english.isdisjoint(letter_strings(kind, language))

    @every_language
    @every_kind
    def test_none_tells_what_we_think_of_the_reader(self, kind: str, language: str) -> None:
        assert [word for text in letter_strings(kind, language) for word in secret_words(text, language)] == []

    @pytest.mark.parametrize("kind", sorted(set(KINDS) - set(PROSPECT_KINDS) - {"handover"}))
    def test_say_which_day_the_reader_has_to_reckon_with(self, kind: str) -> None:
        assert letter_text(kind, "en").names() & {"end_date", "cure_deadline", "payment_deadline"}

    @every_kind
    def test_ask_a_lawyer_about_what_is_locked(self, kind: str) -> None:
        bare = [p.key for p in letter_text(kind, "en").pieces if p.rule == "locked" and not p.contract + p.lawyer]
        assert set(bare) <= {"reply", "question", "data"}

    @every_other
    def test_carry_the_remarks_of_the_english_file(self, language: str) -> None:
        general, here = letter_text("convenience", "en").pieces[0], letter_text("convenience", language).pieces[0]
        assert here.contract == general.contract
        assert here.lawyer.startswith(general.lawyer)
        assert len(here.lawyer) > len(general.lawyer)

    def test_only_the_agreement_has_two_signatures(self) -> None:
        assert [kind for kind in KINDS if letter_text(kind, "en").signatures] == ["mutual"]

    @every_language
    def test_tables_have_heads_of_the_same_width(self, language: str) -> None:
        tables = {piece.table for kind in KINDS for piece in letter_text(kind, language).pieces} - {"", "key_dates"}
        assert tables == {"breach", "open_points", "overdue", "handover"}
        for name in tables:
            assert len(texts.table_head(name, language)) == len(texts.table_head(name, "en"))

    def test_an_unknown_kind_or_language_is_said(self) -> None:
        for kind, language in (("sacking", "en"), ("warning", "it")):
            with pytest.raises(texts.NoSuchTextError):
                letter_text(kind, language)


class TestMails:
    @every_language
    @every_mail
    def test_keep_to_the_rules(self, key: str, language: str) -> None:
        assert list(mail_faults(mail_text(key, language), language)) == []

    @every_other
    @every_mail
    def test_name_the_same_facts_in_every_language(self, key: str, language: str) -> None:
        here, english = mail_text(key, language), mail_text(key, "en")
        assert set(names_in(here.subject)) == set(names_in(english.subject))
        assert set(names_in(here.body)) == set(names_in(english.body))
        assert here.body.count("\n\n") == english.body.count("\n\n")

    @every_language
    @every_mail
    def test_none_tells_what_we_think_of_the_reader(self, key: str, language: str) -> None:
        mail = mail_text(key, language)
        assert secret_words(f"{mail.subject}\n{mail.body}", language) == []


class TestCall:
    @every_language
    def test_has_an_answer_to_whatever_is_said(self, language: str) -> None:
        script = phone_script(language)
        assert tuple(passage.key for passage in script.steps) == STEPS
        assert tuple(passage.key for passage in script.branches) == BRANCHES
        assert all(passage.title and passage.say and passage.do for passage in script.steps + script.branches)

    @every_other
    def test_says_the_same_in_every_language(self, language: str) -> None:
        here, english = phone_script(language), phone_script("en")
        for mine, theirs in zip(here.steps + here.branches, english.steps + english.branches, strict=True):
            assert [set(names_in(line)) for line in mine.say] == [set(names_in(line)) for line in theirs.say]
        assert [value for _, value in here.facts] == [value for _, value in english.facts]
        for name in ("before", "helps", "avoid", "within_hour", "headings"):
            assert len(getattr(here, name)) == len(getattr(english, name))

    @every_language
    def test_what_is_spoken_keeps_to_the_rules(self, language: str) -> None:
        assert [fault for line in spoken(language) for fault in text_faults(line, language)] == []
        assert [fault for line in spoken(language) for fault in ending_faults(line, language)] == []
        assert [word for line in spoken(language) for word in secret_words(line, language)] == []

    @every_language
    def test_warns_of_the_word_that_letters_avoid_too(self, language: str) -> None:
        assert words_to_avoid(" ".join(phone_script(language).avoid), language)


class TestPlaceholders:
    def test_none_is_listed_in_vain(self) -> None:
        used = {name for kind in KINDS for text in letter_strings(kind, "en") for name in names_in(text)}
        used |= set(letter_text("convenience", "fr").names())
        used |= {name for key in MAILS for name in names_in(mail_text(key, "en").subject + mail_text(key, "en").body)}
        used |= {name for line in spoken("en") for name in names_in(line)}
        script = phone_script("en")
        used |= {name for line in (script.title, script.about) for name in names_in(line)}
        by_the_sheet = {
            "client_signatory_name", "client_signatory_title", "signatory_title", "delivery_line", "reference_lines",
            "client_address", "place_and_date", "enclosures",
        }  # fmt: skip
        assert set(placeholders()) == used | by_the_sheet

    @every_language
    @every_kind
    def test_what_may_be_empty_leaves_no_torn_sentence(self, kind: str, language: str) -> None:
        """Its name is an item of its own, or stands between two sentences."""
        light = {name for name, known in placeholders().items() if known.may_be_empty}
        for text in letter_strings(kind, language):
            for name in light & set(names_in(text)):
                before, _, after = text.partition(f"{{{name}}}")
                assert not before.strip() or before.strip().endswith((".", "。"))
                assert not after or after[0].isspace()

    def test_each_says_what_it_stands_for(self) -> None:
        assert all(known.meaning and known.group for known in placeholders().values())


class TestChecker:
    """It finds what it is there to find."""

    @pytest.mark.parametrize(
        ("language", "text", "code"),
        [
            ("en", "Your {fire_score} is high.", "unknown"),
            ("en", "Dear {client_name, hello.", "brace"),
            ("en", "Unfortunately we must end this.", "tone"),
            ("de", "Leider endet der Vertrag.", "tone"),
            ("fr", "Vous avez refusé notre offre.", "tone"),
            ("zh-hans", "贵公司拒绝付款。", "tone"),
            ("en", 'The "Agreement" ends.', "typography"),
            ("fr", "Les dates : voici.", "typography"),
            ("fr", "Le « Contrat » prend fin.", "typography"),
            ("es", "Puedo llamarle?", "typography"),
            ("de", "Der „Vertrag endet.", "typography"),
            ("da", "Aftalen “A” ophører.", "typography"),
            ("zh-hans", "本协议终止.", "typography"),
            ("zh-hans", "请与Jonas联系。", "typography"),
            ("en", "Two  spaces.", "typography"),
            ("da", "Vi opsiger the aftale.", "english"),
        ],
    )
    def test_finds_a_fault(self, language: str, text: str, code: str) -> None:
        assert code in {fault.code for fault in text_faults(text, language)}

    def test_finds_a_name_that_was_to_stay(self) -> None:
        piece = next(p for p in letter_text("convenience", "en").pieces if p.key == "until_then")
        rewritten = replace(piece, text="We carry on until the end.")
        assert [(fault.code, fault.about) for fault in piece_faults(rewritten, "en")] == [
            ("missing", "last_working_day")
        ]

    def test_finds_a_text_without_its_end(self) -> None:
        assert [fault.code for fault in ending_faults("We carry on", "en")] == ["ending"]
        assert [fault.code for fault in ending_faults("我们继续.", "zh-hans")] == ["ending"]
        assert [fault.code for fault in ending_faults("It ends on {end_date}", "en")] == ["ending"]
        assert list(ending_faults("The effect: {breach_effect}", "en")) == []

    def test_finds_an_e_mail_without_subject_or_greeting(self) -> None:
        codes = {fault.code for fault in mail_faults(MailText("", "Hello.\n\nBye"), "en")}
        assert {"subject", "salutation"} <= codes


def _words(text: str) -> str:
    return texts.PLACEHOLDER.sub("", text)
