"""What a build notes, so that building the same graph again does only what has changed.

A room of its own beside `assembly`: without it every build reads every file, and writes the same bytes. What is
imported here is light, because whether anything has changed is known sooner than what builds a graph is loaded.
"""

from gii_graph.build_cache.entry import BuildInputs, BuildOutcome, EntrySummary, entries
from gii_graph.build_cache.session import BuildSession

__all__ = ["BuildInputs", "BuildOutcome", "BuildSession", "EntrySummary", "entries"]
