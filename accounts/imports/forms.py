"""The form for a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.found import MAIL
from accounts.imports.sources import SOURCES


def source_choices() -> list[tuple[str, Any]]:
    return [
        ("", gettext_lazy("Find out from the content")),
        (MAIL, gettext_lazy("mail")),
        *((source.key, source.title) for source in SOURCES),
    ]


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "As the other system exports it: CSV, XLSX, XLS, ODS, mbox, a zipped mailbox. Nothing has to be edited."
        ),
    )
    source = forms.ChoiceField(label=gettext_lazy("What it is"), choices=source_choices, required=False)
    as_known = forms.BooleanField(
        label=gettext_lazy("Treat as known when it happened"),
        required=False,
        help_text=gettext_lazy("For a first import of old years: past days can then be replayed with these records."),
    )
    only_whole = forms.BooleanField(
        label=gettext_lazy("Import nothing if a row is refused"),
        required=False,
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is not None and file.size > settings.UPLOAD_MAX_BYTES:
            megabytes = settings.UPLOAD_MAX_BYTES // 1024**2
            raise forms.ValidationError(_("The file is larger than %(size)s MB.") % {"size": megabytes})
        return file
