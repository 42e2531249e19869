"""Everything a page may not do, collected while it is open: errors, policy violations, barriers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Chromium says a violation on the console as well; the event carries the directive, so that one is kept.
LISTEN = """
globalThis.__violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  globalThis.__violations.push(`${event.effectiveDirective}: ${event.blockedURI} (${event.sourceFile ?? "the page"})`));
"""
# What axe tried itself: it writes styles into the page.
FORGET = "new Promise((done) => setTimeout(() => { globalThis.__violations = []; done(); }, 50))"
RUN_AXE = """async (standards) => {
  const { violations } = await axe.run(document, { runOnly: standards });
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length}×, ${nodes[0].target.join(" ")})`);
}"""


@cache
def axe_source() -> str:
    """axe-core as text; given to the page over the debugging channel, which the policy does not govern."""
    return AXE.read_text(encoding="utf-8")


@dataclass
class Watch:
    """Listens to one page from before it loads."""

    page: Page
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(LISTEN)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.errors.append(f"script: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        expected = "the server responded with a status of 4" in message.text
        if message.type == "error" and "Content Security Policy" not in message.text and not expected:
            self.errors.append(f"console: {message.text}")

    def policy_violations(self) -> list[str]:
        """What the Content-Security-Policy stopped since the page was opened."""
        found: list[str] = self.page.evaluate("globalThis.__violations ?? []")
        return [f"policy: {line}" for line in found]

    def barriers(self) -> list[str]:
        """What axe-core finds on the page as it stands."""
        self.page.evaluate(axe_source())
        found: list[str] = self.page.evaluate(RUN_AXE, STANDARDS)
        self.page.evaluate(FORGET)
        return [f"axe: {line}" for line in found]

    def everything(self) -> list[str]:
        """All findings; errors are forgotten afterwards."""
        heard, self.errors = self.errors, []
        return [*heard, *self.policy_violations(), *self.barriers()]
