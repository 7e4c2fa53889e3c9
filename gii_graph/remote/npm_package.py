"""A package of npm, fetched by npm itself: https://docs.npmjs.com/cli/commands/npm-pack."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from gii_graph.errors import OutputError

__all__ = ["npm_files"]

_SECONDS: Final = 300


def npm_files(package: str, names: Sequence[str], target: str) -> dict[str, bytes]:
    """Return files of a package, named with its version: `oxigraph@0.5.11`.

    Raises OutputError, naming `target`, where npm is not there, fetches nothing, or fetches something without a file.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise OutputError(
            target,
            f"needs {package}, which npm fetches once, and there is no npm on this machine; install Node.js, or name "
            "a folder that has the package with --ask-engine",
        )
    with tempfile.TemporaryDirectory(prefix="gii-graph-", ignore_cleanup_errors=True) as folder:
        command = [npm, "pack", package, "--pack-destination", folder, "--silent", "--ignore-scripts"]
        try:
            subprocess.run(command, cwd=folder, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603  # our own call
            (archive,) = Path(folder).glob("*.tgz")
            return _unpacked(archive, names)
        except (OSError, ValueError, KeyError, tarfile.TarError, subprocess.SubprocessError) as error:
            raise OutputError(
                target,
                f"needs {package}, and npm could not fetch it ({_reason(error)}); try again with a network, or name a "
                "folder that has the package with --ask-engine",
            ) from error


def _unpacked(archive: Path, names: Sequence[str]) -> dict[str, bytes]:
    with tarfile.open(archive) as package:
        members = {name: package.extractfile(f"package/{name}") for name in names}
        return {name: member.read() for name, member in members.items() if member is not None}


def _reason(error: Exception) -> str:
    said = getattr(error, "stderr", b"") or b""
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else str(error)
