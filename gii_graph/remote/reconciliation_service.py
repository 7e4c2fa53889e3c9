"""A client of the Reconciliation Service API 0.2 (https://reconciliation-api.github.io/specs/0.2/).

As OpenRefine speaks it: a manifest by GET, then batches of queries by form POST. Answers are kept in a cache folder.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlencode

from gii_graph.errors import EndpointError
from gii_graph.files import replacing
from gii_graph.iris import is_absolute_iri
from gii_graph.remote.http import FORM, Connection, Retries
from gii_graph.remote.login import login_from

if TYPE_CHECKING:
    from gii_graph.remote.login import Login
    from gii_graph.remote.reply import Reply

__all__ = ["Proposed", "ReconciliationService"]

_BATCH: Final = 25  # what public services take in one request without complaint
_RETRIES: Final = Retries(3, frozenset({429, 502, 503, 504}))
_KEPT_FOR: Final = 7 * 24 * 3600.0  # seconds that an answer is taken as it was

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Proposed:
    """One candidate of a service: IRI, name, score from 0 to 1, and what else the service says of it."""

    iri: str
    name: str
    score: float
    remark: str


class ReconciliationService:
    """A reconciliation service at a URL. Its `match` flags are told, never taken for a decision.

    `seconds` is how long an exchange may take, `cache` the folder that keeps answers. Raises
    EndpointError where the service cannot be reached or does not speak the protocol.
    """

    def __init__(self, url: str, *, seconds: float, cache: Path, login: Login = None) -> None:
        self.url = url
        self._cache = cache
        self._connection = Connection(url, login or login_from(), seconds)
        self.name, self._space = self._asked(
            "manifest", lambda: self._connection.send("GET", retries=_RETRIES), self._described
        )

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def candidates(self, names: Sequence[str], limit: int) -> dict[str, list[Proposed]]:
        """Return up to `limit` candidates for each name, the service's best first."""
        found: dict[str, list[Proposed]] = {}
        for batch in _batches(list(dict.fromkeys(names)), _BATCH):
            queries = {f"q{number}": {"query": name, "limit": limit} for number, name in enumerate(batch)}
            found |= self._batch(batch, json.dumps(queries, ensure_ascii=False, sort_keys=True), limit)
        return found

    def _batch(self, names: Sequence[str], queries: str, limit: int) -> dict[str, list[Proposed]]:
        def read(answer: Mapping[str, Any]) -> dict[str, list[Proposed]]:
            return {name: self._results(answer, f"q{number}", name)[:limit] for number, name in enumerate(names)}

        form = urlencode({"queries": queries}).encode()
        return self._asked(
            queries, lambda: self._connection.send("POST", headers=FORM, body=form, retries=_RETRIES), read
        )

    def _described(self, manifest: Mapping[str, Any]) -> tuple[str, str]:
        """Return the service's name and its identifier space."""
        name, space = manifest.get("name"), manifest.get("identifierSpace")
        if not isinstance(name, str) or not isinstance(space, str):
            raise EndpointError(
                f"{self.url}: found no manifest with a name and an identifierSpace; is it a reconciliation service?"
            )
        # Services of the protocol's first days state no version.
        versions = manifest.get("versions", ["0.2"])
        if "0.2" not in (versions if isinstance(versions, list) else [versions]):
            said = ", ".join(map(str, versions)) if isinstance(versions, list) else repr(versions)
            raise EndpointError(f"{self.url}: speaks version {said}, expected 0.2.")
        return name, space

    def _results(self, answer: Mapping[str, Any], key: str, name: str) -> list[Proposed]:
        result = answer.get(key)
        if not isinstance(result, dict) or not isinstance(result.get("result"), list):
            raise EndpointError(f"{self.url}: found no result for {name!r} in its answer; it breaks the protocol.")
        return [self._proposed(candidate) for candidate in result["result"]]

    def _proposed(self, candidate: Any) -> Proposed:
        try:
            identifier, name, score = candidate["id"], candidate["name"], float(candidate["score"])
        except (KeyError, TypeError, ValueError) as error:
            raise EndpointError(f"{self.url}: a candidate has no {error}; it breaks the protocol.") from error
        iri = identifier if "://" in str(identifier) else f"{self._space.rstrip('/#')}/{identifier}"
        texts = isinstance(identifier, str) and isinstance(name, str)
        if not (texts and identifier and is_absolute_iri(iri) and isfinite(score)):
            raise EndpointError(
                f"{self.url}: found a candidate with the id {identifier!r}, the name {name!r} and the score {score}, "
                "expected an id that makes an IRI, a text and a number; it breaks the protocol."
            )
        remark = ", which calls it a certain match" if candidate.get("match") is True else ""
        description = candidate.get("description")
        # The protocol leaves the scale open; services use 0 to 1 or 0 to 100.
        return Proposed(
            iri,
            name,
            min(score / 100 if score > 1 else max(score, 0.0), 1.0),
            remark + (f" ({description})" if description else ""),
        )

    def _asked(self, question: str, send: Callable[[], Reply], read: Callable[[Mapping[str, Any]], T]) -> T:
        """Return what `read` makes of the JSON object that the service answers, now or not long ago.

        An answer that `read` refuses is not kept.
        """
        digest = hashlib.sha256(f"{self.url}\n{question}".encode()).hexdigest()
        kept = self._cache / "reconciliation" / f"{digest[:32]}.json"
        with suppress(OSError, ValueError, RecursionError, EndpointError):
            if time.time() - kept.stat().st_mtime < _KEPT_FOR:
                return read(json.loads(kept.read_text(encoding="utf-8")))
        answer = self._json(send().checked().whole())
        understood = read(answer)
        with replacing(kept) as stream:
            json.dump(answer, stream, ensure_ascii=False, sort_keys=True)
        return understood

    def _json(self, body: bytes) -> Mapping[str, Any]:
        try:
            answer = json.loads(body)
            json.dumps(answer, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise EndpointError(
                f"{self.url}: its answer has half of a surrogate pair, which is no character."
            ) from error
        except RecursionError as error:
            raise EndpointError(f"{self.url}: its answer nests too deeply; is it a reconciliation service?") from error
        except ValueError as error:
            raise EndpointError(f"{self.url}: its answer is not JSON; is it a reconciliation service?") from error
        if not isinstance(answer, dict):
            raise EndpointError(f"{self.url}: its answer is not a JSON object; is it a reconciliation service?")
        return answer


def _batches(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), size):
        yield names[start : start + size]
