"""Whether a query asks another endpoint: SERVICE, https://www.w3.org/TR/sparql11-federated-query/.

The engine's own parser decides, though it shows no tree. In a copy of the query each `service` is spelled with another
letter. Where the letters belong to a name, a text or a comment, the copy is still a query; where they are the keyword,
no keyword is left to read, and nothing else in the grammar may stand there. So a query whose copy is valid has no
SERVICE, however its author glued, quoted or escaped what stands around it, and the copy, which is all that is run
until this is known, can ask nobody. What the parser cannot read is refused.
"""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import Store

from gii_graph.errors import QueryError
from gii_graph.sparql.limits import refuse_too_deep
from gii_graph.sparql.prefixes import KNOWN_PREFIXES
from gii_graph.sparql.syntax import declared_prefixes, tokens

__all__ = ["refuse_service", "refuse_service_elsewhere"]

_WORD: Final = "service"
# In place of the v. Each is a letter wherever v is one, means nothing in an escape, and follows r in no keyword.
_LETTERS: Final = "zqxkwj"
_REFUSED: Final = (
    "The query asks another endpoint (SERVICE), which sends parts of it over the network; "
    "allow that with --allow-service."
)
_ANY_BASE: Final = "http://base.invalid/"  # with one, a relative IRI is no error here
_CODEPOINT_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def refuse_service(text: str) -> None:
    """Raise QueryError for a query that asks another endpoint, and the parser's SyntaxError for one it cannot read."""
    if _WORD not in text.lower():
        return
    respelled = _respelled(text)
    try:
        Store().query(respelled, base_iri=_ANY_BASE, prefixes=KNOWN_PREFIXES)
    except SyntaxError:
        if _names_the_keyword(text):
            raise QueryError(_REFUSED) from None
        raise
    except (RuntimeError, OSError):
        pass  # it is valid, and what it computes fails


def refuse_service_elsewhere(text: str) -> None:
    """Raise QueryError for a query, sent to another engine, that asks a third one, or of which that cannot be told.

    The other engine may replace codepoint escapes before it reads (SPARQL 1.1, 19.2) or only within texts and IRIs, as
    Oxigraph and SPARQL 1.2 do, so the query is judged in both readings; and it may take more than SPARQL.
    """
    for reading in {text, _CODEPOINT_ESCAPE.sub(_character, text)}:
        refuse_too_deep(reading)
        try:
            refuse_service(reading)
        except SyntaxError as error:
            raise QueryError(
                f"The query holds the word `service`, and as it is not all SPARQL ({error}) it cannot be told whether "
                "that asks another endpoint; allow it with --allow-service, or take the word out."
            ) from error


def _names_the_keyword(text: str) -> bool:
    """Tell whether SERVICE stands where no name does; the parser needs no space between it and what follows."""
    written = tokens(text)
    prefixes = declared_prefixes(written)
    words = (token.text for token in written if token.kind == "word")
    names = (token.text.partition(":")[0] for token in written if token.kind == "name")
    return any(word.lower().startswith(_WORD) for word in words) or any(
        name.lower() == _WORD and name not in prefixes for name in names
    )


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number < 0x110000 else escape[0]


def _respelled(text: str) -> str:
    """Return the query with another letter in each `service`: one that makes no name equal to another."""
    lower = text.lower()
    letter = next((letter for letter in _LETTERS if f"ser{letter}ice" not in lower), None)
    if letter is None:
        raise QueryError("The query spells `service` in too many ways to tell apart; allow it with --allow-service.")
    for old, new in (("v", letter), ("V", letter.upper())):
        text = re.sub(f"(?<=(?i:ser)){old}(?=(?i:ice))", new, text)
    return text
