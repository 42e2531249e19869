"""The browser assets: only what pages name is taken."""

from pathlib import Path

from scripts.assets import SOURCE_MAP, cut_sprite, sources

SPRITE = "".join(
    f'<symbol id="tabler-{name}" viewBox="0 0 24 24"><path d="M0 0" /></symbol>'
    for name in ("lock", "mail", "moon", "zip")
)


def test_the_sprite_keeps_the_icons_that_are_named_and_no_other() -> None:
    texts = ['{% icon "lock" %}', 'BAND_ICONS = {"high": "mail"}', '<use href="icons.svg#tabler-moon">']
    svg, unknown = cut_sprite(SPRITE, texts)
    assert [name for name in ("lock", "mail", "moon", "zip") if f'"tabler-{name}"' in svg] == ["lock", "mail", "moon"]
    assert unknown == set()


def test_an_icon_that_does_not_exist_is_reported() -> None:
    assert cut_sprite(SPRITE, ["{% icon 'lokc' %}", 'icon("mial")', 'data["no-icon"]'])[1] == {"lokc", "mial"}


def test_source_maps_that_are_not_served_are_not_pointed_at() -> None:
    assert SOURCE_MAP.sub("", "a{}\n/*# sourceMappingURL=a.css.map */").strip() == "a{}"
    assert SOURCE_MAP.sub("", "f();\n//# sourceMappingURL=a.js.map\n").strip() == "f();"


def test_only_our_own_files_are_searched(tmp_path: Path) -> None:
    for name in (
        "templates/page.html",
        "static/js/app.js",
        "static/vendor/tabler.js",
        "node_modules/x/y.js",
        ".venv/z.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert {path.name for path in sources(tmp_path)} == {"page.html", "app.js"}
