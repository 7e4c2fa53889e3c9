"""What belongs to the page, the mail or the print around a profile: a closed table, line by line.

A line is furniture only if it is one of these forms from its first sign to its last, and no word in it speaks of a
fact. Everything else that was not read is reported.
"""

from __future__ import annotations

import re
from typing import Final

from gii_graph.reading import wordings
from gii_graph.reading.templates import folded

__all__ = ["FURNITURE", "MENU", "is_furniture"]

_YEAR = r"(?:19|20)\d\d"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    rf"(?:\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|{_YEAR}-\d\d-\d\d"
    rf"|\d{{1,2}}\.? {_MONTH}\.?,? {_YEAR}|{_MONTH} \d{{1,2}}, {_YEAR})"
)
_TIME = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?"
_ADDRESS = r"<?(?:(?:https?|file)://|www\.)[^\s<>]{1,2000}>?"
_WIPO = r"(?:wipo|world intellectual property organization|ompi)"
_INDEX = rf"(?:global innovation index|gii)(?: {_YEAR})?"
# The title of a page, which browsers print beside the day.
_TITLE = rf"[^.%\d]{{0,80}}(?:{_INDEX}|{_WIPO})(?:[^.%\d]|{_YEAR}){{0,80}}"
# Anything but figures: what people write of themselves in the head of a mail.
_NO_FIGURES = rf"(?:[^\d%]|{_YEAR}){{0,300}}"
# What each form is, for people, and the forms; read in lower case, from the first sign to the last.
FURNITURE: Final = {
    "page number": (
        r"(?:page|p\.?) ?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?",
        r"\d{1,4}(?: ?(?:of|/) ?\d{1,4})?",
        r"[-–—] ?\d{1,4} ?[-–—]",
    ),
    "copyright": (
        rf"(?:copyright )?(?:©|\(c\)),? ?{_NO_FIGURES}|copyright,? {_YEAR}{_NO_FIGURES}",
        r"all rights reserved\.?",
    ),
    "address": (
        rf"{_ADDRESS}(?: \d{{1,4}}/\d{{1,4}})?",
        rf"(?:available|retrieved|accessed|url|link|see)(?: (?:at|from|on))?:? {_ADDRESS}",
        r"[\w.+-]{1,64}@[\w.-]{1,255}",
    ),
    "date": (
        rf"(?:(?:printed|retrieved|accessed|downloaded|published|last (?:updated|modified))(?: on)?:? )?{_DAY}"
        rf"(?:,? (?:at )?{_TIME})?(?:,? {_TITLE})?",
    ),
    "head of a mail": (
        rf"(?:from|to|cc|bcc|reply-to|von|an|kopie|de|à|objet|subject|betreff):{_NO_FIGURES}",
        r"(?:from|to|cc|bcc|reply-to|von|an|kopie|de|à):[^%]{0,200}@[^%]{0,200}",
        r"(?:sent|date|gesendet|envoyé):[\w ,.:;+()/-]{0,80}",
        r"on .{1,200} wrote:|am .{1,200} schrieb.{0,80}:",
        r"-{3,10} ?(?:original|forwarded) message ?-{3,10}|begin forwarded message:|sent from my [\w ]{1,30}",
    ),
    "source": (
        rf"sources? ?: ?(?:{_INDEX}|{_WIPO}|statistics database|clarivate|web of science|scie|pitchbook|lseg"
        rf"|cb insights|{_MONTH}|{_YEAR}|cluster ranking|and|[ ,;:.()/-])+",
    ),
    "consent to cookies": (
        r"(?:accept|reject|allow|decline|manage|refuse)(?: all)?(?: cookies?| cookie settings| preferences)?",
        r"(?:cookies?|privacy)(?: (?:policy|settings|preferences|notice|statement))?",
        r"(?:(?:this|our) (?:web ?site|site|page) uses|we use) cookies?[^\d%]{0,300}",
    ),
    "control": (
        r"(?:skip|jump|back|return|go|scroll) to(?: the)? (?:main )?"
        r"(?:content|navigation|top|search|home|results|list|page|start|clusters?|ranking|overview)",
        r"(?:share|follow us|find us|like us)(?: (?:on|this)(?: \w{1,20})?)?",
        r"print(?: (?:this )?(?:\d{1,4} )?pages?)?",
        r"(?:download|export|save)(?: (?:as|the|this))?(?: (?:pdf|csv|excel|png|data|page|report|profile|brief))?",
        r"(?:sign|log) ?(?:in|out|up)|(?:open|close|toggle)(?: (?:menu|navigation|search))?",
    ),
}
# The entries of menus and the links above and below a page, as WIPO's pages and the browsers around them have them.
MENU: Final = frozenset(
    """
home; about; about us; about wipo; about ip; about the gii; wipo; wipo - world intellectual property organization
world intellectual property organization; menu; search; contact; contact us; follow us; news; newsroom; media; events
meetings; policy; cooperation; knowledge; services; ip services; resources; reference; inside wipo
directory of ip offices; terms of use; terms and conditions; terms; legal; privacy policy; privacy notice; privacy
accessibility; accessibility statement; site map; sitemap; imprint; impressum; disclaimer; faq; faqs; help; feedback
careers; vacancies; procurement; subscribe; newsletters; newsletter; languages; language; more; previous; next; prev
back; top; read more; learn more; see more; show more; view all; explore; explore more; related links; related pages
in this page; on this page; contents; table of contents; share; print; download; download pdf
english; français; francais; español; espanol; العربية; русский; 中文; 日本語; 한국어; deutsch; português; italiano
ar; en; es; fr; ru; zh
global innovation index; gii; gii home; gii ranking; gii rankings; ranking; rankings; cluster ranking
cluster rankings; clusters; cluster; cluster profile; cluster profiles; cluster explorer; innovation clusters
science and technology clusters; s&t clusters; top 100 clusters; economies; economy; economy profiles; economy briefs
country profiles; innovation ecosystems; data explorer; methodology; publications and data; reports; report
full report; annual report; appendices; blog; blogs; videos; patents; trademarks; industrial designs
geographical indications; copyright
facebook; twitter; x; linkedin; youtube; instagram; flickr; tiktok; weibo; wechat; rss; email; e-mail
""".strip()
    .replace("\n", "; ")
    .split("; ")
)
_FURNITURE = re.compile("|".join(f"(?:{form})" for forms in FURNITURE.values() for form in forms))
_LONGEST_RUN = 40  # words
_BETWEEN_ENTRIES = re.compile(r"\s*[|>/»›·•]\s*|\s{2,}|\t")


def is_furniture(line: str) -> bool:
    """Return whether a line belongs to what is around a profile, and states nothing.

    >>> is_furniture("© WIPO 2024"), is_furniture("English | Français | 中文"), is_furniture("Room 12")
    (True, True, False)
    """
    text = folded(line.strip())
    if wordings.speaks_of_a_fact(text):
        return False
    return _FURNITURE.fullmatch(text) is not None or _is_menu(text)


def _is_menu(text: str) -> bool:
    entries = [entry for entry in _BETWEEN_ENTRIES.split(text.strip(" -*•·|>»›")) if entry]
    return bool(entries) and all(
        entry in MENU or _is_index_of_a_year(entry) or _is_run_of_entries(entry.split()) for entry in entries
    )


def _is_run_of_entries(words: list[str]) -> bool:
    """Return whether words are entries of menus one after the other, parted by nothing but spaces: "Home About"."""
    if len(words) > _LONGEST_RUN:
        return False
    reached = {0}
    for end in range(1, len(words) + 1):
        if any(start in reached and " ".join(words[start:end]) in MENU for start in range(end)):
            reached.add(end)
    return len(words) in reached


def _is_index_of_a_year(entry: str) -> bool:
    edition = wordings.edition_in(entry)
    return edition is not None and edition.end - edition.start == len(entry)
