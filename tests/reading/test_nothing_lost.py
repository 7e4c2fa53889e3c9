"""Faults of reading that were silent once, one by one, each with others of its kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from gii_graph.errors import SourceError
from gii_graph.profile import Activity, Share, Stated
from gii_graph.reading import Reading, read_profile

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT.parent / "shared" / "cases"
SEED = (ROOT / "seeds" / "beijing.txt").read_text(encoding="utf-8")
WHOLE = read_profile("profile.txt", SEED.encode())
TABLE = SEED[SEED.index("1\tBOE") : SEED.index("\n\nTop publishing")]
FIELDS = "Patents\n\n\n\nPublications"


def read(text: str, name: str = "profile.txt") -> Reading:
    return read_profile(name, text.encode())


def changed(old: str, new: str) -> Reading:
    assert old in SEED
    return read(SEED.replace(old, new))


def unread(reading: Reading) -> list[tuple[int, str]]:
    return [(remark.line, remark.text) for remark in reading.unread]


def applicants(reading: Reading) -> list[str]:
    return [row.name for row in reading.profile.listings if row.activity is Activity.PATENTS]


def shares(reading: Reading) -> list[tuple[str, str, str]]:
    return [(one.activity.value, one.field, str(one.share.percent)) for one in reading.profile.field_shares]


# Sentences that nobody knows


@pytest.mark.parametrize(
    ("old", "new", "line", "text"),
    [
        ("It filed", "A word by the editor. It filed", 10, "A word by the editor."),
        ("It filed", "The mayor is happy about this! It filed", 10, "The mayor is happy about this!"),
        ("Beijing is the second", "Unlike Xanadu. Beijing is the second", 10, "Unlike Xanadu."),
        ("the:\n", "the: best of all:\n", 10, "best of all:"),
        ("3rd largest science", "Once more the 3rd largest science", 12, None),
        (
            "Top PCT applicants",
            "It closed 1244 venture capital deals in total.\n\nTop PCT applicants",
            16,
            "It closed 1244 venture capital deals in total.",
        ),
        ("Global Innovation Index 2024", "Global Innovation Index 2024: a draft", 4, "a draft"),
    ],
)
def test_what_stands_beside_a_known_sentence_is_reported(old: str, new: str, line: int, text: str | None) -> None:
    reading = changed(old, new)
    assert line in [number for number, _ in unread(reading)]
    if text is not None:
        assert any(text.strip(":") in said for _, said in unread(reading))
        assert reading.facts == WHOLE.facts


def test_a_national_sentence_with_the_name_of_the_economy() -> None:
    reading = changed("out of 26 Chinese clusters", "out of 26 clusters in China")
    assert reading.profile.clusters_in_economy == Stated(26, 10)
    assert reading.unread == ()
    foreign = changed("out of 26 Chinese clusters", "out of 22 clusters in the United States")
    assert foreign.profile.national_rank is None
    assert [remark.reason for remark in foreign.unread] == ["it is about United States, not China"]


@pytest.mark.parametrize(
    ("adjective", "reason"),
    [
        ("Swiss", "it is about Switzerland, not China"),
        ("German", "it is about Germany, not China"),
        ("South Korean", "it is about Republic of Korea, not China"),
        ("Congolese", "it is about Democratic Republic of the Congo or Congo, not China"),
        ("Hong Kong", "it is about Hong Kong, China, not China"),
        ("European", "it is about European clusters; no economy that we know has this adjective"),
        ("Chinese", None),
        ("China", None),
        ("domestic", None),
        ("national S&T", None),
        ("innovation", None),
    ],
)
def test_a_national_sentence_with_an_adjective(adjective: str, reason: str | None) -> None:
    reading = changed("26 Chinese clusters", f"26 {adjective} clusters")
    assert [remark.reason for remark in reading.unread] == ([reason] if reason else [])
    assert (reading.profile.national_rank is None) == (reason is not None)


@pytest.mark.parametrize(
    "sentence",
    [
        "Tokyo–Yokohama is the largest S&T cluster in 2024.",
        "Unlike Beijing, Tokyo–Yokohama is the 1st largest S&T cluster in 2024.",
        "It is behind Tokyo–Yokohama, the 1st largest S&T cluster in 2024.",
        "Tokyo–Yokohama is the most intensive S&T cluster in 2024.",
    ],
)
def test_a_rank_of_another_cluster_is_not_taken(sentence: str) -> None:
    reading = read(f"{SEED}\n\n{sentence}\n")
    assert (reading.profile.rank, reading.profile.intensity_rank) == (WHOLE.profile.rank, WHOLE.profile.intensity_rank)
    assert unread(reading)[0][0] == 48


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Top PCT applicants", "Top PCT applicants (2019–2023)"),
        ("Top PCT applicants", "Top PCT applicants, 2019-23:"),
        ("Top PCT applicants", "Top PCT patent applicants in Beijing"),
        ("Top publishing organizations", "Top publishing organisations of Beijing (2018–2022)"),
        ("published **15,893 scientific articles**", "had **15,893 scientific publications**"),
        ("3rd largest science and technology cluster in 2024", "3rd S&T cluster by size in 2024"),
        ("3rd largest science and technology cluster in 2024", "3rd largest cluster worldwide by size, in 2024"),
        (
            "11th S&T cluster by intensity (relative to population density) in 2024",
            "11th most intensive S&T cluster in 2024",
        ),
        (
            "11th S&T cluster by intensity (relative to population density) in 2024",
            "Beijing is the 11th most intensive cluster relative to population density in 2024.",
        ),
        ("\t23%\n", "\t23\n"),
        ("Patents\tShare", "Patents\tShare (%)"),
    ],
)
def test_wordings_of_other_pages(old: str, new: str) -> None:
    reading = changed(old, new)
    assert reading.facts == WHOLE.facts
    assert reading.unread == ()
    assert reading.profile.rank == WHOLE.profile.rank
    assert reading.profile.intensity_rank == WHOLE.profile.intensity_rank
    assert reading.profile.listings == WHOLE.profile.listings


def test_the_most_intensive_of_all_is_the_first() -> None:
    reading = changed(
        "11th S&T cluster by intensity (relative to population density) in 2024",
        "It is the most intensive S&T cluster in 2024.",
    )
    assert reading.profile.intensity_rank == Stated(1, 14)
    assert reading.unread == ()


def test_a_table_of_another_cluster_is_not_taken() -> None:
    reading = changed("Top PCT applicants", "Top PCT applicants in Tokyo")
    assert applicants(reading) == []
    assert {remark.reason for remark in reading.unread} == {"it is about Tokyo, not Beijing"}


@pytest.mark.parametrize("share", ["0.23", "230", "x"])
def test_a_share_without_sign_that_may_be_something_else_is_reported(share: str) -> None:
    reading = changed("\t23%\n", f"\t{share}\n")
    assert len(applicants(reading)) == 2
    assert [line for line, _ in unread(reading)] == [21]


# Signs that are no markup


@pytest.mark.parametrize(
    "name", ["A*STAR", "AGENCY (A*STAR)", "*STAR", "STAR*", "A*STAR AND B*STAR", "ACME <b>LABS", "C_D_E", "X * Y * Z"]
)
@pytest.mark.parametrize("form", ["text", "page"])
def test_a_sign_that_is_no_half_of_a_pair_belongs_to_the_name(name: str, form: str) -> None:
    if form == "text":
        reading = changed("BOE TECHNOLOGY", name)
    else:
        escaped = SEED.replace("BOE TECHNOLOGY", name).replace("&", "&amp;").replace("<", "&lt;")
        reading = read(f"<!doctype html><pre>{escaped}</pre>", "profile.html")
    assert applicants(reading)[0] == name
    assert reading.unread == ()


@pytest.mark.parametrize("marked", ["**BOE TECHNOLOGY**", "*BOE TECHNOLOGY*", "__BOE TECHNOLOGY__"])
def test_a_pair_of_marks_around_a_cell_is_emphasis(marked: str) -> None:
    assert applicants(changed("BOE TECHNOLOGY", marked))[0] == "BOE TECHNOLOGY"


def test_ligatures_of_print_are_letters_and_stay_in_names() -> None:
    text = SEED.replace("fi", "ﬁ").replace("BOE TECHNOLOGY", "MICROﬁLM")
    reading = read(text)
    assert reading.facts == WHOLE.facts
    assert reading.unread == ()
    assert applicants(reading)[0] == "MICROﬁLM"


@pytest.mark.parametrize("case", ["asterisk-names", "ligatures-pdf", "html-escaped-markup"])
def test_cases_of_users(case: str) -> None:
    if not CASES.is_dir():
        pytest.skip("the folder of users' cases is not there")
    [path] = [path for path in (CASES / case).iterdir() if path.name != "expected.txt"]
    reading = read_profile(path.name, path.read_bytes())
    assert (reading.missing, reading.unread) == ((), ())
    names = [row.name for row in reading.profile.listings]
    expected = {"asterisk-names": "A*STAR", "html-escaped-markup": "ACME <b>LABS"}
    assert expected.get(case, names[0]) in names


# Text of a PDF


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (
            "1   APPLIED          9,607   23%\n    MATERIALS\n2   UNIVERSITY OF    3,777    9%\n"
            "    CALIFORNIA, BERKELEY\n3   UNIVERSITY OF    1,223    3%\n    CALIFORNIA, SAN FRANCISCO",
            ["APPLIED MATERIALS", "UNIVERSITY OF CALIFORNIA, BERKELEY", "UNIVERSITY OF CALIFORNIA, SAN FRANCISCO"],
        ),
        (
            "1   APPLIED\n    MATERIALS   9,607   23%\n2   XIAOMI   3,777   9%\n3   BYTEDANCE   1,223   3%",
            ["APPLIED MATERIALS", "XIAOMI", "BYTEDANCE"],
        ),
        ("1 APPLIED 9,607 23%\nMATERIALS\n2 XIAOMI 3,777 9%\n3 BYTEDANCE 1,223 3%", ["XIAOMI", "BYTEDANCE"]),
        (
            "1   APPLIED   9,607   23%\n    UNIVERSITY OF\n2             3,777    9%\n    CALIFORNIA\n"
            "3   BYTEDANCE   1,223   3%",
            ["BYTEDANCE"],
        ),
        ("1\tAPPLIED\tUS\t9,607\t23%\n2\tXIAOMI\t3,777\t9%\n3\tBYTEDANCE\t1,223\t3%", ["XIAOMI", "BYTEDANCE"]),
        ("1\tAPPLIED MATE-\nRIALS\t9,607\t23%\n2\tXIAOMI\t3,777\t9%\n3\tBYTEDANCE\t1,223\t3%", ["XIAOMI", "BYTEDANCE"]),
    ],
)
def test_a_wrapped_cell_is_put_together_or_its_row_reported(rows: str, names: list[str]) -> None:
    reading = changed(TABLE, rows)
    assert applicants(reading) == names
    assert bool(reading.unread) == (len(names) < 3)


def test_two_tables_side_by_side_are_told_apart() -> None:
    tables = """\
Top PCT applicants                             Top publishing organizations

                          Patents    Share                          Articles   Share
1   BOE TECHNOLOGY          9,607      23%     1   TSINGHUA          24,300       8%
2   BEIJING XIAOMI          3,777       9%     2   PEKING            21,438       7%
    MOBILE SOFTWARE                                UNIVERSITY
3   BYTEDANCE               1,223       3%     3   UNIV. OF CHINESE  20,843       7%
"""
    start, end = SEED.index("Top PCT"), SEED.index("Top technology")
    reading = read(f"{SEED[:start]}{tables}\n{SEED[end:]}")
    assert [(row.activity.value, row.name, row.count) for row in reading.profile.listings] == [
        ("patents", "BOE TECHNOLOGY", 9607),
        ("patents", "BEIJING XIAOMI MOBILE SOFTWARE", 3777),
        ("patents", "BYTEDANCE", 1223),
        ("articles", "TSINGHUA", 24300),
        ("articles", "PEKING UNIVERSITY", 21438),
        ("articles", "UNIV. OF CHINESE", 20843),
    ]
    assert reading.unread == ()


@pytest.mark.parametrize("second", ["Top pub\nlishing organizations", "A word by the editor", "Applicants of articles"])
def test_a_table_whose_heading_was_lost_is_not_taken_for_the_one_above(second: str) -> None:
    reading = changed("Top publishing organizations", second)
    assert applicants(reading) == applicants(WHOLE)
    assert [row for row in reading.profile.listings if row.activity is Activity.ARTICLES] == []
    assert {30, 31, 32} <= {line - second.count("\n") for line, _ in unread(reading)}


@pytest.mark.parametrize(
    ("chart", "expected"),
    [
        ("12%\nDigital\n8%\nComputers", [("patents", "Digital", "12"), ("patents", "Computers", "8")]),
        ("Digital\n12%\nComputers\n8%", [("patents", "Digital", "12"), ("patents", "Computers", "8")]),
        ("Digital\nComputers\n12%\n8%", []),
        ("Electrical machinery,\napparatus\n12%\nComputers\n8%", [("patents", "Computers", "8")]),
        ("12%\nDigital\n8%", []),
    ],
)
def test_shares_belong_to_their_labels_or_are_reported(chart: str, expected: list[tuple[str, str, str]]) -> None:
    reading = changed(FIELDS, f"Patents\n\n{chart}\n\nPublications")
    assert shares(reading) == expected
    assert bool(reading.unread) == (len(expected) < 2)


def test_fields_side_by_side_are_told_apart() -> None:
    chart = "Patents           Publications\nDigital    12%    Physics    9%\nComputers   8%    Chemistry  7%"
    assert shares(changed(FIELDS, chart)) == [
        ("patents", "Digital", "12"),
        ("patents", "Computers", "8"),
        ("articles", "Physics", "9"),
        ("articles", "Chemistry", "7"),
    ]


# Mails and pages


def test_a_share_at_the_end_of_a_wrapped_line() -> None:
    reading = read(
        "Global Innovation Index 2024\n\nBeijing–Xi'an–'s-Hertogenbosch, China\n\n"
        "Top technology fields in Beijing–Xi'an–\n's-Hertogenbosch\n\nPatents\n\nPublications\n\n"
        "10.0% of\nBeijing–Xi'an–'s-Hertogenbosch's PCT\npatent applications are filed in\n"
        "collaboration with other inventors, with\nSan Jose–San Francisco, Tokyo–Yokohama\n"
        "and Los Angeles emerging as the top\ncollaborative locations.\n"
    )
    share = reading.profile.patent_collaboration_share
    assert share is not None
    assert (share.line, share.value) == (12, Share(share.value.percent))
    assert [partner.name for partner in reading.profile.partners] == [
        "San Jose–San Francisco",
        "Tokyo–Yokohama",
        "Los Angeles",
    ]
    assert reading.unread == ()


@pytest.mark.parametrize(
    "line",
    [
        "12",
        "Page 3",
        "- 4 -",
        "Home",
        "Home | About WIPO | Contact us",
        "Home About WIPO Contact us",
        "file:///C:/Users/Ann/Beijing.html 1/2",
        "© WIPO 2024",
        "We use cookies to improve your experience.",
        "11/22/26, 3:16 AM  Beijing - Global Innovation Index",
        "Source: WIPO Statistics Database, April 2024.",
    ],
)
def test_what_belongs_to_the_page_is_furniture_wherever_it_stands(line: str) -> None:
    for text in (
        f"{line}\n\n{SEED}",
        f"{SEED}\n\n{line}",
        SEED.replace("2\tBEIJING", f"{line}\n2\tBEIJING"),
        SEED.replace("Top PCT", f"{line}\n\nTop PCT"),
    ):
        reading = read(text)
        assert reading.facts == WHOLE.facts
        assert reading.unread == ()
        assert [remark.text for remark in reading.furniture] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Room 12",
        "Note: the cluster includes Langfang.",
        "Copyright offices are not counted.",
        "Home of 12 universities",
        "Published in a hurry",
        "Source: our own sums",
        "The centre of the north",
        "A walk through Xanadu, China",
    ],
)
def test_what_is_no_known_furniture_is_reported(line: str) -> None:
    for text in (f"{line}\n\n{SEED}", f"{SEED}\n\n{line}"):
        assert [said for _, said in unread(read(text))] == [line]


def test_a_number_beside_what_was_not_understood_is_no_page_number() -> None:
    reading = read(f"{SEED}\n\nIt closed deals:\n1244\n\n12\n")
    assert unread(reading) == [(48, "It closed deals:"), (49, "1244")]
    assert [remark.text for remark in reading.furniture] == ["12"]


def test_a_menu_of_clusters_is_furniture() -> None:
    reading = read(f"Tokyo–Yokohama, Japan\nParis, France\n\n{SEED}")
    assert reading.profile.cluster.value == "Beijing"
    assert [remark.text for remark in reading.furniture] == ["Tokyo–Yokohama, Japan", "Paris, France"]
    assert reading.unread == ()


# Texts that are no profile


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Indice mondial de l'innovation 2024\n\nPékin, Chine\n", "a text in French"),
        ("Índice Mundial de Innovación 2024\n\nPekín, China\n", "a text in Spanish"),
        ("2024年全球创新指数\n\n北京\n", "a text in Chinese"),
        ("Глобальный инновационный индекс 2024\n\nПекин\n", "a text in Russian"),
        ("You need to enable JavaScript to run this app.\n", "a page without its text"),
        ("Loading...\n", "a page without its text"),
        (
            "Global Innovation Index 2024\n\nSwitzerland\n\nInstitutions 88\nHuman capital and research 62\nMarket"
            " sophistication 60\n",
            "an economy profile",
        ),
        ("Nature Index 2024\n\nBeijing, China\n", "a page about another index (Nature Index)"),
    ],
)
def test_what_is_no_profile_is_named_for_what_it_is(text: str, what: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(text)
    assert caught.value.found.startswith(what)


def test_columns_that_are_headed_as_those_of_the_other_table_are_reported() -> None:
    reading = changed("\t\tPatents\tShare", "\t\tArticles\tShare")
    assert applicants(reading) == applicants(WHOLE)
    assert [remark.reason for remark in reading.unread] == ["it heads columns of the other table"]
