"""The site is built without complaint, its links lead somewhere, and it loads nothing from outside."""

import contextlib
import functools
import http.server
import inspect
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from tests.docs.conftest import DOCS, LANGUAGES, NAMES, READMES, ROOT

import cuoshi

#: what pages include, beside what lies in docs/
INCLUDED = ("data", "inference", "training")
CARD = ROOT / "inference" / "cuoshi" / "tagging" / "models" / "base" / "MODEL_CARD.md"
FIGURE = re.compile(r"\d\.\d+ \(\d\.\d+–\d\.\d+\)")
#: what would be left of an inclusion, a reference or a role that nothing resolved
LEFT_OVER = re.compile(r"--8<--|\]\[|\[[\w./]+\.md\]|\[data/\]|:(?:func|class|meth|attr|mod|data):|^::: ", re.M)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` builds it, in a folder of its own."""
    pytest.importorskip("zensical", reason="the site needs: pip install cuoshi[docs]")
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(DOCS, folder / "docs", ignore=shutil.ignore_patterns("site", ".cache"))
    for name in INCLUDED:
        (folder / name).symlink_to(ROOT / name)
    for language in LANGUAGES:
        command = [sys.executable, "-m", "zensical", "build", "--strict", "-f", f"{language}.yml"]
        done = subprocess.run(command, cwd=folder / "docs", capture_output=True, text=True)  # noqa: S603
        assert done.returncode == 0, done.stdout + done.stderr
    return folder / "docs" / "site"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[Path, html.HtmlElement]:
    found = {path: html.fromstring(path.read_bytes()) for path in site.rglob("*.html") if path.name != "404.html"}
    assert len(found) == 2 * len(NAMES)
    return found


def test_every_page_is_in_both_languages_and_in_the_menu(pages):
    assert {path.stem for path in (DOCS / "zh").glob("*.md")} == {*NAMES}
    menus = [re.findall(r"(\S+)\.md$", (DOCS / f"{language}.yml").read_text("utf-8"), re.M) for language in LANGUAGES]
    assert menus[0] == menus[1]
    assert sorted(menus[0]) == NAMES
    assert {page.get("lang") for page in pages.values()} == {"en", "zh"}


def test_links_lead_somewhere(pages, site):
    anchors = {path.resolve(): {*page.xpath("//@id"), *page.xpath("//a/@name"), ""} for path, page in pages.items()}
    dead = []
    for path, page in pages.items():
        for link in {*page.xpath("//@href"), *page.xpath("//@src")}:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
            known = anchors.get(target, {unquote(parts.fragment)})
            if not target.exists() or unquote(parts.fragment) not in known:
                dead.append((path.relative_to(site).as_posix(), link))
    assert dead == []


def test_nothing_is_left_over(pages, site):
    texts = {path: "\n".join(page.xpath("//article//text()[not(ancestor::code)]")) for path, page in pages.items()}
    assert {path.relative_to(site): found for path, text in texts.items() if (found := LEFT_OVER.findall(text))} == {}


def test_the_reference_has_every_public_name(pages, site):
    names = {f"cuoshi.{name}" for name in cuoshi.__all__ if not name.startswith("_")}
    for folder in (site, site / "zh"):
        assert names <= {*pages[folder / "api.html"].xpath("//@id")}


def test_public_functions_say_what_they_give():
    functions = [given for name in cuoshi.__all__ if inspect.isfunction(given := getattr(cuoshi, name))]
    assert len(functions) > 8
    assert [function.__name__ for function in functions if "Returns:" not in inspect.getdoc(function)] == []


def test_readmes_quote_the_figures_of_the_model_card():
    parts = [
        path.read_text("utf-8").split("<!-- figures", 1)[1].split("<!-- end of figures")[0] for path in READMES.values()
    ]
    figures = [FIGURE.findall(part) for part in parts]
    assert figures[0] == figures[1]
    assert len(figures[0]) >= 8
    assert {*figures[0]} <= {*FIGURE.findall(CARD.read_text("utf-8"))}, "exchange them with the model"


@pytest.mark.parametrize("path", [*READMES.values(), ROOT / "training" / "README.md"], ids=str)
def test_links_of_the_repository_lead_somewhere(path):
    text = path.read_text("utf-8")
    links = [*re.findall(r"\]\(([^)#:]+)\)", text), *re.findall(r"^\[.+\]: (\S+)$", text, re.M)]
    assert links
    assert [link for link in links if not (path.parent / link).exists()] == []


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """What is asked for is looked at by the browser's side."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_in_a_browser_nothing_comes_from_outside_and_a_chinese_phrase_is_found(site, browser):
    context, asked = browser.new_context(viewport={"width": 390, "height": 844}), set()
    context.on("request", lambda request: asked.add(request.url))
    with served(site) as address:
        shown = context.new_page()
        for name in NAMES:
            shown.goto(f"{address}/{name}.html")
            assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is too wide"
        shown.goto(f"{address}/zh/index.html")
        shown.get_by_text("cuoshi 读县级政府的报告").wait_for()
        shown.locator("label[for=__search]").first.click()
        shown.keyboard.insert_text("覆盖率误差")
        shown.locator("li a[href*='tallying.html?h=']").first.click()
        shown.wait_for_url("**/zh/tallying.html*")
        context.close()
    assert {url for url in asked if not url.startswith((address, "data:", "blob:"))} == set()
