"""Names that people and registries write, reconciled by clients as others use them: as good as `link` ranks them."""

from __future__ import annotations

import csv
import random
import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.linking import MAKERS
from gii_graph.authorities.records import RegistryRecord
from gii_graph.authorities.ror import read_ror
from gii_graph.identity.names import the_reader
from gii_graph.links.candidates import CandidateFinder
from gii_graph.links.index import RegistryIndex, build_index
from gii_graph.remote.reconciliation_service import ReconciliationService
from tests.conftest import ROOT, called
from tests.server.served import Served, served

DATA = ROOT.parent / "shared" / "data"
ORGANIZATIONS = 300
SEED = 7

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the shared data are not beside this repository")


def cluster_names() -> list[tuple[str, str]]:
    with (DATA / "gii-cluster-names.tsv").open(encoding="utf-8") as stream:
        return [(row["cluster"], row["iso2"]) for row in csv.DictReader(stream, delimiter="\t")]


def records() -> list[RegistryRecord]:
    """Return every 150th record of the registry that has a name of some length."""
    active = (one for one in read_ror(DATA / "ror-records.jsonl.gz") if one.status == "active" and len(one.name) > 8)
    return list(islice(islice(active, 0, None, 150), ORGANIZATIONS))


@pytest.fixture(scope="module")
def registry() -> list[RegistryRecord]:
    return records()


@pytest.fixture(scope="module")
def everything(registry: Sequence[RegistryRecord], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the 75 clusters, as `build` reads them from a table, and of 300 organisations of ROR."""
    folder = tmp_path_factory.mktemp("recall")
    table = folder / "clusters-2023.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["Rank", "Cluster", "Economy"])
        rows.writerows([rank, name, code] for rank, (name, code) in enumerate(cluster_names(), 1))
    clusters = folder / "clusters.ttl"
    code, _, error = called("build", table, "-o", clusters)
    assert code in {0, 1}, error
    organizations = folder / "organizations.ttl"
    with organizations.open("w", encoding="utf-8") as stream:
        stream.write("@prefix gii: <https://w3id.org/gii-graph/ontology#> .\n")
        stream.write("@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n")
        stream.write("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n")
        for record in registry:
            label, *others = (name.value.replace("\\", "").replace('"', "") for name in record.names)
            spellings = "".join(f' ; skos:altLabel "{name}"' for name in others)
            subject = f"<https://w3id.org/gii-graph/id/organization/{record.id}>"
            stream.write(f'{subject} a gii:Organization ; rdfs:label "{label}"{spellings} .\n')
    with served(folder, [clusters, organizations]) as server:
        yield server


def recall(proposed: Sequence[str | None], expected: Sequence[str]) -> float:
    return sum(one == other for one, other in zip(proposed, expected, strict=True)) / len(expected)


def first(server: Served, names: Sequence[str], cache: Path) -> list[str | None]:
    """Return the first candidate for each name, by the client that `link --reconcile` uses."""
    service = ReconciliationService(f"{server.url}/reconcile", seconds=60, cache=cache)
    try:
        candidates = service.candidates(names, 1)
    finally:
        service.close()
    return [candidates[name][0].iri if candidates[name] else None for name in names]


def hyphened(name: str) -> str:
    return name.replace("–", " - ")


def without_state(name: str) -> str:
    return "–".join(part.partition(", ")[0] for part in name.split("–"))


@pytest.mark.parametrize(
    "written", [str, hyphened, str.upper, without_state], ids=["printed", "hyphen", "capitals", "no state"]
)
def test_clusters(everything: Served, tmp_path: Path, written: Callable[[str], str]) -> None:
    names = [written(name) for name, _ in cluster_names()]
    rows = everything.ask("SELECT ?c ?n { ?c a gii:Cluster ; rdfs:label|skos:altLabel ?n }").json()["results"][
        "bindings"
    ]
    clusters = {row["n"]["value"].upper(): row["c"]["value"] for row in rows}
    expected = [clusters[name.upper()] for name, _ in cluster_names()]
    proposed = first(everything, names, tmp_path)
    assert [name for name, one, other in zip(names, proposed, expected, strict=True) if one != other] == []


def test_organizations_are_found_as_well_as_link_finds_them(
    everything: Served, registry: Sequence[RegistryRecord], tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    makers = list(MAKERS.values())
    names = [makers[number % len(makers)](record.name, chance) for number, record in enumerate(registry)]
    expected = [record.id for record in registry]
    build_index(registry, tmp_path / "index", the_reader(), {})
    with RegistryIndex(tmp_path / "index") as index:
        finder = CandidateFinder(index, the_reader())
        found = (finder.find(name, None, 1) for name in names)
        linked = [candidates[0].record.id if candidates else None for candidates in found]
    proposed = [iri and iri.rpartition("/")[2] for iri in first(everything, names, tmp_path)]
    assert len(names) == ORGANIZATIONS
    assert recall(proposed, expected) >= recall(linked, expected) > 0.9


def test_the_package_reconciler_understands_it(everything: Served, registry: Sequence[RegistryRecord]) -> None:
    reconciler = pytest.importorskip("reconciler", reason="the package reconciler is not installed")
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    names = [record.name for record in registry[:40]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it warns of is its own use of pandas
        table = reconciler.reconcile(
            pandas.Series(names), type_id="Organization", reconciliation_endpoint=f"{everything.url}/reconcile"
        )
    identifiers = dict(zip(table["input_value"], table["id"], strict=True))
    assert [identifiers[name] for name in names] == [f"organization/{record.id}" for record in registry[:40]]
