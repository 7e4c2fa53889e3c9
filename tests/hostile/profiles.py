"""Hostile and messy profiles of our own making, by name: what they are is said by their name.

The figures are those of no real cluster.
"""

from __future__ import annotations

import gzip

__all__ = ["NAMES", "profiles", "with_name"]

GOOD = """Global Innovation Index 2024

Mudville, Iceland

Mudville is the second-ranked cluster, out of 26 Icelandic clusters, that falls within the top 100 S&T clusters in \
2024. It filed **500 PCT applications** and published **5,000 scientific articles**, both per 1 million inhabitants \
over the last five years, making it the:

3rd largest science and technology cluster in 2024

11th S&T cluster by intensity (relative to population density) in 2024

Top PCT applicants

\t\tPatents\tShare
1\tMUD WORKS\t473\t32%
2\tDOE, JANE\t85\t6%
3\tSMALL SHOP\t69\t5%

Top publishing organizations

\t\tArticles\tShare
1\tMUDVILLE UNIVERSITY\t4,500\t30%
2\tMUDVILLE COLLEGE\t2,400\t16%
3\tSWAMP INSTITUTE\t1,950\t13%

Top technology fields in Mudville

Patents

Publications

17% of Mudville's PCT patent applications are filed in collaboration with other inventors, with **Alpha**, **Beta** \
and **Gamma–Delta** emerging as the top collaborative locations.

63% of Mudville's scientific articles are published in collaboration with other organizations, with the top three \
collaborating locations being **Beta**, **Gamma–Delta** and **Epsilon**.
"""

# Names that attack what they are written into. Each stands as a PCT applicant.
NAMES = {
    "turtle-quotes": 'A """ B \' C',
    "turtle-end": 'X" . <a> <b> <c> . "Y',
    "turtle-language": 'X"@en ; a <owned',
    "turtle-escape": "X \\u0022 \\",
    "turtle-iri": "<http://example.org/> {|^`}",
    "sparql-injection": '" } ; DROP ALL ; SELECT * { ?s ?p "',
    "sparql-variables": "?x $y { } # comment",
    "html-script": "<script>alert(1)</script>",
    "html-close-script": "</script><script>alert(1)//",
    "html-image": "<img src=x onerror=alert(1)>",
    "html-attribute": '" onmouseover="alert(1)" \' onclick=\'alert(1)',
    "html-comment": "<!-- --> ]]> <![CDATA[ x",
    "html-entities": "&lt;b&gt; &amp; &#x202e; &nbsp",
    "html-svg": "<svg/onload=alert(1)>",
    "html-style": "</style><style>*{display:none}",
    "html-template": "{{7*7}} ${7*7} <%= 7*7 %> {% raw %}",
    "javascript-url": "javascript:alert(document.cookie)",
    "javascript-string": "'-alert(1)-' `${alert(1)}` \\'",
    "javascript-separators": "X\u2028Y",
    "javascript-prototype": "__proto__",
    "csv-equals": "=1+1",
    "csv-command": "=cmd|' /C calc'!A0",
    "csv-plus": "+SUM(A1:A9)",
    "csv-minus": "-2+3",
    "csv-at": "@SUM(1,1)",
    "csv-quotes": 'A "B", "C"',
    "csv-separators": "A;B,C|D",
    "csv-link": '=HYPERLINK("http://example.org","click")',
    "terminal-colour": "X\x1b[31mRED\x1b[0m",
    "terminal-title": "X\x1b]0;owned\x07Y",
    "terminal-c1": "X\x9b31mY",
    "terminal-backspace": "GOOD\x08\x08\x08\x08EVIL",
    "terminal-bell": "X\x07Y",
    "bidi-override": "X\u202egnp.exe",
    "bidi-isolate": "X\u2067Y\u2069Z",
    "zero-width": "MUD\u200bWORKS\u200d\u2060",
    "byte-order-mark": "MUD\ufeffWORKS",
    "null": "MUD\x00WORKS",
    "path-up": "../../../etc/passwd",
    "path-absolute": "/etc/passwd",
    "path-windows": "C:\\Windows\\..\\CON",
    "path-encoded": "%2e%2e%2f%00",
    "path-dots": "..",
    "sql": "'; DROP TABLE clusters; --",
    "xml-entity": "&xxe; <!DOCTYPE x [<!ENTITY xxe SYSTEM 'file:///etc/passwd'>]>",
    "format-string": "%s%n%x {0} {name!r}",
    "regex": "((((a+)+)+)+)$ [^",
    "shell": "$(touch owned) `id` ; rm -rf / | &",
    "json": '{"a": [1, null, NaN]} \\u0000',
    "chinese": "北京大学",
    "arabic": "جامعة القاهرة",
    "hebrew": "אוניברסיטת תל אביב",
    "emoji": "👩‍🔬 LAB 🧪",
    "zalgo": "Z̷̛̤A̵͔͌L̸̼͝G̶̨̈O̴̲͠",
    "astral": "𝕸𝖀𝕯 𠀀",
    "turkish": "İSTANBUL ışık",
    "ligature": "ﬁrma ™ ½",
    "dashes": "A‐B‑C‒D–E—F−G",
    "only-punctuation": "!!!",
    "long": "VERY " * 2000 + "LONG",
}


def with_name(name: str) -> str:
    """Return the good profile with another first applicant."""
    return GOOD.replace("MUD WORKS", name)


def _changed(old: str, new: str) -> bytes:
    assert old in GOOD, old
    return GOOD.replace(old, new).encode()


def _messy() -> dict[str, bytes]:
    good = GOOD.encode()
    lines = GOOD.splitlines()
    return {
        "good": good,
        "encoding-utf-16": GOOD.encode("utf-16"),
        "encoding-utf-16-be-without-mark": GOOD.encode("utf-16-be"),
        "encoding-utf-8-mark": GOOD.encode("utf-8-sig"),
        "encoding-windows-1252": GOOD.encode("cp1252"),
        "encoding-utf-8-cut": good[:-400] + "Zürich".encode()[:2],
        "encoding-utf-8-overlong": good + b"\xc0\xaf",
        "encoding-mixed": good.replace(b"MUD WORKS", "ZÜRICH".encode("latin-1")),
        "line-ends-crlf": GOOD.replace("\n", "\r\n").encode(),
        "line-ends-cr": GOOD.replace("\n", "\r").encode(),
        "line-ends-unicode": GOOD.replace("\n", "\u2028").encode(),
        "blank-lines-doubled": GOOD.replace("\n", "\n\n\n").encode(),
        "indented": "\n".join(f"      {line}" for line in lines).encode(),
        "quoted-mail": "\n".join(f"> {line}" for line in lines).encode(),
        "no-break-spaces": GOOD.replace(" ", "\u00a0").encode(),
        "upper-case": GOOD.upper().encode(),
        "lower-case": GOOD.lower().encode(),
        "one-line": " ".join(lines).encode(),
        "reversed": "\n".join(reversed(lines)).encode(),
        "twice": good + b"\n" + good,
        "two-clusters": good + b"\n" + GOOD.replace("Mudville", "Otherville").encode(),
        "two-editions": good + b"\n" + GOOD.replace("2024", "2023").encode(),
        "cut-in-the-table": good[: GOOD.index("SMALL SHOP") + 12],
        "cut-in-a-sentence": good[: GOOD.index("emerging")],
        "title-only": b"Global Innovation Index 2024\n\nMudville, Iceland\n",
        "empty": b"",
        "white-space": b" \t\r\n" * 100,
        "nothing-of-ours": b"To whom it may concern: lorem ipsum, 17% of it.\n" * 20,
        "binary-png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        "binary-zeros": bytes(10_000),
        "binary-pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
        "binary-gzip": gzip.compress(good, mtime=0),
        "binary-word": b"PK\x03\x04\x14\x00\x06\x00" + bytes(200),
        "json-instead": b'{"edition": 2024, "cluster": "Mudville", "rank": 3}',
        "csv-instead": b"cluster,edition,rank\nMudville,2024,3\n",
        "html-page": f"<!doctype html><title>x</title><pre>{GOOD}</pre>".encode(),
        "html-never-closed": f"<html><body><div><p>{GOOD.replace(chr(10), '<p>')}".encode(),
        "html-deep": b"<html>" + b"<div>" * 20_000 + good,
        "html-script": f"<html><script>document.write('Mudville')</script><pre>{GOOD}</pre>".encode(),
        "rank-zero": _changed("3rd largest", "0th largest"),
        "rank-huge": _changed("3rd largest", f"{10**30}th largest"),
        "rank-negative": _changed("3rd largest", "-3rd largest"),
        "rank-roman": _changed("3rd largest", "IIIrd largest"),
        "ranks-contradict": _changed("11th S&T", "4th largest science and technology cluster in 2024\n\n11th S&T"),
        "share-over-100": _changed("473\t32%", "473\t132%"),
        "share-negative": _changed("473\t32%", "473\t-32%"),
        "share-below": _changed("473\t32%", "473\t<1%"),
        "share-decimal-comma": _changed("473\t32%", "473\t32,5%"),
        "share-without-sign": _changed("473\t32%", "473\t32"),
        "share-wide-digits": _changed("473\t32%", "４７３\t３２％"),
        "share-arabic-digits": _changed("473\t32%", "٤٧٣\t٣٢٪"),
        "count-huge": _changed("473\t", f"{10**30}\t"),
        "count-words": _changed("473\t", "many\t"),
        "count-missing": _changed("473\t", "–\t"),
        "count-spaces": _changed("4,500", "4 500"),
        "count-groups-of-two": _changed("4,500", "45,00"),
        "row-ranks-shared": _changed("2\tDOE", "1\tDOE"),
        "row-ranks-gap": _changed("2\tDOE", "4\tDOE"),
        "row-extra-column": _changed("473\t32%", "473\t32%\tnew"),
        "row-missing-column": _changed("\t473\t32%", "\t32%"),
        "row-nameless": _changed("MUD WORKS", ""),
        "rows-hundred": _changed(
            "1\tMUD WORKS\t473\t32%\n",
            "".join(f"{rank}\tSHOP {rank}\t{500 - rank}\t1%\n" for rank in range(1, 101)),
        ),
        "edition-far": GOOD.replace("2024", "9999").encode(),
        "edition-before-the-first": GOOD.replace("2024", "1999").encode(),
        "edition-missing": GOOD.replace("2024", "").encode(),
        "cluster-nameless": _changed("Mudville, Iceland", ", Iceland"),
        "cluster-is-markup": GOOD.replace("Mudville", "<b>Mud</b>\u202eville").encode(),
        "partner-is-itself": _changed("**Alpha**", "**Mudville**"),
        "partner-twice": _changed("**Alpha**", "**Beta**"),
        "partners-thousand": _changed("**Alpha**", ", ".join(f"**P{number}**" for number in range(1000))),
        "line-of-a-megabyte": good + b"x" * 1_000_000,
        "lines-fifty-thousand": good + b"\nnoise" * 50_000,
        "too-large": good + b" " * 5_000_000,
        "too-many-lines": good + b"\n." * 100_000,
        "french": "Indice mondial de l'innovation 2024\n\nMudville, Islande\n\nMudville est le deuxième.\n".encode(),
        "entity-bomb": b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><l>&b;</l>',
    }


def profiles() -> dict[str, bytes]:
    """Return the content of every profile by its name."""
    named = {f"name-{key}": with_name(name).encode() for key, name in NAMES.items()}
    return {**named, **_messy()}
