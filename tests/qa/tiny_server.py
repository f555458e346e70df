"""transformers' own server with one model, which notes in a file how many times the model was run.

Run as a program: MODEL_FOLDER PORT NOTES. What the notes tell is whether a generation goes on behind a closed connection.
"""

import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Serve a model on loopback until killed."""
    from torch.nn.modules.module import register_module_forward_hook
    from transformers import LlamaForCausalLM
    from transformers.cli.serve import Serve

    folder, port, notes = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    runs = 0

    def note(module: Any, *_: object) -> None:
        nonlocal runs
        if isinstance(module, LlamaForCausalLM):
            runs += 1
            notes.write_text(str(runs))

    register_module_forward_hook(note)
    Serve(force_model=folder, device="cpu", host="127.0.0.1", port=port)


if __name__ == "__main__":
    main()
