"""Profiles printed in the many ways in which they reach users, for tests of reading."""

from __future__ import annotations

import html as markup
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from gii_graph.economies import read_economy
from gii_graph.profile import Activity, FieldShare, Listing, Partner, Profile, Share, Source, Stated

FURNITURE_BEFORE = [
    "Skip to main content", "Home", "Global Innovation Index 2023", "About WIPO", "English | Français | 中文",
    "https://www.wipo.int/gii-ranking/en/cluster/12", "11/22/26, 3:16 AM", "Cookie settings",
]  # fmt: skip
FURNITURE_AFTER = ["Page 1 of 2", "© WIPO 2024", "Terms of use", "www.wipo.int", "Back to top"]
WORDS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()


@dataclass(frozen=True)
class Variant:
    """One way of printing a profile."""

    newline: str = "\n"
    encoding: str = "utf-8"
    decomposed: bool = False
    cells: str = "\t"
    bold: tuple[str, str] = ("**", "**")
    one_span: bool = False
    oxford: bool = False
    ampersand: bool = False
    thousands: str = ","
    heading: str = ""
    quoting: str = ""
    width: int | None = None
    stray: str = ""
    furniture: bool = False
    digits: bool = False
    html: bool = False


def without_places(profile: Profile) -> object:
    """Return what a profile states, without lines, quotes and source."""

    def bare(stated: Stated[object] | None) -> object:
        return None if stated is None else stated.value

    return (
        bare(profile.edition),
        bare(profile.cluster),
        tuple(economy.value for economy in profile.economies),
        bare(profile.rank),
        bare(profile.intensity_rank),
        bare(profile.national_rank),
        bare(profile.clusters_in_economy),
        bare(profile.patents_per_million),
        bare(profile.articles_per_million),
        bare(profile.patent_collaboration_share),
        bare(profile.article_collaboration_share),
        tuple((row.activity, row.rank, row.name, row.count, row.share) for row in profile.listings),
        tuple((partner.activity, partner.rank, partner.name) for partner in profile.partners),
        tuple((share.activity, share.field, share.share) for share in profile.field_shares),
    )


def render(profile: Profile, variant: Variant) -> bytes:
    """Return the bytes of a file that prints a profile."""
    lines = _html(profile, variant) if variant.html else _text(profile, variant)
    text = variant.newline.join(lines)
    text = unicodedata.normalize("NFD" if variant.decomposed else "NFC", text)
    encoding = variant.encoding
    if encoding == "cp1252":
        try:
            return text.encode("cp1252")
        except UnicodeEncodeError:
            encoding = "utf-8"
    marks = {"utf-16-le+": "\ufeff", "utf-16-be+": "\ufeff"}
    return (marks.get(encoding, "") + text).encode(encoding.rstrip("+"))


def _text(profile: Profile, variant: Variant) -> list[str]:
    lines: list[str] = [" ", ""]
    if variant.furniture:
        lines += [*FURNITURE_BEFORE, ""]
    heading = variant.heading
    lines += [f"{heading}Global Innovation Index {profile.edition.value}", ""]
    if profile.economies:
        lines += [heading + title(profile), ""]
    for sentence in opening(profile, variant):
        lines += [*_wrapped(sentence, variant), ""]
    for activity in Activity:
        rows = [row for row in profile.listings if row.activity is activity]
        if rows:
            lines += [heading + _table_heading(activity), "", *table(rows, variant), ""]
    lines += [f"{heading}Top technology fields in {profile.cluster.value}", ""]
    for activity in Activity:
        lines += [heading + ("Patents" if activity is Activity.PATENTS else "Publications"), ""]
        lines += [
            f"{share.field}{variant.cells if variant.cells not in ('|', chr(10)) else ' '}{printed(share.share)}"
            for share in profile.field_shares
            if share.activity is activity
        ]
        lines.append("")
    for sentence in closing(profile, variant):
        lines += [*_wrapped(sentence, variant), ""]
    if variant.furniture:
        lines += FURNITURE_AFTER
    quoting = variant.quoting
    return [(quoting + line + variant.stray if line.strip() else quoting.strip()) for line in lines]


def _wrapped(sentence: str, variant: Variant) -> list[str]:
    return textwrap.wrap(sentence, variant.width, break_long_words=False) if variant.width else [sentence]


def title(profile: Profile) -> str:
    """Return the heading of a profile: cluster and economies."""
    return f"{profile.cluster.value}, {joined([economy.value for economy in profile.economies], Variant())}"


def joined(names: Sequence[str], variant: Variant) -> str:
    """Return names as a list in a sentence."""
    word = " & " if variant.ampersand else " and "
    if len(names) < 2:
        return names[0]
    return ", ".join(names[:-1]) + ("," if variant.oxford and len(names) > 2 else "") + word + names[-1]


def bold(text: str, variant: Variant) -> str:
    """Return text in bold."""
    return variant.bold[0] + text + variant.bold[1]


def number(value: int, variant: Variant) -> str:
    """Return a count with its thousands parted."""
    return f"{value:,}".replace(",", variant.thousands)


def printed(share: Share) -> str:
    """Return a share as profiles print it."""
    return f"{'<' if share.below else ''}{share.percent}%"


def ordinal(value: int, variant: Variant, *, words: bool) -> str:
    """Return an ordinal number in words or digits."""
    if words and not variant.digits and value < len(WORDS):
        return WORDS[value]
    suffix = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{suffix}"


def adjective(profile: Profile) -> str:
    """Return the adjective of a profile's first economy."""
    economy = read_economy(profile.economies[0].value)
    return economy.demonyms[0] if economy else ""


def opening(profile: Profile, variant: Variant) -> list[str]:
    """Return the sentences above the tables."""
    sentences = []
    name, year = profile.cluster.value, profile.edition.value
    if profile.national_rank:
        out_of = profile.clusters_in_economy
        place = ordinal(profile.national_rank.value, variant, words=True)
        sentences.append(
            f"{name} is the {place}-ranked cluster"
            + (f", out of {out_of.value} {adjective(profile)} clusters," if out_of else "")
            + f" that falls within the top 100 S&T clusters in {year}."
        )
    if profile.patents_per_million and profile.articles_per_million:
        patents = bold(number(profile.patents_per_million.value, variant) + " PCT applications", variant)
        articles = bold(number(profile.articles_per_million.value, variant) + " scientific articles", variant)
        sentences.append(
            f"It filed {patents} and published {articles}, both per 1 million inhabitants over the last five"
            " years, making it the:"
        )
    paragraphs = [" ".join(sentences)] if sentences else []
    if profile.rank:
        rank = ordinal(profile.rank.value, variant, words=False)
        paragraphs.append(f"{rank} largest science and technology cluster in {year}")
    if profile.intensity_rank:
        rank = ordinal(profile.intensity_rank.value, variant, words=False)
        paragraphs.append(f"{rank} S&T cluster by intensity (relative to population density) in {year}")
    return paragraphs


def closing(profile: Profile, variant: Variant) -> list[str]:
    """Return the sentences on collaboration."""
    sentences = []
    name = profile.cluster.value
    for activity, share in (
        (Activity.PATENTS, profile.patent_collaboration_share),
        (Activity.ARTICLES, profile.article_collaboration_share),
    ):
        partners = [partner.name for partner in profile.partners if partner.activity is activity]
        if share is None:
            continue
        if variant.one_span:
            listed = bold(joined(partners, variant), variant)
        else:
            listed = joined([bold(partner, variant) for partner in partners], variant)
        count = {1: "", 2: "two ", 3: "three "}[len(partners)]
        many = "s" if len(partners) > 1 else ""
        sentences.append(
            f"{printed(share.value)} of {name}'s PCT patent applications are filed in collaboration with other"
            f" inventors, with {listed} emerging as the top collaborative location{many}."
            if activity is Activity.PATENTS
            else f"{printed(share.value)} of {name}'s scientific articles are published in collaboration with other"
            f" organizations, with the top {count}collaborating location{many} being {listed}."
        )
    return sentences


def _table_heading(activity: Activity) -> str:
    return "Top PCT applicants" if activity is Activity.PATENTS else "Top publishing organizations"


def table(rows: Sequence[Listing], variant: Variant) -> list[str]:
    """Return the lines of a table."""
    head = "Patents" if rows[0].activity is Activity.PATENTS else "Articles"
    grid = [["", "", head, "Share"]]
    grid += [
        [str(row.rank), row.name, number(row.count or 0, variant), printed(row.share)] for row in rows if row.share
    ]
    if variant.cells == "|":
        lines = [f"| {' | '.join(cells)} |" for cells in grid]
        return [lines[0], "|---|:--|--:|--:|", *lines[1:]]
    if variant.cells == "\n":
        return [cell for cells in grid for cell in cells if cell]
    return [variant.cells.join(cells) for cells in grid]


def _html(profile: Profile, variant: Variant) -> list[str]:
    """Return the source lines of a saved page."""
    page = ["<!DOCTYPE html>", '<html lang="en"><head><meta charset="utf-8">', "<title>Global Innovation Index</title>"]
    page += [
        "<style>p > b { color: red }</style>",
        "<script>",
        'if (1 > 0) { document.write("<p>5%</p>") }',
        "</script>",
    ]
    page += ["</head>", "<body>"]
    if variant.furniture:
        page += [
            "<nav><ul>",
            *(f"<li><a href='/x'>{markup.escape(line)}</a></li>" for line in FURNITURE_BEFORE),
            "</ul></nav>",
        ]
    page += [
        "<!-- a comment > with a mark",
        "over two lines -->",
        f"<h2>Global Innovation Index {profile.edition.value}</h2>",
    ]
    if profile.economies:
        page.append(f"<h1>{markup.escape(title(profile))}</h1>")
    page += [_paragraph(sentence, variant) for sentence in opening(profile, variant)]
    for activity in Activity:
        rows = [row for row in profile.listings if row.activity is activity]
        if rows:
            page += [f"<h3>{_table_heading(activity)}</h3>", *_html_table(rows, variant)]
    page.append(f"<h3>Top technology fields in {markup.escape(profile.cluster.value)}</h3>")
    for activity in Activity:
        page.append(f"<h4>{'Patents' if activity is Activity.PATENTS else 'Publications'}</h4><ul>")
        page += [
            f"<li>{markup.escape(share.field)} <span>{markup.escape(printed(share.share))}</span></li>"
            for share in profile.field_shares
            if share.activity is activity
        ]
        page.append("</ul>")
    page += [_paragraph(sentence, variant) for sentence in closing(profile, variant)]
    if variant.furniture:
        page += ["<footer>", *(f"<p>{markup.escape(line)}</p>" for line in FURNITURE_AFTER), "</footer>"]
    return [*page, "</body></html>"]


def _paragraph(sentence: str, variant: Variant) -> str:
    escaped = markup.escape(sentence, quote=False).replace("\x01", "<strong>").replace("\x02", "</strong\n>")
    lines = (
        textwrap.wrap(escaped, variant.width, break_on_hyphens=False, break_long_words=False)
        if variant.width
        else [escaped]
    )
    return "<p\n class='text'>" + "\n".join(lines) + "</p>"


def _html_table(rows: Sequence[Listing], variant: Variant) -> list[str]:
    head = "Patents" if rows[0].activity is Activity.PATENTS else "Articles"
    page = ["<table>", f"<thead><tr><th></th><th></th><th>{head}</th><th>Share</th></tr></thead>", "<tbody>"]
    for row in rows:
        cells = [str(row.rank), row.name, number(row.count or 0, variant), printed(row.share or Share(Decimal(0)))]
        page.append("<tr>")
        page += [f"  <td><p>{markup.escape(cell)}</p></td>" for cell in cells]
        page.append("</tr>")
    return [*page, "</tbody>", "</table>"]


# Strategies

_PLACES = st.sampled_from(
    [
        "Beijing",
        "Xi'an",
        "Xi’an",
        "São Paulo",
        "Zürich",
        "Malmö",
        "Lübeck",
        "St. Louis",
        "New York City",
        "Köln",
        "東京",
        "Αθήνα",
        "Łódź",
        "Tel Aviv",
        "Nice",
        "Los Angeles",
        "Brno",
        "L'Aquila",
        "'s-Hertogenbosch",
    ]
)
_DASH = st.sampled_from(["-", "–", "\u2010", "\u2011"])
_STATE = st.sampled_from(["", "", "", ", CA", ", MA", ", DC", ", ON"])


@st.composite
def cluster_names(draw: st.DrawFn) -> str:
    """Return a cluster's name of one to three places, perhaps with codes of states."""
    dash = draw(_DASH)
    places = draw(st.lists(_PLACES, min_size=1, max_size=3, unique=True))
    return dash.join(places) + draw(_STATE)


ECONOMIES = st.sampled_from(
    [
        "China",
        "Hong Kong, China",
        "Korea, Republic of",
        "Bosnia and Herzegovina",
        "Iran (Islamic Republic of)",
        "Germany",
        "Republic of Korea",
        "Trinidad and Tobago",
        "Taiwan, Province of China",
        "United States",
        "Türkiye",
        "Côte d'Ivoire",
        "France",
        "Switzerland",
        "Viet Nam",
    ]
)
_NAME_WORDS = st.sampled_from(
    [
        "UNIVERSITY",
        "OF",
        "SCIENCE",
        "AND",
        "TECH.",
        "CO., LTD.",
        "DICP, CAS",
        "LUO, CAN",
        "- CHINA",
        "3M",
        "É. POLYTECHNIQUE",
        "L'ORÉAL",
        "北京大学",
        "S.A.",
        "(HOLDINGS)",
        "AT&T",
        "INSTITUT",
        "ÅBO",
        "Max-Planck",
    ]
)
_AGENTS = st.lists(_NAME_WORDS, min_size=1, max_size=5).map(" ".join).filter(lambda name: name[0] not in "-3(")
_SHARES = st.one_of(
    st.integers(1, 100).map(lambda value: Share(Decimal(value))),
    st.just(Share(Decimal(1), below=True)),
    st.decimals("0.1", "99.9", places=1).map(Share),
)
_FIELDS = st.sampled_from(
    ["Digital communication", "Computer technology", "Medical technology", "Chemistry, organic", "Physics"]
)


def _stated(values: st.SearchStrategy[int]) -> st.SearchStrategy[Stated[int] | None]:
    return st.one_of(st.none(), values.map(lambda value: Stated(value, 1)))


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """Return a profile as an edition could print it, with parts missing."""
    clusters = draw(st.one_of(st.none(), st.integers(20, 40)))
    national = draw(_stated(st.integers(1, 20)))
    flows = draw(st.booleans())
    listings: list[Listing] = []
    fields: list[FieldShare] = []
    partners: list[Partner] = []
    shares: dict[Activity, Stated[Share] | None] = {}
    for activity in Activity:
        ranks = draw(st.sampled_from([(), (1,), (1, 2), (1, 2, 3), (1, 1, 3), (1, 2, 3, 4, 5)]))
        agents = draw(st.lists(_AGENTS, min_size=len(ranks), max_size=len(ranks), unique=True))
        listings += [
            Listing(activity, rank, agent, draw(st.integers(0, 2_000_000)), draw(_SHARES), 1)
            for rank, agent in zip(ranks, agents, strict=True)
        ]
        labels = draw(st.lists(_FIELDS, max_size=3, unique=True))
        fields += [FieldShare(activity, label, draw(_SHARES), 1) for label in labels]
        names = draw(st.lists(cluster_names(), min_size=1, max_size=3, unique_by=lambda name: name.split(",")[0]))
        shares[activity] = draw(st.one_of(st.none(), _SHARES.map(lambda share: Stated(share, 1))))
        if shares[activity]:
            partners += [Partner(activity, rank, name, 1) for rank, name in enumerate(names, start=1)]
    # Each economy once, whatever it is called.
    economies = draw(st.lists(ECONOMIES, min_size=1, max_size=3, unique_by=read_economy))
    return Profile(
        source=Source("profile.txt", "", ""),
        edition=Stated(draw(st.integers(2017, 2030)), 1),
        cluster=Stated(draw(cluster_names()), 1),
        economies=tuple(Stated(economy, 1) for economy in economies),
        rank=Stated(draw(st.integers(1, 100)), 1),
        intensity_rank=draw(_stated(st.integers(1, 100))),
        national_rank=national,
        clusters_in_economy=Stated(clusters, 1) if clusters and national else None,
        patents_per_million=Stated(draw(st.integers(0, 99_999)), 1) if flows else None,
        articles_per_million=Stated(draw(st.integers(0, 99_999)), 1) if flows else None,
        patent_collaboration_share=shares[Activity.PATENTS],
        article_collaboration_share=shares[Activity.ARTICLES],
        listings=tuple(listings),
        partners=tuple(partners),
        field_shares=tuple(fields),
    )


VARIANTS = st.builds(
    Variant,
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(
        ["utf-8", "utf-8-sig", "utf-16-le+", "utf-16-be+", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
    ),
    decomposed=st.booleans(),
    cells=st.sampled_from(["\t", "   ", "|", "\n", " \t "]),
    bold=st.sampled_from(
        [("**", "**"), ("__", "__"), ("<strong>", "</strong>"), ("<b class='x'>", "</b>"), ("", ""), ("***", "***")]
    ),
    one_span=st.booleans(),
    oxford=st.booleans(),
    ampersand=st.booleans(),
    thousands=st.sampled_from([",", "\u202f", "\u00a0", "\u2009", "", " "]),
    heading=st.sampled_from(["", "# ", "### ", "**"]).filter(lambda mark: mark != "**"),
    quoting=st.sampled_from(["", "> ", "> > "]),
    width=st.sampled_from([None, 40, 64, 78]),
    stray=st.sampled_from(["", "  ", "\u00a0", "\u200b", "\ufeff \t"]),
    furniture=st.booleans(),
    digits=st.booleans(),
)
HTML_VARIANTS = st.builds(
    Variant,
    newline=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le+"]),
    bold=st.just(("\x01", "\x02")),
    decomposed=st.booleans(),
    one_span=st.booleans(),
    oxford=st.booleans(),
    thousands=st.sampled_from([",", "\u202f", "\u00a0", ""]),
    width=st.sampled_from([None, 30, 64]),
    furniture=st.booleans(),
    html=st.just(True),
)
