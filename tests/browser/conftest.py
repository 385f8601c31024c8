"""A real browser, and pages opened in it from a file, without a network."""

from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright import sync_api

Open = Callable[[Path], "sync_api.Page"]
ACTIONS = ("click", "fill", "press", "select_option", "check", "uncheck")


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """After whatever a test does on a page, all is drawn before the test goes on: a click on what moves misses."""
    from playwright import sync_api

    def and_wait(act: Callable[..., object]) -> Callable[..., object]:
        @wraps(act)
        def done(on: "sync_api.Page | sync_api.Locator", *args: object, **options: object) -> object:
            given = act(on, *args, **options)
            page = on if isinstance(on, sync_api.Page) else on.page
            page.wait_for_function("() => !document.querySelector('[aria-busy]')")
            return given

        return done

    for kind in (sync_api.Page, sync_api.Locator):
        for name in ACTIONS:
            monkeypatch.setattr(kind, name, and_wait(getattr(kind, name)))


@pytest.fixture
def open_page(browser: "sync_api.Browser", settled: None) -> Iterator[Open]:
    """Open a page; at the end nothing may have been logged and nothing but the pages been asked for."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    said: list[str] = []
    asked: set[str] = set()
    given: set[str] = set()

    def opened(path: Path) -> "sync_api.Page":
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.add(request.url))
        given.add(path.as_uri())
        page.goto(path.as_uri())
        page.wait_for_selector("body[data-ready=yes]")
        return page

    yield opened
    context.close()
    assert said == []
    assert {url for url in asked if not url.startswith(("data:", "blob:"))} <= given


def start(page: "sync_api.Page", name: str = "林一") -> None:
    """Begin to code under a name."""
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def saved(page: "sync_api.Page", folder: Path) -> Path:
    """Save what was coded; the file that the page gives."""
    with page.expect_download() as download:
        page.keyboard.press("Control+s")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path
