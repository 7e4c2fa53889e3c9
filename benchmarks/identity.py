"""How well names are told apart and joined, and persons from organisations: rates on tables of real names.

Run from a checkout: `python -m benchmarks.identity [FOLDER]`. FOLDER (default: `../shared`) has `cases/identity/` with
`pairs.tsv` and `kinds.tsv`, and `data/` with `organizations.tsv` and `ror-records.jsonl.gz`; what is not there is left
out.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from gii_graph.economies import read_economy
from gii_graph.identity import Kind, Mentions, identify
from gii_graph.identity.joining import Listed, doubtful_pairs
from gii_graph.identity.kind import decide_kind
from gii_graph.identity.names import the_reader
from gii_graph.identity.spelling import slug
from gii_graph.profile import Activity

__all__ = ["main", "pair_outcome"]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [{key: cell or "" for key, cell in row.items()} for row in csv.DictReader(stream, delimiter="\t")]


def pair_outcome(row: dict[str, str]) -> str:
    """Return whether two names are "joined", "asked" or "two", listed as the row says."""
    mentions = Mentions()
    for name, cluster, economy in (
        (row["a"], row["cluster"], row["economy"]),
        (row["b"], row["cluster_of_b"] or row["cluster"], row["economy_of_b"] or row["economy"]),
    ):
        mentions.editions[cluster] = (2024,)
        mentions.economies[cluster] = tuple(dict.fromkeys((*mentions.economies.get(cluster, ()), economy)))
        mentions.listings[Activity.ARTICLES].setdefault(name, set()).add(cluster)
    agents = identify(mentions).agents
    paths = agents_listed(agents, mentions)
    if len(set(paths)) == 1:
        return "joined"
    return "asked" if asked(mentions, agents) else "two"


def agents_listed(agents, mentions: Mentions) -> list[str]:
    return [
        agents.listed(name, f"cluster/{slug(cluster)}").path
        for name, clusters in mentions.listings[Activity.ARTICLES].items()
        for cluster in clusters
    ]


def asked(mentions: Mentions, agents) -> bool:
    listed = []
    for agent in agents.distinct().values():
        names = {agent.label, *agent.spellings}
        clusters = {
            cluster
            for name, listing in mentions.listings[Activity.ARTICLES].items()
            if name in names
            for cluster in listing
        }
        economies = {read_economy(name).alpha2 for cluster in clusters for name in mentions.economies[cluster]}
        listed.append(Listed(agent.path, agent.label, frozenset(clusters), frozenset(economies)))
    return bool(doubtful_pairs(listed, the_reader()))


def report_pairs(table: Iterable[dict[str, str]]) -> None:
    outcomes = [(row, pair_outcome(row)) for row in table]
    must = Counter(outcome for row, outcome in outcomes if row["expect"] == "join")
    either = Counter(outcome for row, outcome in outcomes if row["expect"] == "join-or-ask")
    wrong = [row for row, outcome in outcomes if row["expect"] in {"ask", "never"} and outcome == "joined"]
    unasked = [row for row, outcome in outcomes if row["expect"] == "ask" and outcome == "two"]
    total, more = must.total() or 1, (must + either).total() or 1
    print(f"wrong joins                     {len(wrong)}")
    print(f"must join: joined               {must['joined'] / total:.1%} of {must.total()}")
    print(f"must join: joined or asked      {(must['joined'] + must['asked']) / total:.1%}")
    print(
        f"join or ask: joined or asked    {1 - (must['two'] + either['two']) / more:.1%} of {(must + either).total()}"
    )
    print(f"must ask: not asked             {len(unasked)}")
    for row, outcome in outcomes:
        expected = {"join": ("joined",), "join-or-ask": ("joined", "asked"), "ask": ("asked",)}
        if outcome not in expected.get(row["expect"], ("two", "asked")):
            print(f"  {row['expect']:11} {outcome:6} {row['a']} | {row['b']}")


def report_kinds(table: Iterable[dict[str, str]]) -> None:
    outcomes = Counter()
    for row in table:
        decision = decide_kind(
            row["name"], [Activity.PATENTS], [row["publisher_there"]] if row["publisher_there"] else []
        )
        right, doubtful = decision.kind == row["kind"], decision.is_doubtful
        outcomes["right" if right else "asked" if doubtful else "wrong"] += 1
        outcomes["asked in all"] += doubtful
        if not right:
            print(f"  {'asked' if doubtful else 'WRONG'} {row['name']} is a {row['kind']}: {decision.rule}")
    right = outcomes["right"] + outcomes["asked"]
    total = right + outcomes["wrong"]
    print(f"kinds: right, or asked          {right / total:.1%} of {total} ({outcomes['asked in all']} asked)")


def registry_names(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            names = [name["value"] for name in record.get("names", ()) if isinstance(name, dict)]
            yield from names or [record.get("name", ""), *record.get("aliases", ())]


def report_commas(names: Iterable[str]) -> None:
    with_comma = {name for name in names if name.count(",") == 1}
    decisions = {name: decide_kind(name.upper(), [Activity.PATENTS]) for name in with_comma}
    wrong = [name for name, one in decisions.items() if one.kind is Kind.PERSON and not one.is_doubtful]
    doubtful = [name for name, one in decisions.items() if one.is_doubtful]
    print(f"one comma, wrongly a person     {len(wrong) / len(decisions):.2%} of {len(decisions)}")
    print(f"one comma, asked                {len(doubtful) / len(decisions):.2%}")
    for name in sorted(wrong)[:40]:
        print(f"  {name}")


def report_ordinary(table: Iterable[dict[str, str]]) -> None:
    names = {row[column] for row in table for column in ("top_applicant", "top_publisher") if row[column]}
    doubtful = [name for name in names if decide_kind(name, [Activity.PATENTS]).is_doubtful]
    print(f"ordinary names asked            {len(doubtful) / len(names):.1%} of {len(names)} {doubtful}")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared"
    reports = (
        ("cases/identity/pairs.tsv", lambda path: report_pairs(rows(path))),
        ("cases/identity/kinds.tsv", lambda path: report_kinds(rows(path))),
        ("data/ror-records.jsonl.gz", lambda path: report_commas(registry_names(path))),
        ("data/organizations.tsv", lambda path: report_ordinary(rows(path))),
    )
    for name, report in reports:
        path = folder / name
        if path.exists():
            report(path)
        else:
            print(f"{path} is not there: left out")


if __name__ == "__main__":
    main()
