"""Chromium, which renders a page without a window: https://developer.chrome.com/docs/chromium/headless."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from gii_graph.errors import OutputError

__all__ = ["chromium", "printed", "screenshot", "text_of_page"]

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
# Where it is installed without being on the PATH.
_FOLDERS: Final = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ),
}
# A page that asks for its own size finds the room of a desk's screen.
_WINDOW: Final = ("--window-size=1920,1200",)
_SECONDS: Final = 120
# The page's own clock: what it does in this many milliseconds is done before it is looked at.
_BUDGET: Final = 10_000


def chromium(target: str) -> str:
    """Return the path of a Chromium, or of a browser made of it. Raises OutputError for `target` where none is here."""
    named = next(filter(None, map(shutil.which, _NAMES)), None)
    installed = next((path for path in _FOLDERS.get(sys.platform, ()) if Path(path).is_file()), None)
    browser = named or installed
    if browser is None:
        raise OutputError(
            target,
            "a picture is drawn by Chromium, Chrome or Edge, and none is on this machine; install one, "
            "or write the page (.html), open it and choose Save",
        )
    return browser


def text_of_page(address: str, target: str) -> str:
    """Return the HTML that a page has become once its scripts have run."""
    return _run(target, address, "--dump-dom", *_WINDOW).decode("utf-8", "replace")


def screenshot(html: str, width: int, height: int, target: str) -> bytes:
    """Return a page as PNG, so wide and high in pixels."""
    return _made(html, target, "png", "screenshot", f"--window-size={width},{height}", "--hide-scrollbars")


def printed(html: str, target: str) -> bytes:
    """Return a page as PDF, on paper as its style sheet says."""
    return _made(html, target, "pdf", "print-to-pdf", "--no-pdf-header-footer")


def _made(html: str, target: str, ending: str, form: str, *options: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="gii-graph-", ignore_cleanup_errors=True) as folder:
        page, picture = Path(folder, "page.html"), Path(folder, f"picture.{ending}")
        page.write_text(html, encoding="utf-8")
        _run(target, page.as_uri(), f"--{form}={picture}", *options)
        if not picture.is_file():
            raise OutputError(target, "Chromium made no picture; try again, or write the page (.html) and choose Save")
        return picture.read_bytes()


def _run(target: str, address: str, *options: str) -> bytes:
    # Root has no sandbox to be kept in.
    rooted = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="gii-graph-", ignore_cleanup_errors=True) as profile:
        command = [
            chromium(target), "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--force-device-scale-factor=1", "--force-prefers-reduced-motion",
            f"--virtual-time-budget={_BUDGET}", f"--user-data-dir={profile}", *rooted, *options, address,
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603  # our own call
        except subprocess.TimeoutExpired as error:
            raise OutputError(
                target, f"Chromium did not draw it within {_SECONDS} seconds; draw less at once"
            ) from error
        except (OSError, subprocess.CalledProcessError) as error:
            raise OutputError(target, f"Chromium could not be run ({error})") from error
    return done.stdout
