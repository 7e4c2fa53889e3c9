"""What a browser shows of a page: which elements are hidden or struck out, and how each is laid out.

The page's own style sheets and `style` attributes count, in the order of the cascade
(https://www.w3.org/TR/css-cascade-4/#cascade-sort), above what browsers do by themselves
(https://html.spec.whatwg.org/multipage/rendering.html). Sheets that a page only links to are not at hand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["Appearance", "Look"]

# No sheet written for one page has more rules that hide or lay out something; what is above is not looked at.
_MOST_RULES = 5_000
# The width of a window on a desk, in pixels, for rules that ask for it.
_WINDOW = 1280
_PROPERTIES = frozenset(
    "display visibility opacity font-size content-visibility clip clip-path position left top text-indent overflow"
    " width height max-height text-decoration text-decoration-line white-space".split()
)
# Never shown, or not as text. What stands in the last line is shown only where a browser lacks something.
_SILENT = frozenset(
    "area base basefont datalist desc head iframe input link meta param rp script select source style template"
    " textarea title track"
    " audio canvas meter noembed noframes noscript object progress video".split()
)
_CLOSABLE = frozenset({"details", "dialog"})
_STRUCK = frozenset({"del", "s", "strike"})
_BLOCKS = frozenset(
    "address article aside blockquote center details dialog dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header"
    " hgroup hr legend main menu nav ol p pre search section summary ul".split()
)
_LINES = frozenset("body dd div dt figcaption html li optgroup option text".split())
_LAYOUT = {
    **dict.fromkeys(_BLOCKS, "block"),
    **dict.fromkeys(_LINES, "line"),
    **dict.fromkeys(("thead", "tbody", "tfoot"), "rows"),
    **dict.fromkeys(("td", "th"), "cell"),
    "table": "table",
    "tr": "row",
    "caption": "block",
    "br": "break",
}
_DISPLAY = {
    **dict.fromkeys(("block", "flex", "grid", "flow-root", "list-item"), "line"),
    **dict.fromkeys(("inline", "inline-block", "inline-flex", "inline-grid", "contents", "ruby"), "inline"),
    "table": "table",
    "table-row": "row",
    "table-cell": "cell",
    "table-caption": "block",
    **dict.fromkeys(("table-row-group", "table-header-group", "table-footer-group"), "rows"),
}
_KEPT_SPACES = frozenset({"pre", "pre-wrap", "pre-line", "break-spaces"})
_MEDIA_WIDTH = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d{1,5}(?:\.\d{1,4})?)\s*(px|em|rem)\s*\)")
_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(px|em|rem|pt|vw|vh|%)?")
_FAR_AWAY = -900  # pixels or so: nobody scrolls there


class Look(NamedTuple):
    """How an element is shown.

    `layout` is none, inline, line (begins a line), block (begins a paragraph), table, rows, row, cell or break. Text
    in it is `seen` unless an element within says otherwise; of what is `folded` only the summary is shown.
    """

    layout: str
    seen: bool | None = None
    struck: bool = False
    preformatted: bool | None = None
    folded: bool = False


class _Weight(NamedTuple):
    """What decides between two values of one property, the larger wins."""

    important: bool
    inline: bool
    specificity: tuple[int, int, int]
    order: int


class Appearance:
    """How the elements of one page are shown."""

    def __init__(self, root: LexborNode) -> None:
        self._rules: defaultdict[int, dict[str, tuple[_Weight, str]]] = defaultdict(dict)
        self._order = 0
        for media, sheet in _sheets(root):
            if _applies(media):
                self._take(root, sheet)

    def of(self, node: LexborNode) -> Look:
        """Return how an element is shown."""
        tag = node.tag or ""
        attributes = node.attributes
        stated = self._rules.get(node.mem_id)
        if stated is None and not attributes and tag not in _CLOSABLE:
            layout = "none" if tag in _SILENT else _LAYOUT.get(tag, "inline")
            return Look(layout, struck=tag in _STRUCK, preformatted=True if tag == "pre" else None)
        style = self._style(stated or {}, attributes.get("style"))
        layout = _layout(tag, attributes, style.get("display"))
        if layout != "none" and tag != "br" and (_is_out_of_sight(style) or _is_skipped(layout, attributes, style)):
            layout = "none"
        folded = tag == "details" and "open" not in attributes
        return Look(layout, _seen(style), _struck(tag, style), _preformatted(tag, style), folded)

    def _style(self, stated: dict[str, tuple[_Weight, str]], inline: str | None) -> Mapping[str, str]:
        if inline:
            from tinycss2 import parse_blocks_contents

            stated = dict(stated)
            for name, value, important in _declarations(parse_blocks_contents(inline)):
                _put(stated, name, value, _Weight(important, True, (0, 0, 0), 0))
        return {name: value for name, (_, value) in stated.items()}

    def _take(self, root: LexborNode, sheet: str) -> None:
        """Take the rules of one style sheet that say something of how elements are shown."""
        from tinycss2 import parse_stylesheet

        waiting = [*reversed(parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))]
        while waiting and self._order < _MOST_RULES:
            rule = waiting.pop()
            if rule.type == "qualified-rule":
                self._take_rule(root, rule)
            elif rule.type == "at-rule" and rule.content and _holds(rule):
                inner = parse_stylesheet(rule.content, skip_comments=True, skip_whitespace=True)
                waiting += reversed(inner)

    def _take_rule(self, root: LexborNode, rule: Any) -> None:
        from tinycss2 import parse_blocks_contents

        declarations = [*_declarations(parse_blocks_contents(rule.content))]
        if not declarations:
            return
        self._order += 1
        for nodes, specificity in _selected(root, rule.prelude):
            for node in nodes:
                for name, value, important in declarations:
                    weight = _Weight(important, False, specificity, self._order)
                    _put(self._rules[node.mem_id], name, value, weight)


def _sheets(root: LexborNode) -> Iterator[tuple[str, str]]:
    """Yield the media and the text of each style sheet in a page."""
    for node in root.css("style"):
        within = node.parent
        while within is not None and within.tag != "noscript":
            within = within.parent
        if within is None:
            yield node.attributes.get("media") or "", node.text()


def _holds(rule: Any) -> bool:
    """Tell whether the rules within an at-rule count in a browser of today on a desk."""
    from tinycss2 import serialize

    keyword = rule.lower_at_keyword
    return keyword in {"layer", "supports"} or (keyword == "media" and _applies(serialize(rule.prelude)))


def _applies(media: str) -> bool:
    """Tell whether a list of media queries fits a screen on a desk; what is not known does not."""
    return not media.strip() or any(_fits(query.strip()) for query in media.lower().split(","))


def _fits(query: str) -> bool:
    for bound, number, unit in _MEDIA_WIDTH.findall(query):
        pixels = float(number) * (1 if unit == "px" else 16)
        if (pixels > _WINDOW) if bound == "min" else (pixels < _WINDOW):
            return False
    words = set(_MEDIA_WIDTH.sub(" ", query).split())
    return words <= {"screen", "all", "only", "and"} or words == {"not", "print"}


def _declarations(blocks: Any) -> Iterator[tuple[str, str, bool]]:
    from tinycss2 import serialize

    for block in blocks:
        if block.type == "declaration" and block.lower_name in _PROPERTIES:
            yield block.lower_name, serialize(block.value).strip().lower(), block.important


def _put(stated: dict[str, tuple[_Weight, str]], name: str, value: str, weight: _Weight) -> None:
    if name not in stated or stated[name][0] <= weight:
        stated[name] = weight, value


def _selected(root: LexborNode, prelude: Any) -> Iterator[tuple[list[LexborNode], tuple[int, int, int]]]:
    """Yield what each selector of a rule selects, and how specific it is; nothing for a rule that does not parse."""
    from cssselect2 import SelectorError, compile_selector_list
    from selectolax.lexbor import SelectolaxError
    from tinycss2 import serialize

    try:
        compiled = compile_selector_list(prelude)
    except SelectorError:
        return
    for text, selector in zip(_parted_by_commas(prelude), compiled, strict=False):
        if selector.pseudo_element or selector.never_matches:
            continue
        try:
            nodes = root.css(serialize(text))
        except SelectolaxError:
            continue
        yield nodes, selector.specificity


def _parted_by_commas(prelude: Any) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for piece in prelude:
        if piece == ",":
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts


def _layout(tag: str, attributes: Mapping[str, str | None], display: str | None) -> str:
    """Return how an element is laid out by the page's styles, else by what browsers do themselves."""
    if tag in _SILENT:
        return "none"
    if tag == "br":
        return "none" if display == "none" else "break"
    if display:
        words = display.split()
        if words[:1] == ["none"]:
            return "none"
        stated = next((_DISPLAY[word] for word in words if word in _DISPLAY), None)
        own = _LAYOUT.get(tag, "inline")
        # A paragraph stays one where a sheet says that it is a block.
        return own if stated is None or (stated == "line" and own == "block") else stated
    if (
        ("hidden" in attributes and not _is_until_found(attributes))
        or "popover" in attributes
        or (tag == "dialog" and "open" not in attributes)
    ):
        return "none"
    return _LAYOUT.get(tag, "inline")


def _is_until_found(attributes: Mapping[str, str | None]) -> bool:
    return (attributes.get("hidden") or "").strip().lower() == "until-found"


def _is_skipped(layout: str, attributes: Mapping[str, str | None], style: Mapping[str, str]) -> bool:
    """Tell whether a browser skips what a box holds; it cannot where there is no box of its own."""
    skipped = style.get("content-visibility", "hidden" if _is_until_found(attributes) else "visible")
    return skipped == "hidden" and layout in {"line", "block"}


def _seen(style: Mapping[str, str]) -> bool | None:
    visibility = style.get("visibility")
    return visibility == "visible" if visibility in {"visible", "hidden", "collapse"} else None


def _struck(tag: str, style: Mapping[str, str]) -> bool:
    decoration = style.get("text-decoration-line") or style.get("text-decoration")
    return "line-through" in decoration if decoration is not None else tag in _STRUCK


def _preformatted(tag: str, style: Mapping[str, str]) -> bool | None:
    spaces = style.get("white-space")
    if spaces is not None:
        return spaces in _KEPT_SPACES
    return True if tag == "pre" else None


def _is_out_of_sight(style: Mapping[str, str]) -> bool:
    """Tell whether styles make text invisible in another way than those made for it."""
    if any(name in style and _length(style[name]) == 0 for name in ("opacity", "font-size")):
        return True
    if _length(style.get("text-indent", "")) < _FAR_AWAY:
        return True
    if style.get("overflow") in {"hidden", "clip"} and any(
        name in style and _length(style[name]) <= 1 for name in ("height", "max-height", "width")
    ):
        return True
    if style.get("position") not in {"absolute", "fixed"}:
        return False
    away = any(_length(style.get(name, "")) < _FAR_AWAY for name in ("left", "top"))
    return away or _is_cut_away(style.get("clip", ""))


def _is_cut_away(clip: str) -> bool:
    """Tell whether `clip` leaves nothing: a rectangle whose edges are all zero or one."""
    edges = _LENGTH.findall(clip)
    return clip.startswith("rect") and len(edges) == 4 and all(abs(float(number)) <= 1 for number, _ in edges)


def _length(value: str) -> float:
    """Return the number of a length; what is none is as long as can be."""
    found = _LENGTH.fullmatch(value)
    if found is None:
        return float("inf")
    return float(found.group(1)) * (16 if found.group(2) in {"em", "rem"} else 1)
