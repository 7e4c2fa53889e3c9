"""The shipped questions with their answers, as a page carries them: computed here, by the same queries and engine.

A row is written once for all answers that have it, and an answer is which rows it has. What would take too much room or
time is left out, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import combinations, count, groupby, pairwise, zip_longest
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from gii_graph.sparql.engine import answer
from gii_graph.sparql.header import Header, Parameter, read_header
from gii_graph.sparql.parameters import CLASSES, editions_of, entities_called, names_of
from gii_graph.sparql.prefixes import KNOWN_PREFIXES, shortener
from gii_graph.sparql.premises import omission_sentence, premises
from gii_graph.sparql.shipped import shipped_names, shipped_text
from gii_graph.sparql.syntax import with_values
from gii_graph.view.carried_terms import CarriedTerms
from gii_graph.view.free_answers import MOST_CHARACTERS, AnswerRow, FreeAnswer, FreeAnswers
from gii_graph.view.query_help import query_help
from gii_graph.view.row_subjects import RowSubject, SubjectIndex
from gii_graph.view.rows_of_values import rows_of_values
from gii_graph.vocabulary import BASE, GII, RDFS, XSD

if TYPE_CHECKING:
    from pyoxigraph import Store

    from gii_graph.network import Network
    from gii_graph.view.carried_graph import CarriedGraph

__all__ = ["MARK", "carried_answers"]

MARK: Final = "<urn:gii-graph:chosen>"  # stands for the chosen term in the text of a query
_MOST_ASKED: Final = 600  # answers for chosen values: about a second for 20,000 triples, and fewer of a larger graph
_MOST_SEARCHED: Final = 12_000_000  # answers by triples
_FIRST_NOTE: Final = 0  # the number of that on the answer with all parameters free

# Parameter: number of the value chosen for it; what is left free is not there.
_Choice = Mapping[str, int]


class _Value(NamedTuple):
    """A value that a parameter can have, as a term of SPARQL and in words."""

    term: str
    label: str


def carried_answers(
    graph: CarriedGraph, network: Network, facts: Mapping[str, Any], *, for_engine: bool = False
) -> dict[str, Any]:
    """Return the questions and answers as plain dicts and lists.

    A page with the engine offers every value, and has what it needs to say of other queries what the command says.
    `terms` and `lines` are as in `CarriedTerms`. `choices` are the values of parameters by type, as [as the command
    takes it, literal or IRI in short, label], `offered` how many there are in all. A question has `rows` as lists of
    numbers of terms, in `about` for each row its nodes, edges and lines, and as `answers` [numbers of the chosen
    values, -1 where free], number of the note, [first row, number of rows, ...]]; or `withheld`, how many rows were
    too many.
    """
    store = graph.store
    texts = {name: shipped_text(name) for name in shipped_names()}
    headers = {name: read_header(text) for name, text in texts.items()}
    values = _values(store, {one.type for header in headers.values() for one in header.parameters})
    terms = CarriedTerms(network, facts)
    subjects = SubjectIndex(graph, network)
    ask_once = _Remembering(store)
    questions = [
        _Question(name, text, headers[name], store, ask_once, values, subjects, terms) for name, text in texts.items()
    ]
    left = MOST_CHARACTERS - _take_all(questions, graph.free_answers)
    most = min(_MOST_ASKED, _MOST_SEARCHED // max(len(store), 1))
    carried = _ask_choices([one for one in questions if not one.withheld], values, most, left)
    if for_engine:
        carried = {kind: len(values[kind]) for question in questions for kind in question.parameters.values()}
    prologues: dict[str, int] = {}
    return {
        "questions": [question.as_json(for_engine, prologues) for question in questions],
        "prologues": list(prologues),
        **({"help": query_help()} if for_engine else {}),
        "choices": {kind: _written(values[kind][:number], kind, store) for kind, number in carried.items()},
        "offered": {kind: len(values[kind]) for kind in carried},
        "prefixes": KNOWN_PREFIXES,
        "base": BASE,
        "terms": terms.texts,
        "lines": terms.lines,
    }


class _Remembering:
    """Answers questions from memory when they come again, as those on the premises of answers do: an `AskWith`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._answers: dict[tuple[str, str], Any] = {}

    def __call__(self, text: str, bindings: Mapping[str, Sequence[str]] | None) -> Any:
        key = text, repr(bindings or {})
        if key not in self._answers:
            answered: Any = answer(self._store, text, bindings, as_they_come=True)
            self._answers[key] = list(answered) if type(answered).__name__ == "QuerySolutions" else answered
        return self._answers[key]

    def remember(self, text: str, bindings: Mapping[str, Sequence[str]], rows: Sequence[AnswerRow]) -> None:
        """Take in the rows of an answer that another question told."""
        self._answers[text, repr(bindings)] = rows


def _take_all(questions: Sequence[_Question], free_answers: FreeAnswers) -> int:
    """Give each question its answer with all parameters free, withhold the largest, and return what the others take.

    The smallest come first, as far as there is room. To have the rows of an answer that was only counted, and to look
    up what they are about, takes most of the time and makes it only larger: each is done when the answer would have a
    place without it.
    """
    for question, answered in zip(questions, free_answers.in_order(), strict=True):
        question.take_freely(answered)
    waiting = [(question.size, number) for number, question in enumerate(questions)]
    heapify(waiting)
    taken = 0
    while waiting:
        size, number = heappop(waiting)
        if taken + size > MOST_CHARACTERS:
            questions[number].withhold()
        elif questions[number].grows():
            heappush(waiting, (questions[number].size, number))
        else:
            taken += size
    for question in questions:
        question.say_what_it_rests_on()
    return taken


def _ask_choices(
    questions: Sequence[_Question], values: Mapping[str, Sequence[_Value]], most: int, left: int
) -> dict[str, int]:
    """Ask for the values of parameters, `most` answers in `left` characters; return how many values of each type."""
    carried: dict[str, int] = {}
    asked = 0
    editions = range(len(values["edition"]))
    for kind in sorted(values, key=lambda kind: (kind != "edition", kind != "cluster", kind)):
        taking = [one for one in questions if kind in one.parameters.values()]
        for number in range(len(values[kind]) if taking else 0):
            plan = [(one, choice) for one in taking for choice in one.choices(kind, number, editions)]
            before = sum(one.size for one in taking)
            if asked + len(plan) > most or left < 0:
                break
            if number == 0:
                for question in taking:
                    question.ask_for_each(kind, range(min(len(values[kind]), (most - asked) // len(taking))))
            for question, choice in plan:
                question.ask(choice)
            asked += len(plan)
            left -= sum(one.size for one in taking) - before
            carried[kind] = number + 1
    return carried


class _Question:
    """A shipped question, with the rows of all answers to it."""

    def __init__(
        self,
        name: str,
        text: str,
        header: Header,
        store: Store,
        ask_once: _Remembering,
        values: Mapping[str, Sequence[_Value]],
        subjects: SubjectIndex,
        terms: CarriedTerms,
    ) -> None:
        self.name = name
        self.withheld = 0
        self._text = text
        self._header = header
        self._store = store
        self._ask_once = ask_once
        self._values = values
        self._subjects = subjects
        self._terms = terms
        # One value is no choice.
        self.parameters = {one.name: one.type for one in self._header.parameters if len(values.get(one.type, ())) > 1}
        self._columns: list[str] = []
        self._counted = 0  # rows, of which no more is known
        self._rows: dict[tuple[Any, ...], int] = {}
        self._about: list[RowSubject] = []
        self._notes: dict[str, int] = {}
        self._answers: dict[tuple[int, ...], tuple[int, list[int]]] = {}
        self._rows_of_values: dict[tuple[tuple[str, int], ...], list[AnswerRow]] = {}  # by choice
        self.size = 0  # about how many characters the answers take
        self._bound = {names: _insertions(self._text, names) for names in _subsets(tuple(self.parameters))}

    def choices(self, kind: str, number: int, editions: Sequence[int]) -> Iterator[_Choice]:
        """Yield the choices of a value for its parameter alone, and with each edition."""
        chosen = {name: number for name, type_ in self.parameters.items() if type_ == kind}
        yield chosen
        for name, type_ in self.parameters.items():
            if type_ == "edition" != kind:
                yield from ({**chosen, name: edition} for edition in editions)

    def take_freely(self, answered: FreeAnswer) -> None:
        """Take in the answer with all parameters free. What is not known of it yet is found by `grows`."""
        self._columns = answered.columns
        if answered.rows is None:
            self._counted, self.size = answered.number, answered.least_size
        else:
            self._take_free_rows(answered.rows)

    def grows(self) -> bool:
        """Find its rows where they were only counted, else what they are about; tell whether one of these was to do."""
        if self._counted:
            self._counted = self.size = 0
            self._take_free_rows(self._ask({}))
        elif len(self._about) < len(self._rows):
            self.trace()
        else:
            return False
        return True

    def _take_free_rows(self, rows: Sequence[AnswerRow]) -> None:
        self._ask_once.remember(self._text, {}, rows)
        self._take(rows, {}, _FIRST_NOTE)

    def say_what_it_rests_on(self) -> None:
        """Find the note on the answer with all parameters free, which may count the rows of another question."""
        self._note({})

    def ask_for_each(self, kind: str, numbers: Sequence[int]) -> None:
        """Have the rows for many values of a type at hand, where one question tells them, before they are asked for."""
        names = [name for name, type_ in self.parameters.items() if type_ == kind]
        terms = [self._values[kind][number].term for number in numbers]
        rows = rows_of_values(self._store, self._text, names[0], terms) if len(names) == 1 < len(terms) else None
        if rows is not None:
            for number, term in zip(numbers, terms, strict=True):
                self._rows_of_values[(names[0], number),] = rows[term]
                self._ask_once.remember(self._text, {names[0]: [term]}, rows[term])

    def ask(self, choice: _Choice) -> None:
        """Answer the question for these values, and look up what its new rows are about."""
        terms = {name: [self._values[self.parameters[name]][number].term] for name, number in choice.items()}
        rows = self._rows_of_values.pop(tuple(choice.items()), None)
        self._take(self._ask(terms) if rows is None else rows, choice, self._note(terms))
        if len(self._rows) > len(self._about):
            self.trace(self._bound_to(terms))

    def _ask(self, terms: Mapping[str, Sequence[str]]) -> list[AnswerRow]:
        return list(map(tuple, cast("Any", answer(self._store, self._bound_to(terms)))))

    def _take(self, rows: Sequence[AnswerRow], choice: _Choice, note: int) -> None:
        fresh = [row for row in dict.fromkeys(rows) if row not in self._rows]
        self._rows.update(zip(fresh, count(len(self._rows)), strict=False))
        place = tuple(choice.get(name, -1) for name in self.parameters)
        self._answers[place] = (note, [self._rows[row] for row in rows])
        self.size += sum(8 + sum(map(self._terms.size, row)) for row in fresh)
        self.size += 14 + len(_runs(self._answers[place][1])) * 4

    def _note(self, terms: Mapping[str, Sequence[str]]) -> int:
        """Return the number of the note on the answer for these values."""
        said = premises(self._header, terms, terms, self._ask_once)
        return self._notes.setdefault(" ".join(said), len(self._notes))

    def trace(self, bound: str | None = None) -> None:
        """Look up what the rows are about, as far as that is not known; `bound` is the text that they answer."""
        fresh = list(self._rows)[len(self._about) :]
        if fresh:
            about = self._subjects.subjects(bound or self._text, self._columns, fresh)
            self._about += about
            self.size += 4 * sum(len(part) for subject in about for part in subject)

    def _bound_to(self, terms: Mapping[str, Sequence[str]]) -> str:
        """Return the text with its parameters bound: each question is asked many times, and read once."""
        if not terms:
            return self._text
        bound = self._bound[tuple(name for name in self.parameters if name in terms)]
        if "at" not in bound:
            return with_values(self._text, terms)
        parts = [self._text[start:end] for start, end in pairwise([0, *(at for at, _ in bound["at"]), len(self._text)])]
        blocks = (f" VALUES ?{name} {{ {terms[name][0]} }}" for _, name in bound["at"])
        return "".join(part for pair in zip_longest(parts, blocks, fillvalue="") for part in pair)

    def withhold(self) -> None:
        """Leave the rows out."""
        self.withheld = self._counted or len(self._rows)
        self._rows.clear()
        self._about.clear()
        self._answers.clear()

    def as_json(self, for_engine: bool, prologues: dict[str, int]) -> dict[str, Any]:
        """Return what the page carries of it; `prologues` takes the declarations of its text, which others have too."""
        header, terms = self._header, self._terms
        head, prologue, rest = _parted(self._text)
        distinct = {subject: number for number, subject in enumerate(dict.fromkeys(self._about))}
        return {
            "name": self.name,
            "question": header.question,
            "remarks": header.remarks,
            "text": [head, prologues.setdefault(prologue, len(prologues)), rest],
            "parameters": [[name, kind, _purpose(header, name)] for name, kind in self.parameters.items()],
            "bound": list(self._bound.values()),
            "columns": self._columns,
            "notes": list(self._notes),
            "rows": [terms.number(term) for row in self._rows for term in row],
            "about": [[*map(list, subject[:2]), [terms.line(line) for line in subject.lines]] for subject in distinct],
            "subject": [distinct[subject] for subject in self._about],
            "answers": [[list(place), note, _runs(rows)] for place, (note, rows) in self._answers.items()],
            "withheld": self.withheld,
            **(self._premises() if for_engine else {}),
        }

    def _premises(self) -> dict[str, Any]:
        """Return what an answer that the engine computes lacks in this graph, and how to say what it leaves out."""
        needs = self._header._replace(leaves_out=())
        said = premises(needs, {}, {}, self._ask_once)
        left_out = [[one.query, omission_sentence("{rows}", one)] for one in self._header.leaves_out]
        return {"needs": list(said), "leavesOut": left_out}


def _parted(text: str) -> tuple[str, str, str]:
    r"""Return the text before its declarations of prefixes, these, and the rest.

    >>> _parted("# Who?\nPREFIX a: <http://a/>\nASK { }")
    ('# Who?\n', 'PREFIX a: <http://a/>\n', 'ASK { }')
    """
    lines = text.splitlines(keepends=True)
    declared = [number for number, line in enumerate(lines) if line.startswith("PREFIX ")]
    first, last = (declared[0], declared[-1] + 1) if declared else (0, 0)
    return "".join(lines[:first]), "".join(lines[first:last]), "".join(lines[last:])


def _purpose(header: Header, name: str) -> str:
    parameter: Parameter = next(one for one in header.parameters if one.name == name)
    return parameter.purpose


def _runs(numbers: Sequence[int]) -> list[int]:
    """Return numbers as [first, how many, first, how many, ...] of those that follow each other.

    >>> _runs([4, 5, 6, 2])
    [4, 3, 2, 1]
    """
    runs = groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    return [part for _, run in runs for pairs in [list(run)] for part in (pairs[0][1], len(pairs))]


def _subsets(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for size in range(1, len(names) + 1):
        yield from combinations(names, size)


def _insertions(text: str, names: Sequence[str]) -> dict[str, Any]:
    """Return how a query is bound to values of these parameters.

    `at` are [offset, parameter]: there stands ` VALUES ?parameter { term }` then. Where a binding changes more than
    that, it is the whole text, with a mark for each term.
    """
    bound = with_values(text, {name: [f"{MARK[:-1]}/{name}>"] for name in names})
    blocks = re.split(rf" VALUES \?\w+ \{{ {re.escape(MARK[:-1])}/(\w+)> \}}", bound)
    if "".join(blocks[::2]) != text:
        return {"names": names, "text": bound}
    offsets = [sum(map(len, blocks[: place + 1 : 2])) for place in range(0, len(blocks) - 1, 2)]
    return {"names": names, "at": [[offset, name] for offset, name in zip(offsets, blocks[1::2], strict=True)]}


def _values(store: Store, kinds: Collection[str]) -> dict[str, list[_Value]]:
    """Return the values that parameters of these types can have: clusters with a profile first, then by their labels.

    Other types have too many values, or none that the graph knows.
    """
    ask = partial(answer, store, as_they_come=True)
    labelled: Any = answer(store, f"SELECT ?s ?l {{ ?s <{RDFS.label}> ?l }} ORDER BY DESC(?l)")
    labels = {node.value: label.value for node, label in labelled}
    with_profile: Any = ask(f"SELECT DISTINCT ?c {{ ?c <{GII.hasProfile}> ?p }}")
    profiled = {node.value for (node,) in with_profile}
    values = {}
    for kind in (*CLASSES, "entity"):
        if kind in kinds:
            order = sorted(names_of(kind, ask), key=lambda iri: (iri not in profiled, labels.get(iri, iri), iri))
            values[kind] = [_Value(f"<{iri}>", labels.get(iri, iri)) for iri in order]
    return {**values, "edition": [_Value(f'"{year}"^^<{XSD.integer}>', year) for year in editions_of(ask)]}


def _written(values: Sequence[_Value], kind: str, store: Store) -> list[list[str]]:
    """Return values as [as the command takes it, term, label]."""
    if kind == "edition":
        return [[value.label, value.term, value.label] for value in values]
    called = names_of(kind, partial(answer, store, as_they_come=True))
    short = shortener()

    def given(iri: str) -> str:
        forms = (iri.rpartition("/")[2], short(iri), iri)
        return next(form for form in forms if entities_called(form, called) == {iri})

    return [[given(value.term[1:-1]), short(value.term[1:-1]), value.label] for value in values]
