"""Why an opening is likely automatic, in words for our people."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WHY: dict[str, str | Promise] = {
    "head": _("asked only whether the link works"),
    "prefetch": _("loaded ahead, before anybody pressed it"),
    "preview": _("preview in a chat or mail program"),
    "scanner": _("security scanner of a mail system"),
    "search": _("search engine or crawler"),
    "monitor": _("monitoring service"),
    "library": _("program, not a browser"),
    "headless": _("browser without a screen"),
    "no_language": _("browser that names no language, as programs do"),
    "too_fast": _("opened within seconds of the mail's arrival"),
    "burst": _("several links opened within seconds"),
    "beside": _("together with a program's request from the same place"),
    "rhythm": _("opened again and again at even intervals"),
}
