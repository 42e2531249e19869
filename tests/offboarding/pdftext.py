"""The words of a PDF as its reader would copy them: fonts' own tables of signs, content in order, no running heads.

Only what Typst writes: no object streams, no encryption, two bytes a sign.
"""

from __future__ import annotations

import re
import zlib

STREAM = re.compile(rb"(\d+) 0 obj\s(<<(?:(?!endobj).)*?/Length (\d+).*?)stream\r?\n", re.DOTALL)
OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
PAIR = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")
HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
FONT = re.compile(rb"/(f\d+) [\d.]+ Tf")
RUNNING = re.compile(rb"/Artifact<<(?:(?!>>).)*/Pagination(?:(?!BDC).)*BDC.*?EMC", re.DOTALL)
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_of(pdf: bytes) -> str:
    """All words without any space: where lines break is the page's own matter."""
    streams = {int(m[1]): _inflated(m[2], pdf[m.end() : m.end() + int(m[3])]) for m in STREAM.finditer(pdf)}
    objects = {int(m[1]): m[2] for m in OBJECT.finditer(pdf)}
    said = ""
    for page in _pages(objects):
        found = re.search(rb"/Resources (\d+) 0 R", page)
        assert found
        fonts = _fonts(objects[int(found[1])], objects, streams)
        content = re.search(rb"/Contents (\d+) 0 R", page)
        assert content
        said += _shown(RUNNING.sub(b"", streams[int(content[1])]), fonts)
    return bare(said)


def pages_of(pdf: bytes) -> int:
    found = re.search(rb"/Type/Pages/Count (\d+)", pdf)
    assert found
    return int(found[1])


def bare(text: str) -> str:
    return re.sub(r"[\s\xa0\u202f]+", "", text)


def _pages(objects: dict[int, bytes]) -> list[bytes]:
    tree = next(body for body in objects.values() if b"/Type/Pages/" in body)
    kids = re.search(rb"/Kids\[(.*?)\]", tree)
    assert kids
    return [objects[int(number)] for number in re.findall(rb"(\d+) 0 R", kids[1])]


def _inflated(head: bytes, body: bytes) -> bytes:
    return zlib.decompress(body) if b"/FlateDecode" in head else body


def _fonts(resources: bytes, objects: dict[int, bytes], streams: dict[int, bytes]) -> dict[bytes, dict[bytes, str]]:
    """Of each font its table from glyph to characters; a ligature stands for several."""
    tables = {}
    for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources):
        table = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
        assert table
        pairs = PAIR.findall(streams[int(table[1])].decode("ascii"))
        tables[name] = {bytes.fromhex(glyph): bytes.fromhex(said).decode("utf-16-be") for glyph, said in pairs}
    return tables


def _shown(content: bytes, fonts: dict[bytes, dict[bytes, str]]) -> str:
    """Walk through the content: a font's name changes the table, a string is read with it."""
    said, table, at = "", dict[bytes, str](), 0
    while at < len(content):
        if content[at : at + 2] == b"<<":  # what a piece of content is, not what it says
            at = content.index(b">>", at) + 2
        elif found := FONT.match(content, at):
            table, at = fonts[found[1]], found.end()
        elif content[at : at + 1] == b"(":
            raw, at = _string(content, at + 1)
            said += _read(raw, table)
        elif found := HEX.match(content, at):
            said, at = said + _read(bytes.fromhex(found[1].decode("ascii")), table), found.end()
        else:
            at += 1
    return said


def _read(raw: bytes, table: dict[bytes, str]) -> str:
    return "".join(table[raw[n : n + 2]] for n in range(0, len(raw), 2))


def _string(content: bytes, at: int) -> tuple[bytes, int]:
    """A string up to its own bracket; brackets inside it are in pairs or escaped."""
    raw, depth = bytearray(), 1
    while True:
        if hit := ESCAPED.match(content, at):
            raw += _unescaped(hit[1])
            at = hit.end()
            continue
        sign = content[at : at + 1]
        depth += (sign == b"(") - (sign == b")")
        at += 1
        if not depth:
            return bytes(raw), at
        raw += sign


def _unescaped(code: bytes) -> bytes:
    return bytes([int(code, 8)]) if code.isdigit() else ESCAPES.get(code, code)
