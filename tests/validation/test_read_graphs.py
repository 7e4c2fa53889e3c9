"""What reading and describing make is sound, however the profile was printed: only its figures can be at odds."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from pyoxigraph import RdfFormat, Store

from gii_graph.graph import describe, turtle
from gii_graph.identity import Mentions, identify
from gii_graph.profile import Profile
from gii_graph.reading import read_profile
from gii_graph.validation.check import check
from gii_graph.vocabulary import BASE
from tests.reading.rendering import HTML_VARIANTS, VARIANTS, Variant, profiles, render

# Made-up profiles have ranks, counts and shares at random; these rules say so.
OF_FIGURES = {
    "agent-listed-once",
    "article-shares-sum",
    "field-shares-sum",
    "listing-rank-unique",
    "listing-rank-without-gap",
    "national-rank-within-clusters",
    "national-rank-within-rank",
    "patent-shares-sum",
    "partner-is-another",
    "populations-agree",
    "stated-total-agrees",
    "table-order",
    "tie-ends-differ",
    "tie-named-once",
    "total-exists",
    "totals-agree",
}


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(profiles(), VARIANTS | HTML_VARIANTS)
def test_only_the_figures_themselves_can_be_wrong(profile: Profile, variant: Variant) -> None:
    name = "profile.html" if variant.html else "profile.txt"
    read = [read_profile(name, render(profile, variant)).profile]
    store = Store()
    text = "".join(turtle(describe(read, identify(Mentions.of(read))), BASE))
    store.load(text.encode(), format=RdfFormat.TURTLE)
    assert [one for one in check(store).findings if one.rule not in OF_FIGURES] == []
