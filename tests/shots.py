"""Every page as it looks and what is wrong with it: ``python -m tests.shots [--url URL] [--only NAME …]``.

Writes ``shots/<page>-<view>.png`` (1440 light, 1440 dark, 390 light) and a report, and fails when a page breaks the
security policy, logs an error or puts up a barrier that axe-core finds. Without ``--url`` it serves the application
itself from the database of the environment, signed in as the first owner.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.browser.watch import Watch

OUT = Path("shots")
CHROMIUM_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--force-color-profile=srgb",
]  # fmt: skip
VIEWS: dict[str, tuple[ViewportSize, str]] = {
    "1440-light": ({"width": 1440, "height": 1000}, "light"),
    "1440-dark": ({"width": 1440, "height": 1000}, "dark"),
    "390-light": ({"width": 390, "height": 844}, "light"),
}
FIRST_CLIENT = "first client"
FIRST_ALERT = "first alert"
FIRST_TASK = "first task"
FIRST_DELIVERABLE = "first deliverable"
FIRST_LOOP = "first loop"
FIRST_ANSWER = "first answer"
FIRST_CAMPAIGN = "first campaign"


@dataclass(frozen=True)
class Shot:
    """A page. ``path`` may be the first client of the portfolio or alert of the inbox; ``press`` opens something."""

    name: str
    path: str
    press: str = ""
    signed_in: bool = True
    status: int = 200


SHOTS = (
    Shot("login", "/account/login/", signed_in=False),
    Shot("password-reset", "/account/password/reset/", signed_in=False),
    Shot("today", "/"),
    Shot("inbox", "/inbox/"),
    Shot("inbox-alert", FIRST_ALERT),
    Shot("inbox-snooze", FIRST_ALERT, press="[popovertarget=snooze]"),
    Shot("inbox-resolve", FIRST_ALERT, press="[popovertarget=resolve]"),
    Shot("inbox-start", FIRST_ALERT, press="[popovertarget=play]"),
    Shot("inbox-ticked", "/inbox/", press="[data-tick]"),
    Shot("inbox-snoozed", "/inbox/?state=snoozed"),
    Shot("inbox-resolved", "/inbox/?state=resolved"),
    Shot("tasks", "/tasks/?whose=team"),
    Shot("task", FIRST_TASK),
    Shot("find", "/find/?q=a"),
    Shot("palette", "/tasks/", press="[popovertarget=find]"),
    Shot("portfolio", "/portfolio/"),
    Shot("portfolio-filter", "/portfolio/", press="[popovertarget=filter]"),
    Shot("client", FIRST_CLIENT),
    Shot("client-why", FIRST_CLIENT, press=".ch-why summary"),
    Shot("client-quick-log", FIRST_CLIENT, press="[popovertarget=quick-log]"),
    Shot("client-override", f"{FIRST_CLIENT}override/churn/"),
    Shot("disagreements", "/disagreements/"),
    Shot("scorecard", "/scorecard/"),
    Shot("client-wins", f"{FIRST_CLIENT}achieved/"),
    Shot("client-briefing", f"{FIRST_CLIENT}briefing/"),
    Shot("client-report", f"{FIRST_CLIENT}report/?results=1200&cost=18"),
    Shot("client-timeline", f"{FIRST_CLIENT}timeline/"),
    Shot("client-money", f"{FIRST_CLIENT}money/"),
    Shot("client-communication", f"{FIRST_CLIENT}communication/"),
    Shot("client-voice", f"{FIRST_CLIENT}voice/"),
    Shot("loops", "/surveys/loops/?whose=all"),
    Shot("loop", FIRST_LOOP),
    Shot("loops-closed", "/surveys/loops/?whose=all&state=closed"),
    Shot("client-plays", f"{FIRST_CLIENT}plays/"),
    Shot("client-play-draft", f"{FIRST_CLIENT}plays/", press=".ch-plan__more summary"),
    Shot("play-start", f"{FIRST_CLIENT}plays/start/?sign=low_nps"),
    Shot("deliverables", "/deliverables/"),
    Shot("deliverables-ticked", "/deliverables/?opened=nobody", press="[data-tick]"),
    Shot("deliverables-filter", "/deliverables/", press="[popovertarget=filter]"),
    Shot("deliverable", FIRST_DELIVERABLE),
    Shot("deliverable-text", FIRST_DELIVERABLE, press=".ch-links summary"),
    Shot("deliverable-openings", f"{FIRST_DELIVERABLE}openings/"),
    Shot("deliverable-new", "/deliverables/new/?client=1"),
    Shot("deliverables-bulk", "/deliverables/bulk/"),
    Shot("deliverables-same", "/deliverables/bulk/?how=same"),
    Shot("link-rules", "/deliverables/rules/"),
    Shot("client-deliverables", f"{FIRST_CLIENT}deliverables/"),
    Shot("report-share", f"{FIRST_CLIENT}report/share/"),
    Shot("playbooks", "/playbooks/"),
    Shot("playbook", "/playbooks/save_mode/"),
    Shot("playbook-draft", "/playbooks/save_mode/", press=".ch-plan__more summary"),
    Shot("playbook-new", "/playbooks/new/"),
    Shot("playbook-rules", "/playbooks/rules/"),
    Shot("lessons", "/lessons/"),
    Shot("surveys", "/surveys/"),
    Shot("survey-answers", "/surveys/answers/?sort=score"),
    Shot("survey-answers-filter", "/surveys/answers/", press="[popovertarget=filter]"),
    Shot("survey-answer", FIRST_ANSWER),
    Shot("survey-campaigns", "/surveys/campaigns/"),
    Shot("survey-campaign", FIRST_CAMPAIGN),
    Shot("survey-campaign-pause", FIRST_CAMPAIGN, press="[popovertarget=move-paused]"),
    Shot("survey-campaign-new", "/surveys/campaigns/new/"),
    Shot("survey-campaign-edit", f"{FIRST_CAMPAIGN}edit/"),
    Shot("survey-campaign-words", f"{FIRST_CAMPAIGN}wording/?in=de"),
    Shot("survey-campaign-preview", f"{FIRST_CAMPAIGN}preview/?in=de"),
    Shot("survey-campaign-people", f"{FIRST_CAMPAIGN}people/"),
    Shot("survey-campaign-entries", f"{FIRST_CAMPAIGN}entries/"),
    Shot("survey-campaign-print", f"{FIRST_CAMPAIGN}entries/print/"),
    Shot("survey-suppressions", "/surveys/suppressions/"),
    Shot("survey-terms", "/surveys/terms/"),
    Shot("imports", "/imports/"),
    Shot("audit", "/audit/"),
    Shot("privacy", "/privacy/?q=a"),
    Shot("erase", f"{FIRST_CLIENT}erase/"),
    Shot("export", f"{FIRST_CLIENT}export/"),
    Shot("standards", "/standards/", signed_in=False),
    Shot("standards-edit", "/standards/edit/en/"),
    Shot("account-profile", "/profile/"),
    Shot("account-password", "/account/password/change/"),
    Shot("account-second-factor", "/account/2fa/"),
    Shot("account-totp", "/account/2fa/totp/activate/"),
    Shot("account-passkey", "/account/2fa/webauthn/add/"),
    Shot("admin", "/admin/"),
    Shot("admin-clients", "/admin/accounts/client/"),
    Shot("admin-client-add", "/admin/accounts/client/add/"),
    Shot("not-found", "/no-such-page/", status=404),
)


def chromium() -> str:
    """The system's Chromium."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        sys.exit("shots: no Chromium on this machine; install it (Debian: apt-get install chromium)")
    return found


@contextmanager
def served() -> Iterator[str]:
    """This application on a free port of this machine."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from clienthealth.wsgi import application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing: the report is the output."""

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def session_of_first_owner() -> str:
    """A signed-in session, without knowing anyone's password."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    user = get_user_model()._default_manager.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if user is None:
        sys.exit("shots: there is no owner in this database; load the demo first")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
    session.save()
    return str(session.session_key)


FIRSTS = {FIRST_CLIENT: ("/portfolio/", ".ch-grid__name a"), FIRST_ALERT: ("/inbox/", ".ch-alert"),
          FIRST_TASK: ("/tasks/?whose=team&when=all", ".ch-task__title"),
          FIRST_DELIVERABLE: ("/deliverables/?sort=-people", ".ch-grid__name a"),
          FIRST_LOOP: ("/surveys/loops/?whose=all", ".ch-loops a"),
          FIRST_ANSWER: ("/surveys/answers/", ".ch-said .ch-link"),
          FIRST_CAMPAIGN: ("/surveys/campaigns/", ".ch-grid .ch-link")}  # fmt: skip


def first_of(page: Page, url: str, what: str) -> str:
    """The path of what stands at the top of the portfolio or the inbox, or nothing in an empty one."""
    address, links = FIRSTS[what]
    page.goto(urljoin(url, address))
    link = page.locator(links).first
    return urlsplit(link.get_attribute("href") or "").path if link.count() else ""


def stretch(page: Page) -> None:
    """Make the window as tall as the page, so that what sticks to its edges is drawn where a reader finds it."""
    height = page.evaluate("document.documentElement.scrollHeight")
    size = page.viewport_size
    if size and height > size["height"]:
        page.set_viewport_size({"width": size["width"], "height": min(height, 6000)})
        page.wait_for_timeout(150)


def take(context: BrowserContext, url: str, shot: Shot, path: str, view: str) -> list[str]:
    """One picture of one page, and what is wrong with it."""
    page = context.new_page()
    watch = Watch(page)
    try:
        answer = page.goto(urljoin(url, path), wait_until="networkidle")
        status = answer.status if answer else 0
        expect(page.locator("[data-chart]:not([data-drawn])")).to_have_count(0)  # waiting by script needs eval
        if shot.press:
            page.locator(shot.press).locator("visible=true").first.click()
            page.wait_for_load_state("networkidle")
        if "popovertarget" not in shot.press:
            stretch(page)
        page.screenshot(path=OUT / f"{shot.name}-{view}.png")
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        wrong = ["layout: the page scrolls sideways"] if wide else []
        if status != shot.status:
            wrong.append(f"answer: {status}, not {shot.status}")
        return watch.everything() + wrong
    finally:
        page.close()


def run(url: str, session: str, only: list[str]) -> dict[str, list[str]]:
    """All pages in all views; findings by picture."""
    findings: dict[str, list[str]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        for view, (size, theme) in VIEWS.items():
            for signed_in in (False, True):
                context = browser.new_context(viewport=size, color_scheme=theme, device_scale_factor=1)  # type: ignore[arg-type]
                if signed_in and session:
                    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
                wanted = [s for s in SHOTS if s.signed_in == signed_in and (not only or s.name in only)]
                asked = [what for what in FIRSTS if any(what in shot.path for shot in wanted)]
                firsts = {what: first_of(context.new_page(), url, what) for what in asked}
                for shot in wanted:
                    path = shot.path
                    for what, first in firsts.items():
                        path = path.replace(what, first) if first or what not in path else ""
                    if not path:
                        findings[f"{shot.name}-{view}"] = ["there is nothing to open"]
                        continue
                    findings[f"{shot.name}-{view}"] = take(context, url, shot, path, view)
                context.close()
        browser.close()
    return findings


def report(findings: dict[str, list[str]]) -> int:
    """Say it on the terminal and in ``shots/report.json``; the number of pictures with a finding."""
    (OUT / "report.json").write_text(json.dumps(findings, indent=2, ensure_ascii=False), encoding="utf-8")
    for name, lines in findings.items():
        print(f"{'✗' if lines else '✓'} {name}")
        for line in lines:
            print(f"    {line}")
    wrong = sum(1 for lines in findings.values() if lines)
    print(f"{len(findings)} pictures in {OUT}/, {wrong} with findings")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("--url", help="a server that is already running")
    parser.add_argument("--session", default="", help="a session key there; without it only open pages can be seen")
    parser.add_argument("--only", nargs="*", default=[], choices=[shot.name for shot in SHOTS])
    options = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    if options.url:
        return 1 if report(run(options.url, options.session, options.only)) else 0

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clienthealth.settings")
    import django

    django.setup()
    session = session_of_first_owner()
    with served() as url:
        return 1 if report(run(url, session, options.only)) else 0


if __name__ == "__main__":
    sys.exit(main())
