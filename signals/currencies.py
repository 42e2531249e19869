"""Currency codes as whole numbers, so that a reading can name one. Pure."""

_BASE = 26


def number_of(code: str) -> int:
    """“SEK” as a number; raises ValueError for anything but three capital letters."""
    if len(code) != 3 or not code.isascii() or not code.isalpha() or not code.isupper():
        raise ValueError(f"{code!r} is no currency code")
    return (ord(code[0]) - 65) * _BASE**2 + (ord(code[1]) - 65) * _BASE + ord(code[2]) - 65


def code_of(number: int) -> str:
    """The code of a number that `number_of` gave."""
    first, rest = divmod(int(number), _BASE**2)
    return "".join(chr(65 + part) for part in (first, *divmod(rest, _BASE)))
