"""Agents: one node for each organisation or person listed, whatever the spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from typing import NamedTuple

from gii_graph.economies import find_economy
from gii_graph.identity.cluster_identity import ResolvedCluster
from gii_graph.identity.joining import Join, Listed, join
from gii_graph.identity.kind import Decision, Kind, decide_kind
from gii_graph.identity.mentions import Mentions
from gii_graph.identity.names import the_reader
from gii_graph.identity.spelling import comparison_key, fingerprint, slug
from gii_graph.identity.word import Word
from gii_graph.profile import Activity

__all__ = ["Agent", "ListedAgents", "identify_agents"]


class Agent(NamedTuple):
    """An organisation or a person: IRI path under the instance base, label, other spellings, and how it was decided.

    `joined_by` are the rules that made its spellings one; none where there is one spelling.
    """

    path: str
    label: str
    spellings: tuple[str, ...]
    decision: Decision
    joined_by: tuple[str, ...] = ()


class _Name(NamedTuple):
    """All that is known of one comparison key: spellings, the tables that list it, the clusters they are of."""

    spellings: tuple[str, ...]
    activities: tuple[Activity, ...]
    clusters: Set[str]

    def listed(self, spelling: str, activity: Activity, clusters: Set[str]) -> _Name:
        """Return the name with one more spelling, or one more table that lists it."""
        return _Name(
            tuple(dict.fromkeys((*self.spellings, spelling))), (*self.activities, activity), self.clusters | clusters
        )


class ListedAgents(NamedTuple):
    """The agents of a set of profiles: organisations by printed name, persons by cluster (IRI path) and printed name.

    An organisation is the same wherever it is listed; two persons of one name in different clusters are two.
    """

    organizations: Mapping[str, Agent]
    persons: Mapping[str, Mapping[str, Agent]]

    def listed(self, name: str, cluster: str) -> Agent:
        """Return the agent that a cluster (IRI path) lists under a printed name."""
        return self.organizations.get(name) or self.persons[cluster][name]

    def distinct(self) -> dict[str, Agent]:
        """Return every agent by its path."""
        persons = [person for named in self.persons.values() for person in named.values()]
        return {agent.path: agent for agent in (*self.organizations.values(), *persons)}


def identify_agents(
    mentions: Mentions, overrides: Mapping[str, Kind], word: Word, clusters: Mapping[str, ResolvedCluster]
) -> ListedAgents:
    """Return the agent of each printed name; `clusters` has that of each designation.

    Spellings that differ in dash, case and spacing only are one; organisations are joined further by `joining`.
    """
    names = _names(mentions)
    neighbours = _Neighbours(mentions)
    decisions = {
        key: decide_kind(min(name.spellings), name.activities, neighbours.of(name), overrides.get(key))
        for key, name in names.items()
    }
    paths = {key: cluster.path for key, cluster in clusters.items()}
    persons = {key: one for key, one in decisions.items() if one.kind is Kind.PERSON}
    return ListedAgents(
        _organization_agents(names, decisions, word, mentions.economies, paths),
        _person_agents(_listed_persons(mentions, names, persons, paths), persons, word) if persons else {},
    )


def _organization_agents(
    names: Mapping[str, _Name],
    decisions: Mapping[str, Decision],
    word: Word,
    economies: Mapping[str, Iterable[str]],
    clusters: Mapping[str, str],
) -> dict[str, Agent]:
    """Return the organisation of each printed name that is one's."""
    joins = _organizations(names, decisions, word, economies, clusters)
    labels = {one.names: _fullest(one.names, names) for one in joins}
    paths = _paths(labels)
    agents: dict[str, Agent] = {}
    for one in joins:
        label = labels[one.names]
        printed = [spelling for key in one.names for spelling in names[key].spellings]
        others = _other_spellings(printed, label)
        decision = decisions[one.names[0] if len(one.names) == 1 else comparison_key(label)]
        agents.update(dict.fromkeys(printed, Agent(paths[one.names], label, others, decision, one.rules)))
    return agents


class _ListedPerson(NamedTuple):
    """A person as one cluster (IRI path) lists them: comparison key and spellings."""

    cluster: str
    key: str
    spellings: frozenset[str]


def _listed_persons(
    mentions: Mentions, names: Mapping[str, _Name], persons: Iterable[str], clusters: Mapping[str, str]
) -> list[_ListedPerson]:
    """Return the persons of each cluster, in order."""
    keys = {spelling: key for key in persons for spelling in names[key].spellings}
    listed: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for listings in mentions.listings.values():
        for spelling in keys.keys() & listings.keys():
            for cluster in listings[spelling]:
                listed[clusters[cluster], keys[spelling]].add(spelling)
    return [_ListedPerson(*place, frozenset(spellings)) for place, spellings in sorted(listed.items())]


def _person_agents(
    listed: Sequence[_ListedPerson], decisions: Mapping[str, Decision], word: Word
) -> dict[str, dict[str, Agent]]:
    """Return the person of each printed name in each cluster; a person's IRI always names a cluster."""
    by_path: dict[str, _ListedPerson] = {}
    for person in listed:
        path = f"person/{person.cluster.removeprefix('cluster/')}/{slug(min(person.spellings))}"
        by_path[path if path not in by_path else f"{path}-{fingerprint(person.key)}"] = person
    persons: defaultdict[str, dict[str, Agent]] = defaultdict(dict)
    for path, members in _joined_persons(by_path, word).items():
        spellings = {" ".join(spelling.split()) for member in members for spelling in member.spellings}
        label = " ".join(min(members[0].spellings).split())
        rules = ("a person said so",) if len(members) > 1 else ()
        agent = Agent(path, label, tuple(sorted(spellings - {label})), decisions[members[0].key], rules)
        for member in members:
            persons[member.cluster].update(dict.fromkeys(member.spellings, agent))
    return dict(persons)


def _joined_persons(by_path: Mapping[str, _ListedPerson], word: Word) -> dict[str, list[_ListedPerson]]:
    """Return the persons by path; of those that a person called the same, the second of the pair gives its path."""
    parent: dict[str, str] = {}

    def root(path: str) -> str:
        while path in parent:
            path = parent[path]
        return path

    for one, other in word.same:
        if one in by_path and other in by_path and root(one) != root(other):
            parent[root(one)] = root(other)
    joined = {path: [person] for path, person in by_path.items() if path not in parent}
    for path in parent:
        joined[root(path)].append(by_path[path])
    return joined


def _names(mentions: Mentions) -> dict[str, _Name]:
    """Return what is known of each comparison key."""
    names: dict[str, _Name] = {}
    for activity, listings in mentions.listings.items():
        for spelling, clusters in listings.items():
            key = comparison_key(spelling)
            known = names.get(key)
            names[key] = (
                known.listed(spelling, activity, clusters) if known else _Name((spelling,), (activity,), clusters)
            )
    return names


class _Neighbours:
    """The other names that are listed for a name's clusters, looked up only where a rule asks for them."""

    def __init__(self, mentions: Mentions) -> None:
        self._listings = mentions.listings

    @cached_property
    def _listed(self) -> Mapping[str, set[str]]:
        """Every name that a cluster lists."""
        listed: defaultdict[str, set[str]] = defaultdict(set)
        for names in self._listings.values():
            for name, clusters in names.items():
                for cluster in clusters:
                    listed[cluster].add(name)
        return listed

    def of(self, name: _Name) -> Iterator[str]:
        for cluster in name.clusters:
            yield from self._listed[cluster].difference(name.spellings)


def _economy_code(name: str) -> str:
    economy = find_economy(name)
    return economy.alpha2 if economy else name


def _organizations(
    known: Mapping[str, _Name],
    decisions: Mapping[str, Decision],
    word: Word,
    economies: Mapping[str, Iterable[str]],
    paths: Mapping[str, str],
) -> list[Join]:
    """Return which comparison keys are one organisation."""
    names = {min(known[key].spellings): key for key, one in decisions.items() if one.kind is Kind.ORGANIZATION}
    printed = {key: name for name, key in names.items()}

    def decided(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        keys = [(comparison_key(one), comparison_key(other)) for one, other in pairs]
        return [(printed[one], printed[other]) for one, other in keys if one in printed and other in printed]

    @lru_cache(maxsize=1024)
    def places(clusters: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
        """Return the clusters and their economies; names of one cluster share them, for there are many."""
        codes = (_economy_code(name) for cluster in clusters for name in economies.get(cluster, ()))
        return frozenset(paths[cluster] for cluster in clusters), frozenset(codes)

    listed = [Listed(name, *places(tuple(known[key].clusters))) for name, key in names.items()]
    return [
        Join(tuple(sorted(names[name] for name in one.names)), one.rules)
        for one in join(listed, the_reader(), decided(word.same), decided(word.apart))
    ]


def _other_spellings(printed: Sequence[str], label: str) -> tuple[str, ...]:
    if len(printed) == 1:
        return ()
    return tuple(sorted({" ".join(spelling.split()) for spelling in printed} - {label}))


def _fullest(keys: Sequence[str], known: Mapping[str, _Name]) -> str:
    """Return the spelling with the fewest shortened words, then the longest, then the first in the alphabet."""
    if len(keys) == 1 and len(known[keys[0]].spellings) == 1:
        return " ".join(known[keys[0]].spellings[0].split())
    spellings = {" ".join(spelling.split()) for key in keys for spelling in known[key].spellings}
    in_full = {spelling: the_reader().in_full(spelling) for spelling in spellings}
    longest = max(map(len, in_full.values()))
    return min(spellings, key=lambda spelling: (longest - len(in_full[spelling]), -len(spelling), spelling))


def _paths(labels: Mapping[tuple[str, ...], str]) -> dict[tuple[str, ...], str]:
    """Return the IRI path of each organisation: the label with its shortened words in full.

    So the IRI stays when a fuller spelling comes. Different ones with one slug are told apart by a fingerprint; the
    name that is nearest to its slug keeps the plain form, so that it does not change when a rival comes.
    """
    rivals: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for keys, label in labels.items():
        rivals[f"organization/{slug(the_reader().in_full(label))}"].append(keys)
    paths: dict[tuple[str, ...], str] = {}
    for path, named in rivals.items():
        if len(named) == 1:
            paths[named[0]] = path
            continue
        by_key = {comparison_key(labels[keys]): keys for keys in named}
        plainest, *others = sorted(by_key, key=lambda key: (len(key), key))
        paths[by_key[plainest]] = path
        paths.update({by_key[key]: f"{path}-{fingerprint(key)}" for key in others})
    return paths
