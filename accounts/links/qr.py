"""QR codes of links, for paper and slides. Error correction M; four modules of quiet around, as scanners expect."""

from __future__ import annotations

import io

import segno


def svg(url: str) -> str:
    """A picture of the address that scales; black on white in both themes, or no telephone reads it."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", scale=8, border=4, light="#fff", xmldecl=False)
    return out.getvalue().decode()


def png(url: str) -> bytes:
    """The same for programs that take no SVG: 12 points a module, enough for print at five centimetres."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="png", scale=12, border=4)
    return out.getvalue()
