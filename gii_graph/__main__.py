"""Entry point of the `gii-graph` command and of `python -m gii_graph`."""

from gii_graph.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
