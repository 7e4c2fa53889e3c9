"""Give the site the files that live elsewhere in the repository: the ontology and the graph of the five profiles."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
SHARED = (*sorted((ROOT / "ontology").iterdir()), ROOT / "output" / "gii.ttl")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add each shared file under the folder that it has in the repository."""
    for path in SHARED:
        files.append(File.generated(config, path.relative_to(ROOT).as_posix(), abs_src_path=str(path)))
    return files
