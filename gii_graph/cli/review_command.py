"""`gii-graph review`: the questions that need a person, best first, in the terminal or as one page."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gii_graph.cli.destination import Destination, destination
from gii_graph.cli.options import DEFAULT_LINKS, REVIEW_TABLE, talk_options
from gii_graph.cli.outputs import write_output
from gii_graph.cli.report_options import write_report_to
from gii_graph.cli.terminal import counted, unguarded, visible
from gii_graph.tabular.data_table import DataCell, DataTable, TableReport
from gii_graph.tabular.report_files import CellWriting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gii_graph.links.review import ReviewRow
    from gii_graph.links.sitting import Question, Sitting, Who
    from gii_graph.links.spoken import Spoken

__all__ = ["command"]

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, readable=False)
_FORMATS: Final = ("tsv", "csv", "xlsx", "markdown", "html", "docx", "parquet")
_HELP = """\
  1, 2, ...      this candidate is the same
  c 2            nearly the same (a group for a company of it)
  r 2            not the same
  d              different: none of these candidates
  n              there is none: no registry has a record of it
  s NAME         the same organisation as another name of the graph
  i IDENTIFIER   another identifier, such as ror:03cve4549, Q16955 or an address
  p, o           it is a person, an organization
  l, or nothing  later
  u              undo the last answer
  q              stop; all answers are saved
  Anything behind a # is kept as your note: 1 # by its web page"""


@click.command("review")
@click.argument("table", type=click.Path(path_type=Path, readable=False), required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FILE",
    help="Write only what is decided here, in the form that its ending says; --merge takes tsv and csv.",
)
@click.option("--author", envvar="GII_GRAPH_AUTHOR", metavar="NAME", help="Who decides.  [default: your login name]")
@click.option("--merge", multiple=True, type=_FILE, metavar="FILE", help="Bring in what others have decided.")
@click.option(
    "--accept-above",
    type=click.FloatRange(0, 1),
    metavar="SCORE",
    help="Accept every candidate that reaches this score alone.",
)
@click.option("--dry-run", is_flag=True, help="Only say what --accept-above would accept.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write the questions as one page.")
@talk_options
def command(
    table: Path | None,
    output: str | None,
    author: str | None,
    merge: tuple[Path, ...],
    accept_above: float | None,
    dry_run: bool,
    html: Path | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Go through the questions that `link` leaves to a person, best first, one at a time.

    TABLE is a review table (default: output/review.tsv). Every answer is saved into it at once, with your name and
    the day; run gii-graph link again to apply them. With --html the questions are one page that needs no network and
    saves decisions.tsv for --merge.

    \b
    gii-graph review                               in the terminal; ? explains the answers
    gii-graph review --accept-above 0.97 --dry-run what would be accepted at once
    gii-graph review --html review.html            a page to pass on
    gii-graph review --merge decisions.tsv         what came back
    """
    from gii_graph.links.sitting import Sitting, Who, merged

    if dry_run and accept_above is None:
        raise click.UsageError("--dry-run says what --accept-above would accept; give a score.")
    if output is not None and (dry_run or not (merge or html is None or accept_above is not None)):
        raise click.UsageError("-o is for decisions, and nothing is decided here; leave it out.")
    source = table or DEFAULT_LINKS.with_name(REVIEW_TABLE)
    if not source.is_file():
        click.echo(f"There is no review table {source}; `gii-graph link` writes it.", err=True)
        return 3
    rows, conflicts = merged(source, merge)
    for conflict in conflicts:
        click.echo(f"Error: {visible(str(conflict))}", err=True)
    sitting = Sitting(rows)
    who = Who(author or _login(), date.today().isoformat())  # the day where the person is
    save = _saver(sitting, output, [source, *merge])
    if accept_above is not None:
        _accept_above(sitting, accept_above, who, dry_run, quiet)
    if (merge or accept_above is not None) and not dry_run:
        save()
    if html is not None:
        _write_page(sitting, html, who, quiet)
    elif not merge and accept_above is None:
        _ask_all(sitting, who, save, quiet)
    return 1 if conflicts else 0


def _write_page(sitting: Sitting, path: Path, who: Who, quiet: bool) -> None:
    from gii_graph.links.review_page import review_page

    write_output(path, [review_page(sitting.questions(), who.author)])
    if not quiet:
        click.echo(f"Wrote {path}: {counted(len(sitting.questions()), 'question')}.", err=True)


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _saver(sitting: Sitting, output: str | None, reads: Sequence[Path]) -> Callable[[], None]:
    """Return what saves the sitting: all of it into its own table, the first that is read, or decisions elsewhere."""
    from gii_graph.links.review import review_cells, review_table

    where = Destination(str(reads[0]), "tsv")
    if output is not None:
        where = destination(output, None, _FORMATS, "tsv", "decisions", map(str, reads))

    def save() -> None:
        rows = [row for row in sitting.rows if row.decision or output is None]
        if where.form == "tsv":
            write_output(where.path, review_table(rows))
        else:
            columns, *cells = review_cells(rows)
            table = DataTable("Decisions", columns, [_typed(columns, row) for row in cells])
            write_report_to(where, TableReport("Decisions", (table,)), CellWriting())

    return save


def _typed(columns: Sequence[str], cells: Sequence[str]) -> list[DataCell]:
    return [Decimal(cell) if name == "score" and cell else cell for name, cell in zip(columns, cells, strict=True)]


def _accept_above(sitting: Sitting, score: float, who: Who, dry_run: bool, quiet: bool) -> None:
    sure = list(sitting.sure(score))
    for question, row in sure:
        if not quiet or dry_run:
            click.echo(_line(row, name=question.subject.name))
        if not dry_run:
            number = question.candidates.index(row) + 1
            sitting.decide(question, question.judged([number], "accept", who, f"all from {score:g} up were accepted"))
    if not quiet:
        done = "would be accepted" if dry_run else "accepted"
        click.echo(f"{counted(len(sure), 'candidate')} {done}; {len(sitting.questions())} open.", err=True)


def _line(row: ReviewRow, name: str) -> str:
    from gii_graph.authorities import compact

    score = "" if row.score is None else f"{row.score:.2f}  "
    return visible(f"{score}{name}: {compact(row.candidate)}  {row.candidate_name} ({row.reason})")


def _ask_all(sitting: Sitting, who: Who, save: Callable[[], None], quiet: bool) -> None:
    """Ask question by question until all are answered or put off, the person stops, or the input ends."""
    from gii_graph.links.spoken import Spoken

    later: set[tuple[str, str]] = set()
    decided = 0
    while open_ones := [one for one in sitting.questions() if one.subject.question not in later]:
        question = open_ones[0]
        _show(question, len(open_ones))
        answer = _answer(question, sitting, who)
        if answer is Spoken.STOP:
            break
        if answer is Spoken.LATER:
            later.add(question.subject.question)
            continue
        if answer is Spoken.UNDO:
            decided -= sitting.undo()
            later.clear()
        else:
            sitting.decide(question, answer)
            decided += 1
        save()
    if not quiet:
        told = f"{counted(decided, 'question')} answered, {len(sitting.questions())} open."
        click.echo(f"{told} `gii-graph link` applies what is decided.", err=True)


def _show(question: Question, left: int) -> None:
    from gii_graph.authorities import compact

    asked = {
        "record": "Which record is it?",
        "same": "Is it the same organisation as the other name?",
        "kind": "Is it a person or an organization?",
    }
    subject = question.subject
    where = f", {visible(subject.place)}" if subject.place else ""
    name = click.style(visible(subject.name), bold=True)
    click.echo(f"\n{name}{where}   ({left} open)\n{asked[question.kind]}", file=unguarded(sys.stdout))
    for number, row in enumerate(question.candidates, start=1):
        score = "    " if row.score is None else f"{row.score:.2f}"
        click.echo(f"  {number}  {score}  {visible(compact(row.candidate))}  {visible(row.candidate_name)}")
        click.echo(f"           {visible(row.reason)}")
    if not question.candidates:
        click.echo(f"  no candidate: {visible(subject.reason)}")


def _answer(question: Question, sitting: Sitting, who: Who) -> list[ReviewRow] | Spoken:
    """Return what a person answers, asked again until it is understood; the end of the input is a stop."""
    from gii_graph.links.spoken import Misunderstood, Spoken, understood

    while True:
        click.echo("answer (? for help): ", nl=False)
        sys.stdout.flush()
        # Bytes, because the text stream would follow the locale.
        line = sys.stdin.buffer.readline().decode("utf-8", "replace")
        if not line:
            click.echo()
            return Spoken.STOP
        if line.strip() == "?":
            click.echo(_HELP)
            continue
        try:
            return understood(line, question, [row.name for row in sitting.rows], who)
        except Misunderstood as problem:
            click.echo(f"  {visible(str(problem))}")
