"""Given names and surnames, and the syllables that Chinese and Korean names are made of.

`data/given_names.txt` and `data/surnames.txt` are the names of the locales of Faker (MIT licence, see NOTICE), in
capitals without marks. What is not there may be a name all the same.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from gii_graph.identity.names import without_marks

__all__ = ["PARTICLES", "are_given_names", "is_east_asian_name", "is_surname", "personal_words"]

_DATA = Path(__file__).resolve().parent.parent / "data"
_WORD = re.compile(r"[^\W\d_]+(?:['’`.-][^\W\d_]+)*\.?")
# Words within surnames: "DE LA CRUZ", "BIN ISMAIL", "VAN DER BERG".
PARTICLES = frozenset(
    "af al ap av bar ben bin binti da das de del della den der des di do dos du el ibn la las le los san st ten ter "
    "van vande vanden vander vom von y zu zum zur".split()
)
# Romanised surnames of China, Korea and Viet Nam: those that nearly everyone there has.
_EAST_ASIAN_SURNAMES = frozenset(
    """
    an ahn ai ao ba bae baek bai ban bang bao bi bian bo bu byun cai cao cen cha chae chan chang chao chau che
    chen cheng cheon cheong cheung chi chia chiang chien chin chiu cho choe choi chon chong chou chow chu chua
    chuang chui chun chung co cui dai dang dao deng di ding do dong dou du duan eom eum fan fang fei feng fok
    fong fu gan gao ge geng gil go goh gong gou gu guan gui guo gwak gwon ha hahm hai ham han hang hao he heo
    heng ho hoang hong hou hsiao hsieh hsu hu hua huang hui huo hur huynh hwang hyun im in ja jang jeon jeong ji
    jia jian jiang jiao jie jin jing jo jon joo ju jun jung kam kan kang kao ke keng kho ki kim ko kong koo ku
    kuan kuang kuk kuo kwak kwan kwok kwon lai lam lan lang lau law le lee lei leng leung li lian liang liao lim
    lin ling liu lo long lou low lu lui luo lv ma mai man mao maeng mei meng mi miao min ming mo moon mou mu mun
    na nam namgung nan nangong neo ng ngo nguyen ni nie ning niu no noh oh ok ong ou ouyang pae paek pai pak pan
    pang park pei peng pham phan phung pi piao pu pyo qi qian qiao qin qiu qu quan ra rao ren rhee ri rim rong
    ru ruan rui ryoo ryu sa seo seok seol seong seung sha shan shang shao she shek shen sheng shi shim shin shu
    shum si sim sin sit siu so sohn son song soong su suen suh sui suk sun sung suo sze tae tai tam tan tang tao
    teng teoh teo tian ting to tong tran tsai tsang tsao tse tseng tso tsui tu tung um un vo vu vuong wai wan
    wang wei wen weng wi won wong woo wu xi xia xian xiang xiao xie xin xing xiong xu xuan xue yan yang yao yap
    ye yee yeh yeo yeom yeon yeung yi yim yin ying yip yong yoo yoon you yu yuan yue yuen yum yun yung zang zeng
    zha zhai zhan zhang zhao zhen zheng zhi zhong zhou zhu zhuang zhuo zong zou zu zuo
    """.split()
)
# A syllable of Mandarin in Hanyu Pinyin, or of Korean as it is romanised in passports.
_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ueng|ai|an|ao|ei|en|er|ia|"
    r"ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u)"
    r"|(?:kk|tt|pp|ss|jj|ch|[gkndtrlmbpsjhyw])?(?:yae|yeo|wae|eui|ae|eo|eu|ee|oo|oe|ui|ya|ye|yo|yu|wa|we|wi|wo|a|e|i|o|u)"
    r"(?:ng|ck|[knlmpbtgr])?)"
)


@cache
def _syllables() -> re.Pattern[str]:
    return re.compile(rf"{_SYLLABLE}(?:-?{_SYLLABLE}){{0,2}}")


@cache
def _names(file: str) -> frozenset[str]:
    return frozenset((_DATA / file).read_text(encoding="ascii").lower().replace("'", "").split())


def personal_words(part: str) -> list[str]:
    """Return the words of a part of a name in lower case without marks; none if one of them is no word of letters."""
    words = part.split()
    if not all(_WORD.fullmatch(word) for word in words):
        return []
    return [without_marks(word).strip(".") for word in words]


def _is_given(word: str) -> bool:
    names = _names("given_names.txt")
    # "J.", "J.-P.", "JEAN-PIERRE"; a surname may be a second given name, but not the only one.
    return all(len(piece) == 1 or piece in names for piece in re.split(r"[-.]", word) if piece) or word in names


def are_given_names(words: list[str]) -> bool:
    """Return whether words are given names, initials among them.

    >>> are_given_names(["juan", "carlos"]), are_given_names(["j", "anna"]), are_given_names(["heidelberg"])
    (True, True, False)
    """
    names = [word for word in words if word not in PARTICLES] or words
    return bool(words) and words[-1] not in PARTICLES - {"ben", "san", "do"} and all(map(_is_given, names))


def is_surname(words: list[str]) -> bool:
    """Return whether words are a surname, or several, with the particles that surnames have.

    >>> is_surname(["de", "la", "cruz"]), is_surname(["obrien"]), is_surname(["unilever"])
    (True, True, False)
    """
    names = [word for word in words if word not in PARTICLES]
    known = _names("surnames.txt")
    return bool(names) and all(
        word in known or word in _EAST_ASIAN_SURNAMES or all(piece in known for piece in word.split("-"))
        for word in names
    )


def is_east_asian_name(surname: list[str], given: list[str]) -> bool:
    """Return whether a name is one of China, Korea or Viet Nam, romanised: the surname known, the rest its syllables.

    >>> is_east_asian_name(["hu"], ["jianguo"]), is_east_asian_name(["park"], ["se", "jin"])
    (True, True)
    >>> is_east_asian_name(["hu"], ["dresden"])
    False
    """
    return (
        len(surname) == 1
        and surname[0] in _EAST_ASIAN_SURNAMES
        and 1 <= len(given) <= 3
        and all(_syllables().fullmatch(word) for word in given)
    )
