"""Learn which short forms stand for which long ones, for `qa/aliases.py`.

    python -m eval.learn_aliases ARTICLES

ARTICLES is a file of articles, one a line, plain or .xz. Learned is what articles say themselves: a name followed by its
short form in brackets (简称, 下称). A short form takes its characters from the long one in order and begins as it
begins. Taking instead every subsequence that stands in the same articles was tried: half of what it finds is wrong.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from eval.external_sets import articles
from index.words import fold
from qa.aliases import TABLE, is_short_form

_HAN = r"[\u4e00-\u9fff]"
_SAID = re.compile(
    rf'({_HAN}{{4,24}})[“”"》]?[（(](?:以下|下文)?(?:简称|下称)(?:为)?[：:,，]?\s*[“"‘「《]?({_HAN}{{2,8}})[”"’」》]?[）)]'
)
_LEAST = 2  # articles that say so
_SURE = 0.7  # of what a short form stands for


def pairs_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield (short, long) for each pair that a text introduces."""
    for match in _SAID.finditer(text):
        before, short = match.groups()
        # The name has no beginning mark: it begins as the short form does, as near to the bracket as fits.
        for start in range(len(before) - len(short) - 1, -1, -1):
            if is_short_form(short, before[start:]):
                yield short, before[start:]
                break


def learn(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs that several texts introduce, each short form with the long one it mostly stands for."""
    counts: Counter[tuple[str, str]] = Counter()
    for text in texts:
        counts.update(set(pairs_in(fold(text))))
    total: Counter[str] = Counter()
    for (short, _), count in counts.items():
        total[short] += count
    return sorted(pair for pair, count in counts.items() if count >= _LEAST and count >= _SURE * total[pair[0]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    options = parser.parse_args()
    pairs = learn(text for _, text in articles(options.articles))
    TABLE.write_text("".join(f"{short}\t{long}\n" for short, long in pairs), encoding="utf-8")
    print(f"{len(pairs)} pairs")


if __name__ == "__main__":
    main()
