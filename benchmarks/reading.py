"""How fast profile texts are read, on one core, with all evidence kept.

    python benchmarks/profiles.py 2000 /tmp/profiles
    python benchmarks/reading.py /tmp/profiles [--runs N]

Prints megabytes a second (best of the runs, processor time, files already in memory), and how many profiles were
left to the general way of reading because they are not of the usual form.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from gii_graph.profile import Source
from gii_graph.reading import find_files, read_profile, source_lines
from gii_graph.reading.plain import read_plain


def seconds(files: Sequence[tuple[str, bytes]]) -> float:
    """Return the processor time of reading all files."""
    start = time.process_time()
    for name, content in files:
        read_profile(name, content)
    return time.process_time() - start


def is_usual(content: bytes) -> bool:
    """Return whether a profile is of the form that is read in one go."""
    text = source_lines.with_plain_breaks(content.decode())
    cleaned = source_lines.undressed(text)
    return read_plain(Source("", "", ""), cleaned, cleaned.split("\n"), text.split("\n")) is not None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    files = [(path.name, path.read_bytes()) for path in find_files([options.folder])]
    size = sum(len(content) for _, content in files)
    best = min(seconds(files) for _ in range(options.runs))
    general = sum(not is_usual(content) for _, content in files)
    each = best / len(files) * 1e6
    print(f"{len(files):,} profiles, {size / 1e6:.1f} MB: {size / best / 1e6:.1f} MB/s, {each:.0f} µs each")
    print(f"{general:,} of them read the general way")


if __name__ == "__main__":
    main()
