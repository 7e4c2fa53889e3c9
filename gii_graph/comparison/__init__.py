"""What changed between two graphs or two editions."""

from gii_graph.comparison.changes import Change, Comparison, Side, compare, edition_pairs

__all__ = ["Change", "Comparison", "Side", "compare", "edition_pairs"]
