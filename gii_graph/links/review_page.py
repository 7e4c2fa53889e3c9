"""The open questions as one HTML page that needs no network: a person decides in it and saves the decisions file."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from gii_graph.authorities import authority_of, compact
from gii_graph.links.review import COLUMNS, ReviewRow
from gii_graph.links.sitting import Question

__all__ = ["review_page"]

_ASSETS = Path(__file__).parent / "assets"
_SCRIPTS = ("answers.js", "cards.js", "review.js")  # one program in one scope, in this order


def review_page(questions: Sequence[Question], author: str) -> str:
    """Return the page for `questions`; `author` stands in its field for the name of whoever decides.

    The policy lets exactly its own script and style run and nothing load; what the table says is only ever shown as
    text, and only identifiers of authorities become addresses.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_ASSETS), autoescape=True, undefined=jinja2.StrictUndefined
    )
    script = "".join((_ASSETS / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    style = (_ASSETS / "review.css").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
    )
    asked = [_facts(question) for question in questions]
    return environment.get_template("review.html").render(
        policy=policy,
        script=Markup(script),  # noqa: S704 - our own file
        style=Markup(style),  # noqa: S704 - our own file
        facts={"columns": COLUMNS, "author": author, "id": _id(asked), "questions": asked},
        count=len(questions),
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def _id(asked: Sequence[dict[str, Any]]) -> str:
    """Return what tells these questions from others: a browser keeps the answers under it."""
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def _facts(question: Question) -> dict[str, Any]:
    subject = question.subject
    return {
        "kind": question.kind,
        "subject": subject.subject,
        "name": subject.name,
        "place": subject.place,
        "reason": subject.reason,
        "candidates": [_candidate(row) for row in question.candidates],
    }


def _candidate(row: ReviewRow) -> dict[str, Any]:
    return {
        "iri": row.candidate,
        "short": compact(row.candidate),
        "address": row.candidate if authority_of(row.candidate) else "",
        "name": row.candidate_name,
        "score": row.score,
        "reason": row.reason,
        "note": row.note,
    }
