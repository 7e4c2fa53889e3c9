"""What every handler of the server needs: whom to ask, where the server is, what is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.requests import Request

    from gii_graph.server.graph_reload import GraphReload
    from gii_graph.server.worker_pool import WorkerPool

__all__ = ["Serving"]

_HOST: Final = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")


@dataclass(slots=True)
class Serving:
    """A server at work.

    `base` is what the IRIs that have an address here begin with; `address` where it listens, and `public_url` where
    others find it, if that is another; `site` the folder of pages that `gii-graph site` made, if there is one.
    """

    pool: WorkerPool
    reload: GraphReload
    base: str
    address: str
    public_url: str | None = None
    site: Path | None = None
    allow_service: bool = False

    def origin(self, request: Request) -> str:
        """Return the address of this server as a client knows it, without a path."""
        if self.public_url is not None:
            return self.public_url.rstrip("/")
        host = request.headers.get("host", "")
        return f"http://{host}" if _HOST.fullmatch(host) else self.address
