"""Write the nearest words of every word that `index.synonyms` knows into the table of `qa/expansions.py`.

    python -m eval.make_expansions

Some minutes on one core; to be run again whenever the table of synonyms is made anew.
"""

from importlib.resources import as_file, files

import numpy as np

from index.synonyms import nearest
from qa.expansions import TABLE

KEPT = 4
LEAST = 0.5


def main() -> None:
    with as_file(files("index") / "model" / "synonyms.npz") as path, np.load(path, allow_pickle=False) as stored:
        names = bytes(stored["words"]).decode().split("\n")
    rows = {name: row for row, name in enumerate(names)}
    near = np.zeros((len(names), KEPT), dtype=np.uint16)
    sure = np.zeros((len(names), KEPT), dtype=np.uint8)
    for row, name in enumerate(names):
        for place, (other, score) in enumerate(nearest(name, KEPT)):
            if score >= LEAST:
                near[row, place], sure[row, place] = rows[other], round(score * 100)
        if row % 5000 == 0:
            print(f"{row} of {len(names)} words", flush=True)
    words = np.frombuffer("\n".join(names).encode(), dtype=np.uint8)
    np.savez_compressed(TABLE, words=words, nearest=near, sure=sure)
    print(f"{TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
