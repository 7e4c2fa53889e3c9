"""Pages are read as a browser shows them: the same text, cells where they stand, lines of the source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gii_graph.profile import Activity
from gii_graph.reading import Reading, read_profile
from gii_graph.reading.html import read_page

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Ignore 77</title>{style}</head><body>"""
PAGE = """
<p>Global Innovation Index 2024</p>
<p>Dalian, China</p>
<p>Dalian is the seventh-ranked cluster, out of 26 Chinese clusters, that falls within the top 100 S&amp;T clusters in
2024. It filed <strong>385 PCT applications</strong> and published <strong>12,658 scientific articles</strong>, both
per 1 million inhabitants over the last five years, making it the:</p>
<p>58th largest science and technology cluster in 2024</p>
<p>27th S&amp;T cluster by intensity (relative to population density) in 2024</p>
<p>Top PCT applicants</p>
<table><tr><th></th><th></th><th>Patents</th><th>Share</th></tr>
{rows}
</table>
<p>Top publishing organizations</p>
<table><tr><th></th><th></th><th>Articles</th><th>Share</th></tr>
<tr><td>1</td><td>ACADEMY OF MARITIME SCIENCES</td><td>3,659</td><td>15%</td></tr>
<tr><td>2</td><td>PORTSEA POLYTECHNIC UNIVERSITY</td><td>3,491</td><td>14%</td></tr>
<tr><td>3</td><td>NORTHFIELD INSTITUTE OF TECHNOLOGY</td><td>2,902</td><td>12%</td></tr>
</table>
<p>44% of Dalian's PCT patent applications are filed in collaboration with other inventors, with <b>London</b>,
<b>Paris</b> and <b>Munich</b> emerging as the top collaborative locations.</p>
<p>82% of Dalian's scientific articles are published in collaboration with other organizations, with the top three
collaborating locations being <b>London</b>, <b>Munich</b> and <b>Paris</b>.</p>
"""
ROWS = """<tr><td>1</td><td>LUMEN ROAD TECHNOLOGIES</td><td>6,168</td><td>28%</td></tr>
<tr><td>2</td><td>{name}</td><td>{count}</td><td>19%</td></tr>
<tr><td>3</td><td>ORBITAL PUMPS CORPORATION</td><td>2,533</td><td>12%</td></tr>"""
NAME = "NORDHAVEN WIND A/S"


def profile_page(name: str = NAME, count: str = "4,033", style: str = "", rows: str = ROWS) -> str:
    head = HEAD.format(style=f"<style>{style}</style>" if style else "")
    return head + PAGE.format(rows=rows.format(name=name, count=count)) + "</body></html>"


def applicants(reading: Reading) -> list[tuple[int, str, int | None, str]]:
    return [
        (row.rank, row.name, row.count, str(row.share.percent) if row.share else "")
        for row in reading.profile.listings
        if row.activity is Activity.PATENTS
    ]


EXPECTED = [
    (1, "LUMEN ROAD TECHNOLOGIES", 6168, "28"),
    (2, NAME, 4033, "19"),
    (3, "ORBITAL PUMPS CORPORATION", 2533, "12"),
]

# What is not shown, in a name or in a count: by attribute, style, sheet, or by the element that it is.
HIDDEN = {
    "attribute": ("<span hidden>9</span>", ""),
    "until-found": ("<div hidden=until-found>9</div>", ""),
    "skipped": ('<div style="content-visibility: hidden">9</div>', ""),
    "style": ('<span style="display:none">9</span>', ""),
    "style-in-capitals": ('<SPAN STYLE="DISPLAY : NONE ! IMPORTANT">9</SPAN>', ""),
    "visibility": ('<span style="visibility:hidden">9</span>', ""),
    "inherited-visibility": ('<i style="visibility:hidden">9<b>8</b></i>', ""),
    "class": ('<span class="note">9</span>', ".note { color: red; display: none }"),
    "descendant": ('<i class="a"><span>9</span></i>', "td .a > span { display: none }"),
    "specificity": ('<span class="a" id="b">9</span>', "#b { display: none } .a { display: inline }"),
    "order": ('<span class="a b">9</span>', ".a { display: inline } .b { display: none }"),
    "important": ('<span class="a" style="display: inline">9</span>', ".a { display: none !important }"),
    "on-screens": ('<span class="a">9</span>', "@media screen { .a { display: none } }"),
    "on-wide-screens": ('<span class="a">9</span>', "@media (min-width: 600px) { .a { display: none } }"),
    "in-a-list": ('<span class="a">9</span>', ".x, .a, p::before { display: none }"),
    "dialog": ("<dialog>9</dialog>", ""),
    "popover": ("<span popover>9</span>", ""),
    "template": ("<template>9</template>", ""),
    "noscript": ("<noscript>9</noscript>", ""),
    "fallback": ("<canvas>9</canvas><video>9</video>", ""),
}
# What is shown, although it looks as if it were not.
SHOWN = {
    "aria": ('<span aria-hidden="true">{}</span>', ""),
    "sheet-over-attribute": ('<span hidden class="a">{}</span>', ".a { display: inline }"),
    "visible-within-hidden": ('<i style="visibility:hidden"><b style="visibility:visible">{}</b></i>', ""),
    "only-printed": ('<span class="a">{}</span>', "@media print { .a { display: none } }"),
    "on-narrow-screens": ('<span class="a">{}</span>', "@media (max-width: 600px) { .a { display: none } }"),
    "less-specific": ('<span class="a" id="b">{}</span>', "#b { display: inline } .a { display: none }"),
    "broken-rule": ('<span class="a">{}</span>', ".a, $$ { display: none }"),
    "pseudo": ('<span class="a">{}</span>', ".a::before { display: none } .a:hover { display: none }"),
    "open-dialog": ("<dialog open style='position:static'>{}</dialog>", ""),
    "open-details": ("<details open><summary></summary>{}</details>", ""),
    "until-found-without-box": ("<span hidden=until-found>{}</span>", ""),
    "comment": ("<!-- 9 -->{}", ""),
}
# Not laid out where anyone would see it; a browser's own text of a page has it all the same.
UNSEEN = {
    "transparent": ('<span style="opacity:0">9</span>', ""),
    "no-size": ('<span style="font-size:0">9</span>', ""),
    "far-away": ('<span class="sr">9</span>', ".sr { position: absolute; left: -9999px }"),
    "for-readers-aloud": (
        '<span class="sr">9</span>',
        ".sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0,0,0,0) }",
    ),
    "deleted": ("<del>9</del>", ""),
    "struck": ("<s>9</s>", ""),
    "struck-by-style": ('<span style="text-decoration: line-through">9</span>', ""),
}


@pytest.mark.parametrize("place", ["name", "count"])
@pytest.mark.parametrize("case", sorted(HIDDEN | UNSEEN))
def test_what_is_not_shown_is_not_read(case: str, place: str) -> None:
    markup, style = (HIDDEN | UNSEEN)[case]
    page = profile_page(NAME + markup if place == "name" else NAME, "4,033" + markup, style)
    assert applicants(read_profile("a.html", page.encode())) == EXPECTED


@pytest.mark.parametrize("case", sorted(SHOWN))
def test_what_is_shown_is_read(case: str) -> None:
    markup, style = SHOWN[case]
    page = profile_page(markup.format(NAME), markup.format("4,033"), style)
    assert applicants(read_profile("a.html", page.encode())) == EXPECTED


def same_text(markup: str, shown: Callable[[str], str]) -> None:
    """Hold our text equal to the browser's, word by word."""
    ours = " ".join(read_page("a.html", markup).lines.read).split()
    assert ours == shown(markup).split()


@pytest.mark.browser
@pytest.mark.parametrize("case", sorted(HIDDEN))
def test_the_browser_does_not_show_it_either(case: str, shown_by_browser: Callable[[str], str]) -> None:
    markup, style = HIDDEN[case]
    same_text(profile_page(NAME + markup, "4,033" + markup, style), shown_by_browser)


@pytest.mark.browser
@pytest.mark.parametrize("case", sorted(SHOWN))
def test_the_browser_shows_it_too(case: str, shown_by_browser: Callable[[str], str]) -> None:
    markup, style = SHOWN[case]
    same_text(profile_page(markup.format(NAME), markup.format("4,033"), style), shown_by_browser)


BODIES = {
    "hidden-row": "<table><tr><td>1<td>a</tr><tr hidden><td>2<td>b</tr><tr style='display:none'><td>3<td>c</table>",
    "collapsed-row": "<table><tr><td>1<td>a</tr><tr style='visibility:collapse'><td>2<td>b</tr></table>",
    "hidden-cell": "<table><tr><td>1<td hidden>9<td>a</table>",
    "details": "<details><summary>s</summary>a<p>b</details>"
    "<details><p>c</p><summary>t</summary><summary>u</summary></details>",
    "nested-details": "<details open><summary>s</summary><details><summary>t</summary>a</details>b</details>",
    "dialog": "<dialog><p>Paris, France</p></dialog><p>a</p>",
    "inline-blocks": "<p>a<span style='display:inline-block'>b</span>c <span style='display:block'>d</span>e",
    "list-in-a-row": "<style>li { display: inline }</style><ul><li>a</li><li>b</li></ul>",
    "spaces": "<p>a  <b> b</b>\n c&nbsp;d<wbr>e&#8203;f</p><pre>x  y\n\tz</pre>",
    "escaped": "<p>ACME &lt;b&gt;LABS &amp;amp; &lt;!-- x --&gt;</p>",
    "nested-tables": "<table><tr><td><p>a</p><p>b</p><table><tr><td>1<td>2</table></td><td>side</table>",
    "foster-parents": "<table>a<tr><td>b</td>c</tr></table>",
    "controls": "<p>a<input value=b><button>c</button></p><textarea>e</textarea>",
    "svg": "<svg><title>a</title><desc>b</desc><text>c</text></svg><p>d",
    "ruby": "<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>",
    "boxes": "<style>.r { display: table-row } .c { display: table-cell }</style>"
    "<div class=r><div class=c>1</div><div class=c>a</div></div>",
}  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("case", sorted(BODIES))
def test_a_page_reads_as_a_browser_shows_it(case: str, shown_by_browser: Callable[[str], str]) -> None:
    same_text(f"<!DOCTYPE html><body>{BODIES[case]}</body>", shown_by_browser)


def cells(*rows: str) -> str:
    """Return table rows, each written as cells parted by a bar, a cell's attributes before a colon in front of it."""
    written = []
    for row in rows:
        parts = [cell.partition(":") for cell in row.split("|")]
        written.append("".join(f"<td {attributes}>{text}</td>" for attributes, _, text in parts))
    return "".join(f"<tr>{row}</tr>" for row in written)


SPANS = {
    "name": (
        cells(":1|rowspan=2:LUMEN ROAD|:6,168|:28%", ":2|:4,033|:19%", ":3|:ORBITAL PUMPS|:2,533|:12%"),
        [(1, "LUMEN ROAD", 6168, "28"), (2, "LUMEN ROAD", 4033, "19"), (3, "ORBITAL PUMPS", 2533, "12")],
    ),
    "shared-place": (
        cells("rowspan=2:1|:LUMEN ROAD|:6,168|:28%", ":NORDHAVEN|:6,168|:28%", ":3|:ORBITAL PUMPS|:2,533|:12%"),
        [(1, "LUMEN ROAD", 6168, "28"), (1, "NORDHAVEN", 6168, "28"), (3, "ORBITAL PUMPS", 2533, "12")],
    ),
    "share": (
        cells(":1|:LUMEN ROAD|:6,168|rowspan=0:28%", ":2|:NORDHAVEN|:6,100", ":3|:ORBITAL PUMPS|:6,050"),
        [(1, "LUMEN ROAD", 6168, "28"), (2, "NORDHAVEN", 6100, "28"), (3, "ORBITAL PUMPS", 6050, "28")],
    ),
    "place-and-name": (
        cells("colspan=2:1 LUMEN ROAD|:6,168|:28%", ":2|:NORDHAVEN|:4,033|:19%", ":3|:ORBITAL PUMPS|:2,533|:12%"),
        None,
    ),
    "wide-name": (
        cells(":1|colspan=3:LUMEN ROAD|:6,168|:28%", ":2|colspan=3:NORDHAVEN|:4,033|:19%",
              ":3|:ORBITAL||:<br>|:2,533|:12%"),
        [(1, "LUMEN ROAD", 6168, "28"), (2, "NORDHAVEN", 4033, "19"), (3, "ORBITAL", 2533, "12")],
    ),
    "name-in-lines": (
        cells(":1|:LUMEN<br>ROAD|:6,168|:28%", ":2|:<div>NORD</div><div>HAVEN</div>|:4,033|:19%",
              ":3|:<p>ORBITAL</p>|:2,533|:12%"),
        [(1, "LUMEN ROAD", 6168, "28"), (2, "NORD HAVEN", 4033, "19"), (3, "ORBITAL", 2533, "12")],
    ),
    "wrong-spans": (
        cells(":1|rowspan=x:LUMEN ROAD|:6,168|:28%", ":2|colspan=-1:NORDHAVEN|:4,033|:19%",
              ":3|rowspan=99999999:ORBITAL|:2,533|:12%"),
        [(1, "LUMEN ROAD", 6168, "28"), (2, "NORDHAVEN", 4033, "19"), (3, "ORBITAL", 2533, "12")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(SPANS))
def test_cells_count_in_every_row_and_column_that_they_reach_into(case: str) -> None:
    rows, expected = SPANS[case]
    reading = read_profile("a.html", profile_page(rows=rows.replace("{", "{{")).encode())
    read = applicants(reading)
    if expected is not None:
        assert (read, reading.unread) == (expected, ())
    else:
        # A row that cannot be told apart is reported or read whole, never invented.
        assert all(name in {"LUMEN ROAD", "NORDHAVEN", "ORBITAL PUMPS"} for _, name, _, _ in read)
        assert reading.unread or len(read) == 3


def test_a_span_ends_with_its_group_of_rows() -> None:
    page = read_page("a.html", "<table><thead><tr><td>1<td rowspan=3>a</thead><tbody><tr><td>2<td>b</tbody></table>")
    assert [line for line in page.lines.read if line] == ["1\ta", "2\tb"]


LAYOUTS = {
    "one-cell": "<table><tr><td>{}</td></tr></table>",
    "beside-a-menu": "<table><tr><td>Home<br>About</td><td>{}</td><td><ul><li>Next</ul></td></tr></table>",
    "deep": "<table><tr><td><table><tr><td><div>{}</div></td></tr></table></td></tr></table>",
    "spanned": "<table><tr><td rowspan=2>{}</td><td>Home</td></tr><tr><td>About</td></tr></table>",
    "grid": "<div style='display:grid'><div>Home</div><div>{}</div></div>",
}


@pytest.mark.parametrize("case", sorted(LAYOUTS))
@pytest.mark.parametrize("divisions", [False, True])
def test_a_cell_may_hold_the_whole_page(case: str, divisions: bool) -> None:
    inner = PAGE.format(rows=ROWS.format(name=NAME, count="4,033"))
    if divisions:
        inner = inner.replace("<p>", "<div>").replace("</p>", "</div>")
    page = f"<!DOCTYPE html><body>{LAYOUTS[case].format(inner)}</body>"
    whole = read_profile("a.html", profile_page().encode())
    reading = read_profile("a.html", page.encode())
    assert (reading.facts, reading.missing, reading.unread) == (whole.facts, (), ())
    assert applicants(reading) == EXPECTED


def test_a_closed_dialog_about_another_cluster_is_not_there() -> None:
    other = "<dialog>" + PAGE.format(rows="").replace("Dalian", "Kunming").replace("seventh", "eighth") + "</dialog>"
    page = profile_page().replace("<body>", f"<body>{other}")
    assert applicants(read_profile("a.html", page.encode())) == EXPECTED


ESCAPED = {
    "ACME &lt;b&gt;LABS": "ACME <b>LABS",
    "&lt;table&gt; WORKS": "<table> WORKS",
    "A&amp;amp;B": "A&amp;B",
    "[ACME](LABS)": "[ACME](LABS)",
    "A\\&amp;B": "A\\&B",
    "&lt;!-- gii-line:7 --&gt; X": "<!-- gii-line:7 --> X",
}


@pytest.mark.parametrize("markup", sorted(ESCAPED))
def test_escaped_markup_is_text(markup: str) -> None:
    reading = read_profile("a.html", profile_page(name=markup).encode())
    assert applicants(reading)[1][1] == ESCAPED[markup]


def test_the_line_is_that_of_the_source() -> None:
    page = profile_page(NAME + "<span hidden>\n\n9</span>")
    reading = read_profile("a.html", page.encode())
    [second] = [row for row in reading.profile.listings if row.name == NAME]
    assert page.split("\n")[second.line - 1].startswith("<tr><td>2</td>")
    [third] = [row for row in reading.profile.listings if row.name.startswith("ORBITAL")]
    assert page.split("\n")[third.line - 1].startswith("<tr><td>3</td>")


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not at hand")
@pytest.mark.parametrize(
    ("case", "names"),
    [
        ("html-hidden", ["AUBURN GLASS WORKS GMBH", "NORDHAVEN WIND A/S", "QUINCE BIOLOGICS, INC."]),
        ("html-rowspan", ["LUMEN ROAD TECHNOLOGIES", "LUMEN ROAD TECHNOLOGIES", "ORBITAL PUMPS CORPORATION"]),
        ("html-escaped-markup", ["ACME <b>LABS", "QUINCE BIOLOGICS, INC.", "HALDEN MARINE AS"]),
    ],
)
def test_shared_cases(case: str, names: list[str]) -> None:
    reading = read_profile("page.html", (CASES / case / "page.html").read_bytes())
    assert [name for _, name, _, _ in applicants(reading)] == names
    assert (reading.unread, reading.missing) == ((), ())


def test_a_hyphen_that_ends_a_line_of_a_cell_belongs_to_its_word() -> None:
    rows = "<tr><td>1<td>FRAUNHOFER-<br>GESELLSCHAFT<td>9<tr><td>2<td>ACME -<br>CHINA<td>8"
    page = read_page("a.html", f"<table>{rows}</table>")
    assert [line for line in page.lines.read if line] == ["1\tFRAUNHOFER-GESELLSCHAFT\t9", "2\tACME - CHINA\t8"]
