"""The whole program as `make run` starts it, on a data directory of its own, and a real browser in front of it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from closedloop.orgs.demo import DEMO_PASSWORD
from closedloop.run.probe import answers
from tests.source import ROOT

START_SECONDS = 120
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@dataclass
class Portal:
    """A browser on the running program; every page that it opens is listened to for errors of script and policy."""

    address: str
    browser: Browser
    faults: list[str] = field(default_factory=list)
    open: list[BrowserContext] = field(default_factory=list)

    def page(self, *, size=None, scripts: bool = True) -> Page:
        """A page of a browser that nobody has used before."""
        context = self.browser.new_context(
            base_url=self.address, viewport=size or DESK, java_script_enabled=scripts, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.set_default_timeout(15_000)
        self.open.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._hear(page, said))
        page.on("request", lambda request: self._leaves(request.url))
        return page

    def signed_in(self, username: str, **said) -> Page:
        """A page of somebody who has just logged in by the form."""
        page = self.page(**said)
        page.goto("/login/")
        page.get_by_role("textbox", name="账号").fill(username)
        page.get_by_role("textbox", name="密码").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_load_state()
        return page

    def close(self) -> None:
        """Closes what the test opened."""
        while self.open:
            self.open.pop().close()

    def _hear(self, page: Page, said) -> None:
        if said.type == "error" and "the server responded with a status of 4" not in said.text:
            self.faults.append(f"{page.url}: {said.text}")

    def _leaves(self, url: str) -> None:
        """Nothing phones home (house rules)."""
        if not url.startswith((self.address, "data:", "blob:", "about:")):
            self.faults.append(f"request to {url}")


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """Where the program answers; it is ended by its own stop signal when the tests are over."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("e2e")
    ours = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BROKER_URL")}
    environment = ours | {"DATA_DIR": str(folder), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "closedloop.settings.dev"}
    process = subprocess.Popen([sys.executable, "-X", "utf8", "-m", "closedloop.run"], cwd=ROOT, env=environment)
    started = time.monotonic()
    while not answers(f"http://127.0.0.1:{port}/readyz"):
        assert process.poll() is None, "the program ended while it started"
        assert time.monotonic() - started < START_SECONDS, "the program did not get ready"
        time.sleep(0.2)
    yield f"http://127.0.0.1:{port}"
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)


@pytest.fixture(scope="session")
def browser():
    """Debian's chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield found
        found.close()


@pytest.fixture
def portal(address, browser):
    """A browser per test; a script error, a refusal of the content policy or a request that leaves us fails the test."""
    found = Portal(address, browser)
    yield found
    found.close()
    assert found.faults == []
