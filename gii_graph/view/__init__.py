"""The picture: one HTML file that shows a network, offline, for people."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from gii_graph.view.page import default_title, render

__all__ = ["default_title", "render"]


class _Callable(ModuleType):
    """A package that may be called, as the function of that name is.

    Once a package is loaded, Python gives it to whoever imports its name from the package around it.
    """

    def __call__(self, graph: Any, title: str | None = None, **options: Any) -> Any:
        """Return the interactive picture of a graph; see `gii_graph.Graph.view`."""
        return graph.view(title, **options)

    def __repr__(self) -> str:
        return "<gii_graph.view: call it with a graph to have its picture, as in view(load('output/gii.ttl'))>"


sys.modules[__name__].__class__ = _Callable
