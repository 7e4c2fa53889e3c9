"""A profile printed in any way reads back to the same facts."""

from __future__ import annotations

from hypothesis import given, settings

from gii_graph.profile import Profile
from gii_graph.reading import read_profile

from .rendering import HTML_VARIANTS, VARIANTS, Variant, profiles, render, without_places


@settings(max_examples=200, deadline=None)
@given(profiles(), VARIANTS)
def test_text_in_any_variant_reads_to_the_same_facts(profile: Profile, variant: Variant) -> None:
    reading = read_profile("profile.txt", render(profile, variant))
    assert without_places(reading.profile) == without_places(profile)
    assert reading.unread == ()


@settings(max_examples=100, deadline=None)
@given(profiles(), HTML_VARIANTS)
def test_a_saved_page_reads_to_the_same_facts(profile: Profile, variant: Variant) -> None:
    reading = read_profile("profile.html", render(profile, variant))
    assert without_places(reading.profile) == without_places(profile)
    assert reading.unread == ()
