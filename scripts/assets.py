"""Put the browser assets that pages use into static/vendor/, out of node_modules/.

A script of ours because nothing else is built: files are copied as they are, and the sprite of 6,000 icons is cut
to those that templates, Python and JavaScript name. `make assets` runs it; it takes no arguments.
"""

import re
import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "inter/wght.css": "@fontsource-variable/inter/wght.css",
}
FONTS = "@fontsource-variable/inter/files"
# Letters and briefings in Chinese are set in this font; Typst does not read the web's compressed form.
PRINT_FONT = "@fontsource/noto-serif-sc/files/noto-serif-sc-chinese-simplified-{weight}-normal.woff2"
PRINT_WEIGHTS = (400, 700)
PRINT_FONTS = ROOT / "fonts"
SPRITE = "@tabler/icons-sprite/dist/tabler-sprite.svg"

SOURCES = {".html", ".py", ".js"}
NOT_OURS = {"node_modules", "staticfiles", "vendor", "var", "tests", "scripts"}

SYMBOL = re.compile(r'<symbol id="tabler-([a-z0-9-]+)".*?</symbol>', re.DOTALL)
NAMED = re.compile(r"""(?:\bicon[\s(]\s*["']|#tabler-)([a-z0-9-]+)""")
QUOTED = re.compile(r"""["']([a-z0-9-]+)["']""")
SOURCE_MAP = re.compile(r"^(?://|/\*)# sourceMappingURL=.*$", re.MULTILINE)


def copy_files() -> None:
    """Copy the files and fonts, without the pointers to source maps that are not served."""
    for target, source in FILES.items():
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        text = (PACKAGES / source).read_text(encoding="utf-8")
        (VENDOR / target).write_text(SOURCE_MAP.sub("", text), encoding="utf-8")
    used = re.findall(r"url\(\./files/([^)]+)\)", (VENDOR / "inter" / "wght.css").read_text(encoding="utf-8"))
    (VENDOR / "inter" / "files").mkdir(exist_ok=True)
    for font in used:
        shutil.copyfile(PACKAGES / FONTS / font, VENDOR / "inter" / "files" / font)


def unpack_print_fonts() -> None:
    """Write the fonts of printed pages as plain TrueType, where they are not there yet."""
    PRINT_FONTS.mkdir(exist_ok=True)
    for weight in PRINT_WEIGHTS:
        source, target = PACKAGES / PRINT_FONT.format(weight=weight), PRINT_FONTS / f"noto-serif-sc-{weight}.ttf"
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        font = TTFont(source, recalcBBoxes=False, recalcTimestamp=False)
        font.flavor = None
        font.save(target, reorderTables=None)


def sources(root: Path) -> list[Path]:
    """Our files that may name an icon."""
    found = (path for folder in root.iterdir() if folder.is_dir() and _is_ours(folder) for path in folder.rglob("*"))
    return [path for path in found if path.suffix in SOURCES and "vendor" not in path.parts]


def _is_ours(folder: Path) -> bool:
    return folder.name not in NOT_OURS and not folder.name.startswith(".")


def cut_sprite(sprite: str, texts: list[str]) -> tuple[str, set[str]]:
    """Return a sprite of the icons named in the texts, and the names that no icon has.

    Names reach the page through variables too, so every quoted word that is an icon's name counts as used: a few
    symbols too many are cheap, a hole in a page is not. Only names in an `icon` call itself can be unknown.
    """
    symbols = {match[1]: match[0] for match in SYMBOL.finditer(sprite)}
    named = {name for text in texts for name in NAMED.findall(text)} - {""}
    quoted = {word for text in texts for word in QUOTED.findall(text)}
    kept = sorted((named | quoted) & symbols.keys())
    body = "\n".join(symbols[name] for name in kept)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n', named - symbols.keys()


def main() -> int:
    copy_files()
    unpack_print_fonts()
    texts = [path.read_text(encoding="utf-8") for path in sources(ROOT)]
    svg, unknown = cut_sprite((PACKAGES / SPRITE).read_text(encoding="utf-8"), texts)
    if unknown:
        print(f"Tabler has no icon named: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 1
    (VENDOR / "icons.svg").write_text(svg, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
