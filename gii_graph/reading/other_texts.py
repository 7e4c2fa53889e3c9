"""What a text is that is no cluster profile: named for what it is, with what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from gii_graph.reading.templates import folded

__all__ = ["OtherText", "recognized"]

_MOST_CHARACTERS = 200_000  # that are looked at
_LONGEST_SHELL = 400  # characters of a page that only asks for its script
_FEWEST_PILLARS = 3


class OtherText(NamedTuple):
    """What a text is, and what to do about it."""

    found: str
    advice: str


# How the index is called in the languages that WIPO publishes in, and in some more.
_INDEX_IN_OTHER_LANGUAGES: Final = {
    "Arabic": ("مؤشر الابتكار العالمي",),
    "Chinese": ("全球创新指数", "全球創新指數"),
    "French": ("indice mondial de l'innovation", "indice mondial de l’innovation"),
    "German": ("globaler innovationsindex", "globale innovationsindex", "globalen innovationsindex"),
    "Italian": ("indice globale dell'innovazione", "indice globale dell’innovazione"),
    "Japanese": (
        "グローバル・イノベーション・インデックス",
        "グローバルイノベーション指数",
        "グローバル・イノベーション指数",
    ),
    "Korean": ("글로벌 혁신지수", "세계혁신지수", "글로벌혁신지수"),
    "Portuguese": ("índice global de inovação", "índice mundial de inovação"),
    "Russian": ("глобальный инновационный индекс", "глобального инновационного индекса"),
    "Spanish": ("índice mundial de innovación", "indice mundial de innovacion", "índice global de innovación"),
}
# The pillars of the index: an economy's profile names them, a cluster's never does.
_PILLARS: Final = (
    "human capital and research", "market sophistication", "business sophistication",
    "knowledge and technology outputs", "creative outputs",
    "innovation input sub-index", "innovation output sub-index", "infrastructure", "institutions",
)  # fmt: skip
_OTHER_INDICES: Final = (
    "Nature Index", "Human Development Index", "Global Competitiveness Index", "Global Competitiveness Report",
    "Global Talent Competitiveness Index", "Bloomberg Innovation Index", "European Innovation Scoreboard",
    "Regional Innovation Scoreboard", "Global Startup Ecosystem Index", "Global Startup Ecosystem Report",
    "Global Cities Index", "Innovation Cities Index", "Global Innovation Hubs Index", "Network Readiness Index",
    "Environmental Performance Index", "World Digital Competitiveness Ranking", "World Competitiveness Ranking",
    "World Intellectual Property Indicators", "World University Rankings", "Corruption Perceptions Index",
    "Global Financial Centres Index", "Startup Genome", "Smart City Index", "Doing Business",
)  # fmt: skip
_SCRIPTS: Final = (
    "enable javascript", "javascript is disabled", "javascript is required", "requires javascript",
    "javascript is not enabled", "turn on javascript", "without javascript", "activate javascript",
    "loading...", "loading…",
)  # fmt: skip
_SHELL: Final = OtherText(
    "a page without its text, which a script writes when the page is opened",
    "open it in a browser, wait until it shows the profile, and save or copy that",
)


def recognized(lines: Sequence[str]) -> OtherText | None:
    """Return what a text without a cluster profile is, None where it has no sign of anything we know.

    >>> recognized(["Indice mondial de l'innovation 2024"]).found
    'a text in French'
    """
    text = folded(" ".join(" ".join(lines)[:_MOST_CHARACTERS].split()))
    if not text or (len(text) <= _LONGEST_SHELL and any(sign in text for sign in _SCRIPTS)):
        return _SHELL
    if sum(pillar in text for pillar in _PILLARS) >= _FEWEST_PILLARS:
        return OtherText(
            "an economy profile of the Global Innovation Index",
            "give the profiles of clusters; of economies nothing is read",
        )
    for language, names in _INDEX_IN_OTHER_LANGUAGES.items():
        if any(name in text for name in names):
            return OtherText(f"a text in {language}", "save the English page: its wordings alone are known")
    if "global innovation index" in text:
        return None
    for name in _OTHER_INDICES:
        if name.lower() in text:
            return OtherText(
                f"a page about another index ({name})",
                "give cluster profiles of WIPO's Global Innovation Index; nothing else is read",
            )
    return None
