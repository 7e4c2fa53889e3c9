"""The browser that says what a page shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def shown_by_browser(browser: Browser) -> Callable[[str], str]:
    """Return what Chromium shows of a page, as text."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})

    def shown(markup: str) -> str:
        page = context.new_page()
        page.set_content(markup)
        text: str = page.evaluate("document.body.innerText")
        page.close()
        return text

    return shown
