"""The rules as each server reads them: Apache (and w3id.org), nginx, Caddy, Netlify.

A request for a thing is answered with 303 and the address of the page, the Turtle or the JSON-LD, whichever of their
media types `Accept` names first: https://www.w3.org/TR/cooluris/. What was removed is answered with 410.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from gii_graph.site.redirect_rules import RedirectRules

__all__ = ["apache_rules", "caddy_rules", "netlify_headers", "netlify_rules", "nginx_rules", "w3id_rules"]

_PAGE: Final = "text/html|application/xhtml\\+xml"
_TURTLE: Final = "text/turtle|application/x-turtle|application/n-triples"
_JSON_LD: Final = "application/ld\\+json|application/json"
_NOTICE: Final = "# Written by gii-graph; the next `gii-graph site` writes it anew.\n"
# The page of a source document, whose path ends in the digits that are in the IRIs of its lines.
_DOCUMENT: Final = re.compile("source/.+-([0-9a-f]{8}|[0-9a-f]{64})")
# Media types that servers do not all know.
_TYPES: Final = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".trig": "application/trig",
    ".geojson": "application/geo+json",
}
_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_~/")
_OTHER_SIGN: Final = "[^A-Za-z0-9/_.~-]"
_HAS_ENDING: Final = "(?!.*\\.(?:html|ttl|jsonld)$)"


def _before(first: str, others: str) -> str:
    """Return a pattern of `Accept` headers that name one of some media types before any of others."""
    return f"^(?:(?!{others}).)*(?:{first})"


def _asked(request: str) -> str:
    """Return a pattern of a request as servers see it: decoded, as UTF-8; nothing in it can be taken for their syntax.

    >>> _asked("cluster/a.b%20%E5%8C%97%22")
    'cluster/a\\\\.b[^A-Za-z0-9/_.~-]北[^A-Za-z0-9/_.~-]'
    """
    return "".join(
        char if char in _PLAIN or (char.isalnum() and not char.isascii()) else "\\." if char == "." else _OTHER_SIGN
        for char in unquote(request)
    )


def _gone(rules: RedirectRules) -> Iterator[str]:
    """Yield patterns of requests for what was removed: pages, and the lines of documents."""
    for path in rules.gone:
        yield f"{_asked(path)}(?:\\.html|\\.ttl|\\.jsonld)?"
        if document := _DOCUMENT.fullmatch(path):
            yield f"evidence/{document[1]}/.*"


def _target(page: str, ending: str) -> str:
    path, mark, fragment = page.partition("#")
    return f"{path}{ending}{mark}{fragment}"


# --- Apache -------------------------------------------------------------------------------------------------------


def apache_rules(rules: RedirectRules, root: str) -> Iterator[str]:
    """Yield `.htaccess` for the folder of the site; `root` is its path on the server, with a slash at both ends."""
    yield _NOTICE
    yield "Options -MultiViews\nErrorDocument 404 " + root + "404.html\nErrorDocument 410 " + root + "gone.html\n"
    for ending, media in _TYPES.items():
        yield f"AddType {media} {ending}\n"
    yield "RewriteEngine on\n"
    yield from _apache(rules, "", root, on_site=True)


def w3id_rules(rules: RedirectRules, site: str) -> Iterator[str]:
    """Yield `.htaccess` for the server of the graph's IRIs, where the site (its URL) is elsewhere."""
    folder, prefix = base_folder(rules.base)
    yield _NOTICE + f"# For the folder {folder} of the server of <{rules.base}>.\n"
    yield "Options +FollowSymLinks -MultiViews\nRewriteEngine on\n"
    yield from _apache(rules, prefix, site, on_site=False)


def base_folder(base: str) -> tuple[str, str]:
    """Return the first folder of a base IRI's path, where its `.htaccess` is, and what comes behind it.

    >>> base_folder("https://w3id.org/gii-graph/id/")
    ('/gii-graph/', 'id/')
    """
    folder, slash, rest = urlsplit(base).path.removeprefix("/").partition("/")
    return (f"/{folder}/", rest) if slash else ("/", folder)


def _apache(rules: RedirectRules, prefix: str, target: str, *, on_site: bool) -> Iterator[str]:
    yield "<IfModule mod_headers.c>\nHeader always merge Vary Accept\n</IfModule>\n"
    start = re.escape(prefix).replace("\\-", "-")
    for pattern in _gone(rules):
        yield f"RewriteRule ^{start}{pattern}$ - [G,L]\n"
    yield "RewriteRule ^ - [E=FORM:.html]\n"
    for first, others, ending in _NEGOTIATED:
        yield f"RewriteCond %{{HTTP_ACCEPT}} {_before(first, others)}\nRewriteRule ^ - [E=FORM:{ending}]\n"
    flags = "[R=303,L,NE]"
    for request, page in rules.exact.items():
        yield f"RewriteRule ^{start}{_asked(request)}$ {target}{_target(page, '%{ENV:FORM}')} {flags}\n"
    for document, page in rules.documents.items():
        for pattern, line in (("([0-9]+)", "L$1"), ("([0-9]+)/([0-9]+)", "L$1-$2")):
            yield f"RewriteRule ^{start}{document}/{pattern}$ {target}{page}%{{ENV:FORM}}#{line} {flags}\n"
    for family in rules.families:
        yield f"RewriteRule ^{start}{family.pattern}$ {target}{family.page}%{{ENV:FORM}} {flags}\n"
    if on_site:
        yield "RewriteCond %{REQUEST_FILENAME}.html -f\n"
    kinds = "|".join(rules.kinds)
    yield f"RewriteRule ^{start}{_HAS_ENDING}((?:{kinds})/.+)$ {target}$1%{{ENV:FORM}} {flags}\n"


_NEGOTIATED: Final = (
    (_TURTLE, f"{_PAGE}|{_JSON_LD}", ".ttl"),
    (_JSON_LD, f"{_PAGE}|{_TURTLE}", ".jsonld"),
)


# --- nginx --------------------------------------------------------------------------------------------------------


def nginx_rules(rules: RedirectRules, root: str) -> dict[str, str]:
    """Return the two files for nginx: what goes into `http { }`, and what goes into `server { }`."""
    start = re.escape(root).replace("\\-", "-")
    kinds = "|".join(rules.kinds)
    asked = {_nginx_key(root, start, request): page for request, page in rules.exact.items()}
    entries = [f'  "{key}" "{page.partition("#")[0]}";\n' for key, page in asked.items()]
    entries += [f'  "~^{start}{document}/[0-9]" "{page}";\n' for document, page in rules.documents.items()]
    entries += [f'  "~^{start}{family.pattern}$" "{family.page}";\n' for family in rules.families]
    entries += [f'  "~^{start}{_HAS_ENDING}((?:{kinds})/.+)$" "$1";\n']
    places = [f'  "{key}" "#{page.partition("#")[2]}";\n' for key, page in asked.items() if "#" in page]
    places += [f'  "~^{start}evidence/[0-9a-f]+/([0-9]+)$" "#L$1";\n']
    places += [f'  "~^{start}evidence/[0-9a-f]+/([0-9]+)/([0-9]+)$" "#L$1-$2";\n']
    gone = [f'  "~^{start}{pattern}$" 1;\n' for pattern in _gone(rules)]
    forms = [f'  "~{_before(first, others)}" {ending};\n' for first, others, ending in _NEGOTIATED]
    http = [
        _NOTICE,
        "# Include it in http { }.\nmap_hash_bucket_size 512;\nmap_hash_max_size 65536;\n",
        _map("$http_accept", "$gii_form", ".html", forms),
        _map("$uri", "$gii_page", '""', entries),
        _map("$uri", "$gii_place", '""', places),
        _map("$uri", "$gii_gone", "0", gone),
    ]
    server = (
        f"{_NOTICE}# Include it in server {{ }}, with root or alias of the site as you have it.\n"
        f"error_page 404 {root}404.html;\nerror_page 410 {root}gone.html;\n"
        f"location ~ ^{start}(?:404|gone)\\.html$ {{ }}\n"
        f"location {root} {{\n"
        "  types { text/html html; text/css css; text/javascript js; text/turtle ttl; application/ld+json jsonld;\n"
        "    application/n-triples nt; application/trig trig; application/json json; text/csv csv;\n"
        "    application/geo+json geojson; application/xml xml graphml gexf; text/plain txt bib; }\n"
        "  charset utf-8;\n"
        "  charset_types text/html text/css text/javascript text/turtle text/plain text/csv;\n"
        "  if ($gii_gone) { return 410; }\n"
        "  add_header Vary Accept always;\n"
        f'  if ($gii_page != "") {{ return 303 {root}$gii_page$gii_form$gii_place; }}\n'
        "  index index.html;\n"
        "}\n"
    )
    return {"nginx-http.conf": "".join(http), "nginx-server.conf": server}


def _nginx_key(root: str, start: str, request: str) -> str:
    """Return what a map of nginx looks a request up by: as it is, which is quick, or as a pattern."""
    return f"{root}{request}" if set(request) <= _PLAIN | {"."} else f"~^{start}{_asked(request)}$"


def _map(source: str, name: str, default: str, entries: list[str]) -> str:
    return f"map {source} {name} {{\n  default {default};\n{''.join(entries)}}}\n"


# --- Caddy --------------------------------------------------------------------------------------------------------


def caddy_rules(rules: RedirectRules, root: str) -> Iterator[str]:
    """Yield a snippet for a Caddyfile, to be imported within the site's block."""
    start = re.escape(root).replace("\\-", "-")
    kinds = "|".join(rules.kinds)
    media = f"{_PAGE}|{_TURTLE}|{_JSON_LD}"
    yield f"{_NOTICE}# Import it within the site's block.\n"
    yield f"map {{header.Accept}} {{gii_first}} {{\n\t~^.*?({media}) ${{1}}\n\tdefault text/html\n}}\n"
    forms = f"\t~^(?:{_TURTLE})$ .ttl\n\t~^(?:{_JSON_LD})$ .jsonld\n\tdefault .html\n"
    yield f"map {{gii_first}} {{gii_form}} {{\n{forms}}}\n"
    yield "map {path} {gii_page} {\n"
    for pattern in _gone(rules):
        yield f"\t~^{start}{pattern}$ gone\n"
    for request, page in rules.exact.items():
        yield f"\t~^{start}{_asked(request)}$ {page.partition('#')[0]}\n"
    yield "\t~\\.(?:html|ttl|jsonld)$ none\n"
    for family in rules.families:
        yield f"\t~^{start}{family.pattern}$ {_braced(family.page)}\n"
    for document, page in rules.documents.items():
        yield f"\t~^{start}{document}/ {page}\n"
    yield f"\t~^{start}((?:{kinds})/.+)$ ${{1}}\n\tdefault none\n}}\n"
    yield "map {path} {gii_place} {\n"
    for request, page in rules.exact.items():
        if "#" in page:
            yield f'\t~^{start}{_asked(request)}$ "{page[page.index("#") :]}"\n'
    yield f'\t~^{start}evidence/[0-9a-f]+/([0-9]+)$ "#L${{1}}"\n'
    yield f'\t~^{start}evidence/[0-9a-f]+/([0-9]+)/([0-9]+)$ "#L${{1}}-${{2}}"\n\tdefault ""\n}}\n'
    yield '@gii_gone expression {gii_page} == "gone"\nerror @gii_gone 410\n'
    yield '@gii_thing expression {gii_page} != "none" && {gii_page} != "gone"\nheader @gii_thing Vary Accept\n'
    yield f"redir @gii_thing {root}{{gii_page}}{{gii_form}}{{gii_place}} 303\n"


def _braced(page: str) -> str:
    return re.sub(r"\$(\d)", r"${\1}", page)


# --- Netlify ------------------------------------------------------------------------------------------------------


def netlify_rules(rules: RedirectRules) -> Iterator[str]:
    """Yield `_redirects`, for Netlify; it does not look at `Accept`, so that every thing leads to its page."""
    yield _NOTICE
    for path in rules.gone:
        for ending in ("", ".html", ".ttl", ".jsonld"):
            yield f"/{path}{ending} /gone.html 410!\n"
        if source := _DOCUMENT.fullmatch(path):
            yield f"/evidence/{source[1]}/* /gone.html 410!\n"
    for request, page in rules.exact.items():
        yield f"/{quote(unquote(request))} /{_target(page, '.html')} 303\n"
    for document, page in rules.documents.items():
        yield f"/{document}/:line /{page}.html#L:line 303\n"
        yield f"/{document}/:sheet/:line /{page}.html#L:sheet-:line 303\n"
    for kind in sorted({family.pattern.partition("/")[0] for family in rules.families if family.page == "cluster/$1"}):
        if kind != "measurement":
            yield f"/{kind}/:edition/:cluster /cluster/:cluster 303\n"
            yield f"/{kind}/:edition/:cluster/* /cluster/:cluster 303\n"


def netlify_headers() -> str:
    """Return `_headers`, for Netlify and others: the media types of data, which programs from elsewhere may read."""
    return _NOTICE + "".join(
        f"/*{ending}\n  Content-Type: {media}\n  Access-Control-Allow-Origin: *\n" for ending, media in _TYPES.items()
    )
