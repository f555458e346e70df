"""Makes `characters.txt`, the table of how usual a character is, out of a file of plain Chinese text.

    xz -dc news.txt.xz | python index/load/make_characters.py > index/load/characters.txt

Each line of the table is a class of characters: minus the natural logarithm of their probability, in half steps, a
tab, and the characters. Traditional forms get the probability of the simplified text converted with opencc, so that
Big5 text is as usual as GB18030 text.
"""

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import cast

from opencc import OpenCC

RAREST = 3  # a character seen less often is left out


def main() -> None:
    """Count standard input, write the table to standard output."""
    simplified: Counter[str] = Counter()
    traditional: Counter[str] = Counter()
    convert = cast(Callable[[str], str], OpenCC("s2tw").convert)
    for number, line in enumerate(sys.stdin):
        simplified.update(line)
        if number % 8 == 0:  # conversion is slow, and an eighth is enough
            traditional.update(convert(line))
    total, other = sum(simplified.values()), sum(traditional.values())
    best: dict[str, float] = {}
    for counts, size in ((simplified, total), (traditional, other)):
        for character, count in counts.items():
            if count >= RAREST and character.isprintable() and ord(character) > 0x7F:
                best[character] = max(best.get(character, 0.0), count / size)
    classes: dict[float, list[str]] = defaultdict(list)
    for character, share in best.items():
        classes[round(-2 * math.log(share)) / 2].append(character)
    for cost in sorted(classes):
        sys.stdout.write(f"{cost}\t{''.join(sorted(classes[cost]))}\n")


if __name__ == "__main__":
    main()
