"""The app's server without one of the patches that are for speed, beside which it is measured.

`WITHOUT=turns python -m scripts.bench.unpatched --port P`
"""

import os

from ui.patches import theme_cache
from ui.server import app
from ui.work import script_turns

PATCHES = {"turns": (script_turns, "take_turns"), "theme": (theme_cache, "keep")}


def main() -> None:
    """Serve; what is left out does nothing."""
    if left_out := os.environ.get("WITHOUT"):
        module, name = PATCHES[left_out]
        setattr(module, name, lambda: None)
    app.main()


if __name__ == "__main__":
    main()
