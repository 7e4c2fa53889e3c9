"""ISNI: the International Standard Name Identifier (ISO 27729)."""

from gii_graph.authorities.authority import Authority


def _is_sound(isni: str) -> bool:
    """Check the last sign by ISO 7064 MOD 11-2, as ISO 27729 says."""
    total = 0
    for digit in isni[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == isni[-1]


AUTHORITY = Authority(
    key="isni",
    name="ISNI",
    home="https://isni.org/",
    namespace="https://isni.org/isni/",
    pages=("https://www.isni.org/isni/", "https://isni.org/page/", "https://isni-url.oclc.nl/isni/"),
    pattern="[0-9]{15}[0-9X]",
    form="sixteen digits, the last may be X, such as 0000 0004 1793 300X",
    names=("organization",),
    tidy=lambda text: text.replace(" ", "").replace("-", "").upper(),
    is_sound=_is_sound,
    credit="International Standard Name Identifier (ISNI)",
)
