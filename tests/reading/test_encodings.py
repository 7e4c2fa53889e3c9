"""Texts whose encoding nobody states: read right where their words show it, and said in any case."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from gii_graph.errors import SourceError
from gii_graph.reading import read_profile
from gii_graph.reading.decoding import decode
from gii_graph.reading.encodings import probable_encoding

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
SEED = (Path(__file__).resolve().parents[2] / "seeds" / "beijing.txt").read_text("utf-8")
PRINTED = ("BOE TECHNOLOGY", "PEKING UNIVERSITY", "TSINGHUA UNIVERSITY")
NAMES = {
    "gb18030": "中国烟草 清华大学 北京航空航天大学 中国科学院 华为技术有限公司 深圳大学 小米 上海交通大学 腾讯",
    "big5": "國立臺灣大學 台灣積體電路製造 鴻海精密工業 工業技術研究院 聯發科技 國立清華大學",
    "shift_jis": "東京大学 日本電気株式会社 三菱電機 京都大学 トヨタ自動車 ソニー 日立製作所 富士フイルム",
    "euc-kr": "삼성전자 서울대학교 현대자동차 엘지화학 한국과학기술원 포항공과대학교 연세대학교",
    "windows-1251": "ГАЗПРОМ Московский Росатом ЛАБОРАТОРИЯ Яндекс Сколково МГУ",
    "koi8-r": "ГАЗПРОМ Московский Росатом ЛАБОРАТОРИЯ Яндекс Сколково МГУ",
    "windows-1252": "SOCIÉTÉ Universität Liège São École ØRSTED AKADÉMIA BÜHLER Malmö–Lund Citroën® L’Oréal",
}


def written(encoding: str, names: tuple[str, ...]) -> str:
    text = SEED.replace("–", "-") if encoding in {"koi8-r", "shift_jis", "euc-kr"} else SEED
    for name, printed in zip(names, PRINTED, strict=False):
        text = text.replace(printed, name)
    return text


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("encoding", sorted(NAMES))
def test_a_few_names_are_enough(encoding: str, count: int) -> None:
    for names in combinations(NAMES[encoding].split(), count):
        text = written(encoding, names)
        decoded = decode("a.txt", text.encode(encoding))
        assert (decoded.text, decoded.encoding, decoded.is_certain) == (text, encoding, False)


@pytest.mark.parametrize("encoding", sorted(NAMES))
def test_the_names_are_read_and_the_encoding_is_said(encoding: str) -> None:
    names = tuple(NAMES[encoding].split()[:2])
    reading = read_profile("a.txt", written(encoding, names).encode(encoding))
    assert [row.name for row in reading.profile.listings if row.name in names] == [*names]
    assert reading.assumptions == (f"read as {encoding}, which the file does not say: check its names",)


def test_dashes_and_quotes_alone_are_western() -> None:
    assert probable_encoding(SEED.replace("'", "’").encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_what_a_text_shows_is_no_assumption(encoding: str) -> None:
    assert read_profile("a.txt", SEED.encode(encoding)).assumptions == ()


@pytest.mark.parametrize(
    ("label", "name"),
    [("gb2312", "gbk"), ("Shift_JIS", "shift_jis"), ("iso-8859-1", "windows-1252"), ("windows-1251", "windows-1251")],
)
def test_a_page_says_what_it_is_in(label: str, name: str) -> None:
    word = {"gbk": "中国烟草", "shift_jis": "東京大学", "windows-1252": "Malmö – Lund", "windows-1251": "МГУ"}[name]
    page = f'<meta charset="{label}"><p>{word}</p>'
    assert decode("a.html", page.encode(name)) == (page, name, True)


def test_what_is_declared_must_fit() -> None:
    page = '<meta charset="utf-8"><p>Московский университет, Росатом</p>'
    assert decode("a.html", page.encode("windows-1251"))[1:] == ("windows-1251", False)
    assert decode("a.html", page.replace("utf-8", "no such").encode("koi8-r"))[1:] == ("koi8-r", False)


def test_no_encoding_fits() -> None:
    with pytest.raises(SourceError, match="neither UTF-8 nor"):
        decode("a.txt", b"\x81\x20\x8d\x20" + b"text " * 100)


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not at hand")
def test_shared_case() -> None:
    reading = read_profile("profile.txt", (CASES / "encoding-guess" / "profile.txt").read_bytes())
    assert reading.profile.listings[0].name == "中国烟草"
    assert reading.profile.source.encoding == "gb18030"
    assert "Shenzhen–Hong Kong–Guangzhou" in [partner.name for partner in reading.profile.partners]
