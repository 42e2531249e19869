"""The languages that letters are written in. Codes are Django's."""

from __future__ import annotations

LANGUAGES = ("en", "fr", "da", "zh-hans", "de", "es")
LOCALES = {"en": "en_GB", "fr": "fr_FR", "da": "da_DK", "zh-hans": "zh_Hans_CN", "de": "de_DE", "es": "es_ES"}
# English names of themselves: whoever chooses a language for a client may not read it
NAMES = {"en": "English", "fr": "Français", "da": "Dansk", "zh-hans": "简体中文", "de": "Deutsch", "es": "Español"}


def known(language: str) -> str:
    """Our code of a language: “zh” and “zh-CN” are zh-hans, “de-AT” is de; empty for one we have no letters in."""
    code = language.lower().replace("_", "-")
    if code in LANGUAGES:
        return code
    return next((one for one in LANGUAGES if code and one.split("-")[0] == code.split("-")[0]), "")
