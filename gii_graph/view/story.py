"""A story: a short Markdown text whose headings name states of the picture, read into steps that its page tells.

A step begins with a heading of the second level that is a link to a state, `## [Beijing](#selected=cluster/beijing)`;
what stands before the first is its opening, a heading of the first level there the story's title. Paragraphs, lists,
emphasis and links are kept, as text; all else that Markdown knows is refused, with its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from gii_graph.errors import StoryError
from gii_graph.view.payload import edge_key, node_key

if TYPE_CHECKING:
    from markdown_it.token import Token

    from gii_graph.network import Network

__all__ = ["STATE_NAMES", "Story", "StoryStep", "read_story"]

# What a state can say, as `state.js` lists it. The values are read there alone: a step says what its page cannot show.
STATE_NAMES = frozenset(
    "agents ask chart colour compare edition embed figure given groups hide list open order partners rank see selected "
    "sentence share size sort table theme ties to view".split()
)
_NAMING_NODES = ("to", "compare", "see")
_MARKS = {"em": "em", "strong": "strong", "code_inline": "code"}

Inline = str | list[Any]
"""Text, or [mark, what is marked ...]; a link is ["a", address, what leads there ...]."""


@dataclass(frozen=True)
class StoryStep:
    """A part of a story: its heading, the state it shows, and its text as blocks of [kind, parts ...]."""

    title: str
    state: str
    blocks: tuple[list[Any], ...]


@dataclass(frozen=True)
class Story:
    """A title, empty where the text gives none, and the steps; the first may be an opening without a heading."""

    title: str
    steps: tuple[StoryStep, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain dicts and lists, as `story.js` reads them."""
        return {
            "title": self.title,
            "steps": [{"title": step.title, "state": step.state, "blocks": list(step.blocks)} for step in self.steps],
        }


def read_story(text: str, file: str, network: Network) -> Story:
    """Return the story that a Markdown text tells of a network.

    Raises StoryError where it has no step, a heading names no state, a state names what the network does not hold, or
    the text has more than paragraphs, lists, emphasis and links.
    """
    from markdown_it import MarkdownIt

    reader = _Reader(file, _keys(network))
    reader.read(MarkdownIt("commonmark").parse(text))
    if not any(step.state for step in reader.steps):
        raise StoryError(
            file, None, "no step; begin each with a heading such as ## [Beijing](#selected=cluster/beijing)"
        )
    return Story(reader.title, tuple(step for step in reader.steps if step.state or step.blocks))


def _keys(network: Network) -> frozenset[str]:
    return frozenset(map(node_key, network.nodes)) | frozenset(map(edge_key, network.edges))


class _Reader:
    """Steps as they are read, token by token."""

    def __init__(self, file: str, keys: frozenset[str]) -> None:
        self._file = file
        self._keys = keys
        self.title = ""
        self.steps = [StoryStep("", "", ())]

    def read(self, tokens: Sequence[Token]) -> None:
        """Take up the blocks of a text, in order."""
        lists: list[list[Any]] = []
        for before, token in zip((None, *tokens), tokens, strict=False):
            if token.type in ("bullet_list_open", "ordered_list_open"):
                if lists:
                    raise self._error(token, "a list within a list; write one list, or paragraphs")
                lists.append(["ul" if token.type.startswith("bullet") else "ol"])
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self._add(lists.pop())
            elif token.type == "inline" and before is not None:
                self._take(before, token, lists)
            elif not token.type.startswith(("heading_", "paragraph_", "list_item_")):
                raise self._error(
                    token, f"{_name_of(token)}; a story has headings, paragraphs, lists, emphasis and links"
                )

    def _take(self, block: Token, token: Token, lists: list[list[Any]]) -> None:
        if block.type == "heading_open":
            self._heading(block, token)
            return
        parts = [*self._inlines(token)]
        if lists:
            lists[-1].append(parts)
        else:
            self._add(["p", *parts])

    def _heading(self, block: Token, token: Token) -> None:
        children = token.children or []
        if block.tag == "h1" and not self.title and len(self.steps) == 1:
            self.title = "".join(child.content for child in children)
            return
        is_link = bool(children) and children[0].type == "link_open" and children[-1].type == "link_close"
        address = str(children[0].attrGet("href")) if is_link else ""
        if block.tag != "h2" or not address.startswith("#"):
            raise self._error(block, "a heading that names no state; write ## [Its words](#selected=cluster/beijing)")
        title = "".join(child.content for child in children)
        self.steps.append(StoryStep(title, self._state(block, address), ()))

    def _state(self, token: Token, address: str) -> str:
        """Return what an address says behind its `#`. Raises StoryError where the page could not show it."""
        for name, value in parse_qsl(address[1:], keep_blank_values=True):
            if name not in STATE_NAMES:
                raise self._error(token, f"the state {address!r} has {name!r}, which no address of the picture has")
            named = [value] if name == "selected" else value.split(" ") if name in _NAMING_NODES else []
            for key in named:
                if key not in self._keys:
                    raise self._error(token, f"{key!r} is nothing in this graph; copy the address from the picture")
        return address[1:] or "view=network"

    def _add(self, block: list[Any]) -> None:
        last = self.steps[-1]
        self.steps[-1] = StoryStep(last.title, last.state, (*last.blocks, block))

    def _inlines(self, token: Token) -> Iterator[Inline]:
        """Yield text and marks of a block."""
        open_marks: list[list[Any]] = []
        for child in token.children or []:
            part: Inline | None = None
            if child.type == "text":
                part = child.content
            elif child.type in ("softbreak", "hardbreak"):
                part = " "
            elif child.type == "code_inline":
                part = ["code", child.content]
            elif child.type.endswith("_open") and child.tag in ("em", "strong", "a"):
                open_marks.append([child.tag, *([self._link(token, child)] if child.tag == "a" else [])])
            elif child.type.endswith("_close"):
                part = open_marks.pop()
            else:
                raise self._error(
                    token, f"{_name_of(child)}; a story has headings, paragraphs, lists, emphasis and links"
                )
            if part is not None:
                if open_marks:
                    open_marks[-1].append(part)
                else:
                    yield part

    def _link(self, block: Token, link: Token) -> str:
        address = str(link.attrGet("href"))
        if address.startswith("#"):
            return f"#{self._state(block, address)}"
        if not address.startswith(("https://", "http://")):
            raise self._error(block, f"a link to {address!r}; links lead to https addresses or to states (#...)")
        return address

    def _error(self, token: Token, what: str) -> StoryError:
        return StoryError(self._file, token.map[0] + 1 if token.map else None, what)


def _name_of(token: Token) -> str:
    names = {
        "html_block": "HTML",
        "html_inline": "HTML",
        "image": "an image",
        "fence": "a block of code",
        "code_block": "a block of code",
        "hr": "a rule",
        "blockquote_open": "a quotation",
    }
    return names.get(token.type, token.type.replace("_", " "))
