"""Entry point of the `gii-graph` command and of `python -m gii_graph`."""

import gc
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command and end the process with its exit code."""
    # Loading modules makes many objects and no garbage: looking for it would take a tenth of a short command's time.
    gc.set_threshold(100_000, 20, 20)
    if None in {sys.stdin, sys.stdout, sys.stderr}:
        from gii_graph.closed_streams import stand_in

        stand_in()
    from gii_graph.supervision import supervised

    supervised(sys.argv[1:])
    if sys.argv[1:2] == ["query"]:
        from gii_graph.sparql.ahead import begin

        begin(sys.argv[2:])
    from gii_graph.cli import main as run

    run()


if __name__ == "__main__":
    main()
