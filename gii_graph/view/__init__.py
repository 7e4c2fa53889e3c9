"""The picture: one HTML file that shows a network, offline, for people."""

from gii_graph.view.page import default_title, render

__all__ = ["default_title", "render"]
