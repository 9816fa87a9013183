"""Writes initials.txt: python -m partybuild.search.build_initials (needs pypinyin, for developers).

One line a reading, `chang2 长常…`: each character's usual reading as pypinyin's table gives it, or
as readings.txt says. Running it on another release of pypinyin shows the differences in the diff.
"""

from collections import defaultdict
from importlib.metadata import version

from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_tone3

from partybuild.search.text import INITIALS_FILE, by_hand

BLOCKS = (range(0x3007, 0x3008), range(0x3400, 0x4DC0), range(0x4E00, 0xA000))


def readings() -> dict[str, str]:
    """Each character's usual reading, in ascii with its tone as a digit (5: none)."""
    found = {
        chr(code): to_tone3(PINYIN_DICT[code].split(",")[0], neutral_tone_with_five=True)
        for block in BLOCKS
        for code in block
        if code in PINYIN_DICT
    }
    found |= {text: syllables[0] for text, syllables in by_hand().items() if len(text) == 1}
    return {char: reading for char, reading in found.items() if reading.isascii()}


def main() -> None:
    """Write the file beside this module."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for char, reading in sorted(readings().items()):
        lines[reading].append(char)
    source = f"pypinyin {version('pypinyin')} (MIT) and readings.txt"
    head = f"# Built by build_initials.py from {source}.\n"
    body = "".join(f"{reading} {''.join(chars)}\n" for reading, chars in sorted(lines.items()))
    INITIALS_FILE.write_text(head + body, "utf-8")


if __name__ == "__main__":
    main()
