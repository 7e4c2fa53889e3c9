"""Firefox as Playwright can drive it: start the Firefox of this machine, and answer for it what it does not know yet.

Playwright speaks WebDriver BiDi with an unchanged Firefox, and asks of each page for
`emulation.setMediaFeaturesOverride` (https://w3c.github.io/webdriver-bidi/), which Firefox answers only in later
versions. So this stands between the two: `firefox_relay.py FIREFOX ARGUMENTS...`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

LISTENING = "WebDriver BiDi listening on "
UNANSWERED = "emulation.setMediaFeaturesOverride"


async def relayed(playwright: ServerConnection, firefox_address: str) -> None:
    path = playwright.request.path if playwright.request else "/session"
    async with connect(firefox_address + path, max_size=None) as firefox:

        async def down() -> None:
            async for message in firefox:
                await playwright.send(message)

        async def up() -> None:
            async for message in playwright:
                command = json.loads(message)
                if command["method"] == UNANSWERED:
                    await playwright.send(json.dumps({"type": "success", "id": command["id"], "result": {}}))
                else:
                    await firefox.send(message)

        ways = [asyncio.create_task(down()), asyncio.create_task(up())]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()


async def announced(line: str) -> str:
    """Return what Firefox says of itself; in place of its own address that of a relay to it."""
    if not line.startswith(LISTENING):
        return line
    address = line.removeprefix(LISTENING)
    server = await serve(lambda client: relayed(client, address), "127.0.0.1", 0, max_size=None)
    return f"{LISTENING}ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def main(firefox: str, *arguments: str) -> int:
    process = await asyncio.create_subprocess_exec(firefox, *arguments, stderr=asyncio.subprocess.PIPE)
    assert process.stderr is not None
    async for line in process.stderr:
        sys.stderr.write(await announced(line.decode(errors="replace").rstrip()) + "\n")
        sys.stderr.flush()
    return await process.wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(asyncio.run(main(*sys.argv[1:])))
