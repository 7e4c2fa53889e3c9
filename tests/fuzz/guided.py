"""Fuzz a target by coverage, for as long as you like; Linux only, `make fuzz` runs them all.

python -m tests.fuzz.guided profile -max_total_time=3600

What follows the target goes to libFuzzer. Inputs that are worth keeping gather in a folder of the system's
temporary files; an input that fails is left in the working folder as `crash-...`: put it into
`tests/fuzz/corpus/TARGET/`, where the tests run it from then on.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

CORPUS = Path(__file__).with_name("corpus")


def main() -> None:
    """Fuzz the target that the command line names."""
    import atheris

    with atheris.instrument_imports(include=["gii_graph"]):
        from tests.fuzz.targets import TARGETS, stands

    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"Name a target: {', '.join(TARGETS)}.")
    target = sys.argv.pop(1)
    found = Path(tempfile.gettempdir()) / f"gii-graph-fuzz-{target}"
    found.mkdir(exist_ok=True)
    folders = [str(found), *(str(folder) for folder in [CORPUS / target] if folder.is_dir())]
    atheris.Setup([*sys.argv, "-timeout=30", "-rss_limit_mb=2048", *folders], lambda data: stands(target, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
