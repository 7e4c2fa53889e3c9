"""What Apache, nginx and Caddy make of the rules; each is skipped where it is not installed.

`GII_GRAPH_APACHE_MODULES` names the folder of Apache's modules where it is not the usual one.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx
import pytest

from tests.conftest import called

pytestmark = pytest.mark.server
ROOT_PATH = "/gii/"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, committed_graph: Path) -> Path:
    """A folder whose `gii` is the site, from which one thing and one document were removed."""
    folder = tmp_path_factory.mktemp("published")
    folder.chmod(0o755)
    old = folder / "old.ttl"
    old.write_text(
        f"{committed_graph.read_text('utf-8')}\n<cluster/atlantis> a gii:Cluster .\n"
        '<source/old.txt-0123abcd> a gii:SourceDocument ; gii:fileName "old.txt" .\n'
        '<cluster/%E5%8C%97> a gii:Cluster ; rdfs:label "北" .\n',
        "utf-8",
    )
    new = folder / "new.ttl"
    lines = old.read_text("utf-8").splitlines(keepends=True)
    new.write_text("".join(line for line in lines if "atlantis" not in line and "old.txt" not in line), "utf-8")
    for graph in (old, new):
        code, _, said = called("site", graph, "-o", folder / "gii", "--base-url", f"http://127.0.0.1{ROOT_PATH}")
        assert code == 0, said
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(words: list[str], port: int, log: IO[bytes], environment: dict[str, str] | None = None) -> Iterator[str]:
    process = subprocess.Popen(words, env={**os.environ, **(environment or {})}, stdout=log, stderr=subprocess.STDOUT)
    try:
        for _ in range(200):
            if process.poll() is not None:
                log.seek(0)
                pytest.fail(log.read().decode())
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}{ROOT_PATH}"
    finally:
        process.terminate()
        process.wait(20)


def apache(published: Path, folder: Path, port: int) -> list[str]:
    modules = Path(os.environ.get("GII_GRAPH_APACHE_MODULES", "/usr/lib/apache2/modules"))
    names = ("mpm_event", "authz_core", "mime", "dir", "rewrite", "headers")
    loads = "\n".join(f"LoadModule {name}_module {modules}/mod_{name}.so" for name in names)
    (folder / "types").write_text("text/html html\ntext/css css\n")
    (folder / "apache.conf").write_text(
        f"{loads}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\nErrorLog {folder}/errors\n"
        f"TypesConfig {folder}/types\nDocumentRoot {published}\nMutex posixsem\n"
        f"<Directory {published}>\nAllowOverride All\nOptions FollowSymLinks\nRequire all granted\n</Directory>\n"
    )
    program = shutil.which("apache2") or shutil.which("httpd") or ""
    return [program, "-d", str(folder), "-f", str(folder / "apache.conf"), "-DFOREGROUND"]


def nginx(published: Path, folder: Path, port: int) -> list[str]:
    rules = published / "gii" / "rules"
    temporary = "\n".join(
        f"{kind}_temp_path {folder};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/errors;\nevents {{ }}\n"
        f"http {{\n{temporary}\naccess_log off;\ninclude {rules}/nginx-http.conf;\n"
        f"server {{ listen 127.0.0.1:{port}; root {published}; include {rules}/nginx-server.conf; }}\n}}\n"
    )
    return [shutil.which("nginx") or "", "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]


def caddy(published: Path, folder: Path, port: int) -> list[str]:
    (folder / "Caddyfile").write_text(
        f"{{\nadmin off\nauto_https off\n}}\nhttp://127.0.0.1:{port} {{\nroot * {published}\n"
        f"import {published}/gii/rules/Caddyfile\nfile_server\n}}\n"
    )
    return [shutil.which("caddy") or "", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


Starter = Callable[[Path, Path, int], list[str]]
SERVERS: dict[str, Starter] = {"apache": apache, "nginx": nginx, "caddy": caddy}


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site on a real server."""
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    words = SERVERS[request.param](published, folder, port)
    if not words[0]:
        pytest.skip(f"{request.param} is not installed")
    environment = {"HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (folder / "log").open("w+b") as log, running(words, port, log, environment) as address:
        yield address


def ask(address: str, accept: str = "text/html") -> httpx.Response:
    return httpx.get(address, headers={"Accept": accept}, trust_env=False, timeout=20)


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", ".html"),
        ("text/turtle", ".ttl"),
        ("application/ld+json, text/turtle;q=0.5", ".jsonld"),
        ("text/turtle, text/html;q=0.1", ".ttl"),
        ("text/html, text/turtle;q=0.1", ".html"),
        ("*/*", ".html"),
    ],
)
def test_things_and_their_parts_lead_to_what_is_asked_for(server: str, accept: str, ending: str) -> None:
    for request, page in (
        ("cluster/kunming", "cluster/kunming"),
        ("person/kunming/luo-can", "person/kunming/luo-can"),
        ("listing/2024/kunming/patents/1", "cluster/kunming"),
        ("profile/2024/kunming", "cluster/kunming"),
        ("edition/2024", "edition/2024"),
        ("source/kunming.txt-99e44929", "source/kunming.txt-99e44929"),
    ):
        answer = ask(server + request, accept)
        assert answer.status_code == 303
        assert answer.headers["location"].endswith(f"{ROOT_PATH}{page}{ending}")
        assert "accept" in answer.headers.get("vary", "").lower()
        told = ask(server + page + ending)
        assert told.status_code == 200


def test_a_line_leads_to_its_place(server: str) -> None:
    answer = ask(f"{server}evidence/99e44929/12")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"{ROOT_PATH}source/kunming.txt-99e44929.html#L12")


def test_a_name_that_is_no_file_name_leads_to_its_page(server: str) -> None:
    answer = ask(f"{server}cluster/%E5%8C%97")
    assert answer.status_code == 303
    page = answer.headers["location"].rpartition(ROOT_PATH)[2]
    assert page.startswith("cluster/n-")
    assert "<h1>北" in ask(server + page).text


@pytest.mark.parametrize("ending", ["", ".html", ".ttl", ".jsonld"])
def test_what_was_removed_is_gone(server: str, ending: str) -> None:
    answer = ask(f"{server}cluster/atlantis{ending}")
    assert answer.status_code == 410
    assert ask(f"{server}source/old.txt-0123abcd{ending}").status_code == 410


def test_the_lines_of_a_removed_document_are_gone(server: str) -> None:
    assert ask(f"{server}evidence/0123abcd/7").status_code == 410


def test_what_never_was_is_not_found(server: str) -> None:
    for request in ("cluster/nowhere.html", "nothing", "assets/none.css"):
        assert ask(server + request).status_code == 404


def test_files_have_their_types(server: str) -> None:
    for request, media in (
        ("", "text/html"),
        ("cluster/kunming.html", "text/html"),
        ("cluster/kunming.ttl", "text/turtle"),
        ("cluster/kunming.jsonld", "application/ld+json"),
        ("assets/style.css", "text/css"),
    ):
        answer = ask(server + request)
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == media, request


def test_the_server_of_the_iris_leads_to_the_site(published: Path, tmp_path: Path) -> None:
    """The rules for w3id.org, on an Apache that has nothing but them."""
    registered, port = tmp_path / "w3id", free_port()
    (registered / "gii-graph").mkdir(parents=True)
    shutil.copy(published / "gii" / "rules" / "w3id.htaccess", registered / "gii-graph" / ".htaccess")
    words = apache(registered, tmp_path, port)
    if not words[0]:
        pytest.skip("apache is not installed")
    with (tmp_path / "log").open("w+b") as log, running(words, port, log):
        base, site = f"http://127.0.0.1:{port}/gii-graph/id/", f"http://127.0.0.1{ROOT_PATH}"
        for request, accept, leads in (
            ("cluster/kunming", "text/turtle", "cluster/kunming.ttl"),
            ("cluster/kunming", "text/html", "cluster/kunming.html"),
            ("tie/2024/kunming/patents/1", "application/ld+json", "cluster/kunming.jsonld"),
            ("evidence/99e44929/12", "*/*", "source/kunming.txt-99e44929.html#L12"),
        ):
            answer = ask(base + request, accept)
            assert (answer.status_code, answer.headers["location"]) == (303, site + leads)
        assert ask(f"{base}cluster/atlantis").status_code == 410
