"""Agents: one node for each organisation or person listed, whatever the spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from gii_graph.economies import economies as all_economies
from gii_graph.economies import find_economy
from gii_graph.identity.cluster_identity import ResolvedCluster
from gii_graph.identity.decision import Decision, Kind
from gii_graph.identity.generic_names import is_of_one_place
from gii_graph.identity.joining import Join, Listed, join
from gii_graph.identity.kind import decide_kind
from gii_graph.identity.mentions import Mentions
from gii_graph.identity.names import the_reader
from gii_graph.identity.spelling import comparison_key, fingerprint, slug
from gii_graph.identity.word import Word
from gii_graph.profile import Activity

__all__ = ["Agent", "ListedAgents", "ListedNames", "identify_agents", "listed_names"]

_ORGANIZATION = f"{Kind.ORGANIZATION}/"
# Parts the name in the key of an organisation from what tells it from others of that name; no comparison key has it.
_BEHIND_NAME = "\t"


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
    clusters: Collection[str]

    def listed(self, spelling: str, activity: Activity, clusters: Collection[str]) -> _Name:
        """Return the name with one more spelling, or one more table that lists it."""
        return _Name(
            tuple(dict.fromkeys((*self.spellings, spelling))),
            (*self.activities, activity),
            {*self.clusters, *clusters},
        )


class ListedAgents(NamedTuple):
    """The agents of a set of profiles, by printed name.

    `organizations` are the same wherever they are listed. `local` are, by cluster (IRI path), those that are not:
    persons, for two of one name in different clusters are two, organisations of one name in different economies, and
    those of a name that any city may have.
    """

    organizations: Mapping[str, Agent]
    local: Mapping[str, Mapping[str, Agent]]

    def listed(self, name: str, cluster: str) -> Agent:
        """Return the agent that a cluster (IRI path) lists under a printed name."""
        return self.organizations.get(name) or self.local[cluster][name]

    def distinct(self) -> dict[str, Agent]:
        """Return every agent by its path."""
        local = [agent for named in self.local.values() for agent in named.values()]
        return {agent.path: agent for agent in (*self.organizations.values(), *local)}


class ListedNames(NamedTuple):
    """All that is known of the printed names of agents before any are joined.

    `organizations` are those that names are before any are joined, `decisions` the kind of each name by its comparison
    key, `local` the persons of each cluster (IRI path).
    """

    organizations: _Organizations
    decisions: dict[str, Decision]
    local: defaultdict[str, dict[str, Agent]]


def listed_names(
    mentions: Mentions, overrides: Mapping[str, Kind], word: Word, clusters: Mapping[str, ResolvedCluster]
) -> ListedNames:
    """Return what is known of each printed name; `clusters` has that of each designation.

    Spellings that differ in dash, case and spacing only are one name.
    """
    names = _names(mentions)
    decisions = _decisions(mentions, names, overrides)
    paths = {key: cluster.path for key, cluster in clusters.items()}
    persons = {key: one for key, one in decisions.items() if one.kind is Kind.PERSON}
    local: defaultdict[str, dict[str, Agent]] = defaultdict(dict)
    if persons:
        _add_persons(local, _listed_persons(mentions, names, persons, paths), persons, word)
    for key in persons:
        del names[key]
    return ListedNames(_organizations(mentions, names, paths), decisions, local)


def identify_agents(names: ListedNames, word: Word) -> ListedAgents:
    """Return the agent of each printed name; organisations are joined by `joining`."""
    return ListedAgents(_organization_agents(names.organizations, names.decisions, word, names.local), names.local)


def _decisions(mentions: Mentions, names: Mapping[str, _Name], overrides: Mapping[str, Kind]) -> dict[str, Decision]:
    """Return the kind of each name by its comparison key; those that are the same are one object."""
    neighbours = _Neighbours(mentions)
    distinct: dict[Decision, Decision] = {}
    decisions: dict[str, Decision] = {}
    for key, name in names.items():
        decision = decide_kind(min(name.spellings), name.activities, neighbours.of(name), overrides.get(key))
        decisions[key] = distinct.setdefault(decision, decision)
    return decisions


class _Organizations(NamedTuple):
    """Names as organisations of one economy, or of several that their clusters share, by a key that tells each apart.

    A graph has many of them and most are a single spelling, so that what few have stands beside them: in `spellings`
    those of an organisation that has several, and in `apart` what tells it from others of its name, its economies, or
    its cluster where any city may have one of that name; the key then has it behind the name.
    """

    listed: dict[str, Listed]
    spellings: dict[str, tuple[str, ...]]
    apart: dict[str, tuple[str, ...]]

    def add(self, organization: Listed, spellings: tuple[str, ...], apart: tuple[str, ...] = ()) -> None:
        """Add an organisation, which no other has the key of."""
        self.listed[organization.key] = organization
        if len(spellings) > 1:
            self.spellings[organization.key] = spellings
        if apart:
            self.apart[organization.key] = apart

    def printed(self, keys: Iterable[str]) -> list[str]:
        """Return the spellings of some organisations, one after the other."""
        return [one for key in keys for one in self.spellings.get(key) or (self.listed[key].name,)]


def _name_of(key: str) -> str:
    """Return the comparison key of the name of an organisation."""
    return key.partition(_BEHIND_NAME)[0]


def _organizations(mentions: Mentions, names: dict[str, _Name], paths: Mapping[str, str]) -> _Organizations:
    """Return the organisations that printed names are before any of them are joined; `names` is used up."""
    distinct: dict[frozenset[str], frozenset[str]] = {}  # of the few sets of economies that there are

    @lru_cache(maxsize=1 << 14)
    def codes(cluster: str) -> frozenset[str]:
        economies = frozenset(map(_economy_code, mentions.economies.get(cluster, ())))
        return distinct.setdefault(economies, economies)

    @lru_cache(maxsize=1 << 10)
    def where(clusters: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str], bool]:
        """Return paths and economies of clusters, and whether they may be in economies that share none."""
        each = [codes(cluster) for cluster in clusters]
        economies: frozenset[str] = frozenset().union(*each)
        shared = distinct.setdefault(economies, economies)
        return tuple({paths[one] for one in clusters}), shared, len({*each} - {frozenset()}) > 1

    organizations = _Organizations({}, {}, {})
    for key in [*names]:
        name = names.pop(key)
        clusters, economies, may_be_apart = where(tuple(name.clusters))
        parts = _parts(name, clusters, paths, codes if may_be_apart else None)
        if len(parts) < 2:
            organizations.add(Listed(key, min(name.spellings), clusters, economies), name.spellings)
        for apart, part in parts.items() if len(parts) > 1 else ():
            within = frozenset().union(*map(codes, part))
            spellings = tuple(sorted(one for one in name.spellings if _is_listed(mentions, one, part)))
            own = _BEHIND_NAME.join((key, "/".join(apart)))
            there = tuple({paths[one] for one in part})
            organizations.add(Listed(own, spellings[0], there, within), spellings, apart)
    return organizations


def _parts(
    name: _Name, clusters: Collection[str], paths: Mapping[str, str], codes: Callable[[str], frozenset[str]] | None
) -> dict[tuple[str, ...], set[str]]:
    """Return the clusters that list a name in groups of one organisation each, by what tells these apart.

    That is the cluster, where any city may have one of that name; else the economies that it is in. `clusters` are the
    paths of the clusters, `codes` tells the economies of one where they may differ.
    """
    if len(clusters) < 2:
        return {}
    read = the_reader().read(min(name.spellings))
    # "SOUTHWEST UNIVERSITY - CHINA" is that one wherever it is listed.
    if read.country is not None:
        return {}
    if is_of_one_place(read):
        return {(path,): {one for one in name.clusters if paths[one] == path} for path in sorted(clusters)}
    if codes is None:
        return {}
    groups = _by_economy(name.clusters, codes)
    return {tuple(sorted(frozenset().union(*map(codes, group)))): group for group in groups}


def _by_economy(clusters: Collection[str], codes: Callable[[str], frozenset[str]]) -> list[set[str]]:
    """Return clusters in groups that share economies; those of no known economy are with the first."""
    groups: list[tuple[set[str], set[str]]] = []
    for cluster in sorted(clusters, key=lambda one: (not codes(one), sorted(codes(one)), one)):
        near = [group for group in groups if not codes(cluster) or group[0] & codes(cluster)]
        near = near if codes(cluster) else near[:1]
        groups = [group for group in groups if group not in near]
        economies, members = set(codes(cluster)), {cluster}
        for group in near:
            economies |= group[0]
            members |= group[1]
        groups.append((economies, members))
    return [members for _, members in groups]


def _is_listed(mentions: Mentions, spelling: str, clusters: set[str]) -> bool:
    return any(not clusters.isdisjoint(listings.get(spelling, ())) for listings in mentions.listings.values())


def _organization_agents(
    organizations: _Organizations,
    decisions: Mapping[str, Decision],
    word: Word,
    local: defaultdict[str, dict[str, Agent]],
) -> dict[str, Agent]:
    """Return the organisation of each printed name that is one's everywhere; those that are not go to `local`.

    `organizations` are used up: of many names, what they were and what they are take much memory side by side.
    """
    known = _OrganizationsByName(organizations, word)
    joins = join(organizations.listed, the_reader(), known.pairs(word.same), known.pairs(word.apart))
    paths = _paths(joins, organizations)
    agents: dict[str, Agent] = {}
    for path, (keys, rules) in zip(paths, joins, strict=True):
        printed = organizations.printed(keys)
        label = _fullest(printed)
        decision = decisions[_name_of(keys[0]) if len(keys) == 1 else comparison_key(label)]
        agent = Agent(path, label, _other_spellings(printed, label), decision, rules)
        for key in keys:
            is_apart = key in organizations.apart
            spellings = organizations.printed([key])
            for named in [local[cluster] for cluster in organizations.listed[key].clusters] if is_apart else [agents]:
                named.update(dict.fromkeys(spellings, agent))
            del organizations.listed[key]
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


def _add_persons(
    local: defaultdict[str, dict[str, Agent]],
    listed: Sequence[_ListedPerson],
    decisions: Mapping[str, Decision],
    word: Word,
) -> None:
    """Add the person of each printed name in each cluster; a person's IRI always names a cluster."""
    by_path: dict[str, _ListedPerson] = {}
    for person in listed:
        path = f"person/{person.cluster.removeprefix('cluster/')}/{slug(min(person.spellings))}"
        by_path[path if path not in by_path else f"{path}-{fingerprint(person.key)}"] = person
    for path, members in _joined_persons(by_path, word).items():
        spellings = {" ".join(spelling.split()) for member in members for spelling in member.spellings}
        label = " ".join(min(members[0].spellings).split())
        rules = ("a person said so",) if len(members) > 1 else ()
        agent = Agent(path, label, tuple(sorted(spellings - {label})), decisions[members[0].key], rules)
        for member in members:
            local[member.cluster].update(dict.fromkeys(member.spellings, agent))


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
        alone = (activity,)  # one for all names of a table
        for spelling, clusters in listings.items():
            key = comparison_key(spelling)
            known = names.get(key)
            names[key] = known.listed(spelling, activity, clusters) if known else _Name((spelling,), alone, clusters)
    return names


class _Neighbours:
    """The other names that are listed for a name's clusters, looked up only where a rule asks for them."""

    def __init__(self, mentions: Mentions) -> None:
        self._listings = mentions.listings

    @cached_property
    def _listed(self) -> Mapping[str, list[str]]:
        """Every name that a cluster lists, those of both tables twice."""
        listed: defaultdict[str, list[str]] = defaultdict(list)
        for names in self._listings.values():
            for name, clusters in names.items():
                for cluster in clusters:
                    listed[cluster].append(name)
        return listed

    def of(self, name: _Name) -> Iterator[str]:
        for cluster in name.clusters:
            yield from (other for other in self._listed[cluster] if other not in name.spellings)


def _economy_code(name: str) -> str:
    economy = find_economy(name)
    return economy.alpha2 if economy else name


class _OrganizationsByName:
    """The names that a person's word may mean: as printed, or by the IRI path that a name alone would have."""

    def __init__(self, organizations: _Organizations, word: Word) -> None:
        self._keys: defaultdict[str, list[str]] = defaultdict(list)
        pairs = (*word.same, *word.apart)
        by_path = any(name.startswith(_ORGANIZATION) for pair in pairs for name in pair)
        for key, organization in organizations.listed.items() if pairs else ():
            self._keys[_name_of(key)].append(key)
            if by_path:
                path = _plain_path(organization.name)
                is_apart = key in organizations.apart
                self._keys[f"{path}-{_qualifier([key], organizations)}" if is_apart else path].append(key)

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the pairs of keys that are meant by pairs of names."""
        return [
            (one, other)
            for name, named in pairs
            for one in self._meant(name)
            for other in self._meant(named)
            if one != other
        ]

    def _meant(self, name: str) -> list[str]:
        return self._keys.get(name) or self._keys.get(comparison_key(name), [])


def _plain_path(label: str) -> str:
    return f"{_ORGANIZATION}{slug(the_reader().in_full(label))}"


def _qualifier(keys: Iterable[str], organizations: _Organizations) -> str:
    """Return what tells an organisation from another of its name: its economies, or its cluster."""
    apart = sorted({one for key in keys for one in organizations.apart.get(key, ())})
    names = (named.name if (named := all_economies().get(one)) else one.removeprefix("cluster/") for one in apart)
    return "-".join(map(slug, names))


def _other_spellings(printed: Sequence[str], label: str) -> tuple[str, ...]:
    if len(printed) == 1:
        return ()
    return tuple(sorted({" ".join(spelling.split()) for spelling in printed} - {label}))


def _fullest(printed: Sequence[str]) -> str:
    """Return the spelling with the fewest shortened words, then the longest, then the first in the alphabet."""
    if len(printed) == 1:
        plain = " ".join(printed[0].split())
        return printed[0] if plain == printed[0] else plain  # one string in place of two that are equal
    spellings = {" ".join(spelling.split()) for spelling in printed}
    in_full = {spelling: the_reader().in_full(spelling) for spelling in spellings}
    longest = max(map(len, in_full.values()))
    return min(spellings, key=lambda spelling: (longest - len(in_full[spelling]), -len(spelling), spelling))


def _paths(joins: Iterable[Join], organizations: _Organizations) -> list[str]:
    """Return the IRI path of each organisation: the label with its shortened words in full.

    So the IRI stays when a fuller spelling comes. Different ones with one slug are told apart by their economies, or
    clusters, where the name is split by these, else by a fingerprint; the name that is nearest to its slug keeps the
    plain form, so that it does not change when a rival comes.
    """
    paths = [_plain_path(_fullest(organizations.printed(keys))) for keys, _ in joins]
    met: set[str] = set()
    shared: set[str] = set()
    for path in paths:
        (shared if path in met else met).add(path)
    rivals: defaultdict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for number, (keys, _) in enumerate(joins):
        if paths[number] in shared:
            rivals[paths[number]][number] = keys
    for path, named in rivals.items():
        split = {number: keys for number, keys in named.items() if not organizations.apart.keys().isdisjoint(keys)}
        for number, keys in split.items():
            paths[number] = f"{path}-{_qualifier(keys, organizations)}"
        by_key = {
            comparison_key(_fullest(organizations.printed(keys))): number
            for number, keys in named.items()
            if number not in split
        }
        for key in sorted(by_key, key=lambda key: (len(key), key))[1:]:
            paths[by_key[key]] = f"{path}-{fingerprint(key)}"
    return paths
