"""Our own files, sent so that no browser takes one for anything but what it is."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from django.db.models.functions import Substr
from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase

from accounts.models import DeliverableFile

CHUNK = 512 * 1024
# Shown in the browser; anything else is saved, whatever it calls itself.
SHOWN = frozenset({
    "application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "video/mp4", "audio/mpeg",
})  # fmt: skip
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
# Browsers show a PDF with a program of their own, which a sandbox would keep out; a PDF runs no script of ours.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def send(deliverable: int, *, method: str, tag: str, wanted: str) -> HttpResponseBase | None:
    """The file of a deliverable; None where there is none. `tag`: If-None-Match, `wanted`: Range, as they came in."""
    file = DeliverableFile.objects.filter(pk=deliverable).defer("content").first()
    if file is None or not file.size:
        return None
    etag = f'"{file.sha256[:40]}"'
    if etag in {one.strip().removeprefix("W/") for one in tag.split(",")}:
        return _headed(HttpResponseNotModified(), file, etag)
    part = part_of(wanted, file.size)
    if part is not None and not part:
        answer: HttpResponseBase = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{file.size}"
        return _headed(answer, file, etag)
    first, last = (part.start, part.stop - 1) if part else (0, file.size - 1)
    status = 206 if part else 200
    answer = HttpResponse(status=status)
    if method != "HEAD":
        answer = StreamingHttpResponse(_content(file.pk, first, last), status=status)
    answer["Content-Length"] = str(last - first + 1)
    if part:
        answer["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    return _headed(answer, file, etag)


def part_of(wanted: str, size: int) -> range | None:
    """The bytes of a Range header: None for all of them, an empty range for what is not there.

    Only one part: nobody needs more, and video is not played on a telephone without one.
    """
    unit, _, numbers = wanted.partition("=")
    begin, dash, end = numbers.strip().partition("-")
    if unit.strip() != "bytes" or not dash or not (begin or end) or not f"{begin}{end}".isdecimal():
        return None
    if not begin:
        return range(max(0, size - int(end)), size)
    last = min(int(end), size - 1) if end else size - 1
    return range(int(begin), last + 1) if int(begin) <= last else range(0)


def _content(pk: int, first: int, last: int) -> Iterator[bytes]:
    """The bytes from first to last, a piece at a time: a film does not fit into every process at once."""
    for at in range(first, last + 1, CHUNK):
        length = min(CHUNK, last + 1 - at)
        piece = DeliverableFile.objects.filter(pk=pk).values_list(Substr("content", at + 1, length), flat=True).first()
        if not piece:
            return
        yield bytes(piece)


def _headed(answer: HttpResponseBase, file: DeliverableFile, etag: str) -> HttpResponseBase:
    shown = file.kind in SHOWN
    answer["Content-Type"] = file.kind if shown else "application/octet-stream"
    how = "inline" if shown else "attachment"
    plain = "".join(one if one.isascii() and one.isprintable() and one not in '"\\%' else "_" for one in file.name)
    answer["Content-Disposition"] = f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    answer["ETag"] = etag
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Content-Security-Policy"] = PDF_POLICY if file.kind == "application/pdf" else POLICY
    return answer
