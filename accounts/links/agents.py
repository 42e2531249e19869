"""Which program asked: a short name for it, never a version, and whether that kind of program is a person's. Pure.

The list is ours, from what the programs say of themselves in public documentation. It is read from the top: many
machines also call themselves Mozilla or Chrome, so the browsers come last.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Kind = Literal["scanner", "preview", "search", "monitor", "library", "headless", ""]

NOTHING = "nothing named"
OTHER = "another program"

# what its name contains, in lower case → (the name we note, what kind of program it is)
AGENTS: tuple[tuple[str, str, Kind], ...] = (
    # They open what stands in mails, to see whether it does harm
    ("barracuda", "Barracuda", "scanner"),
    ("mimecast", "Mimecast", "scanner"),
    ("proofpoint", "Proofpoint", "scanner"),
    ("urldefense", "Proofpoint", "scanner"),
    ("safelinks", "Safe Links", "scanner"),
    ("ms-office; msoffice; rmla", "Safe Links", "scanner"),
    ("forcepoint", "Forcepoint", "scanner"),
    ("trendmicro", "Trend Micro", "scanner"),
    ("symantec", "Symantec", "scanner"),
    ("messagelabs", "Symantec", "scanner"),
    ("sophos", "Sophos", "scanner"),
    ("fireeye", "Trellix", "scanner"),
    ("trellix", "Trellix", "scanner"),
    ("cisco", "Cisco", "scanner"),
    ("ironport", "Cisco", "scanner"),
    ("zscaler", "Zscaler", "scanner"),
    ("paloalto", "Palo Alto", "scanner"),
    ("checkpoint", "Check Point", "scanner"),
    ("avanan", "Check Point", "scanner"),
    ("virustotal", "VirusTotal", "scanner"),
    ("urlscan", "urlscan", "scanner"),
    ("hornetsecurity", "Hornetsecurity", "scanner"),
    ("retarus", "Retarus", "scanner"),
    ("spamassassin", "SpamAssassin", "scanner"),
    ("linkcheck", "link checker", "scanner"),
    # They draw a preview of a link in a chat, or keep pictures of a mail
    ("slackbot", "Slack", "preview"),
    ("slack-imgproxy", "Slack", "preview"),
    ("skypeuripreview", "Skype and Teams", "preview"),
    ("microsoftpreview", "Microsoft preview", "preview"),
    ("whatsapp", "WhatsApp", "preview"),
    ("telegrambot", "Telegram", "preview"),
    ("discordbot", "Discord", "preview"),
    ("facebookexternalhit", "Facebook", "preview"),
    ("facebot", "Facebook", "preview"),
    ("meta-externalfetcher", "Facebook", "preview"),
    ("linkedinbot", "LinkedIn", "preview"),
    ("twitterbot", "X", "preview"),
    ("google-pagerenderer", "Google preview", "preview"),
    ("googleimageproxy", "Google preview", "preview"),
    ("google-read-aloud", "Google preview", "preview"),
    ("mattermost-bot", "Mattermost", "preview"),
    ("zoomwebhook", "Zoom", "preview"),
    ("iframely", "Iframely", "preview"),
    ("embedly", "Embedly", "preview"),
    ("bitlybot", "Bitly", "preview"),
    ("viber", "Viber", "preview"),
    ("redditbot", "Reddit", "preview"),
    ("pinterestbot", "Pinterest", "preview"),
    # They read the web for others
    ("googlebot", "Googlebot", "search"),
    ("adsbot-google", "Google ads", "search"),
    ("google-inspectiontool", "Googlebot", "search"),
    ("bingbot", "Bingbot", "search"),
    ("bingpreview", "Bingbot", "search"),
    ("applebot", "Applebot", "search"),
    ("duckduckbot", "DuckDuckBot", "search"),
    ("yandex", "Yandex", "search"),
    ("baiduspider", "Baidu", "search"),
    ("bytespider", "Bytespider", "search"),
    ("gptbot", "GPTBot", "search"),
    ("oai-searchbot", "GPTBot", "search"),
    ("chatgpt-user", "ChatGPT", "search"),
    ("claudebot", "ClaudeBot", "search"),
    ("ccbot", "Common Crawl", "search"),
    ("perplexity", "Perplexity", "search"),
    ("petalbot", "PetalBot", "search"),
    ("amazonbot", "Amazonbot", "search"),
    ("ahrefs", "Ahrefs", "search"),
    ("semrush", "Semrush", "search"),
    ("mj12bot", "Majestic", "search"),
    ("dotbot", "Moz", "search"),
    ("archive.org", "Internet Archive", "search"),
    ("ia_archiver", "Internet Archive", "search"),
    # They look whether something still answers
    ("uptimerobot", "UptimeRobot", "monitor"),
    ("pingdom", "Pingdom", "monitor"),
    ("statuscake", "StatusCake", "monitor"),
    ("site24x7", "Site24x7", "monitor"),
    ("betterstack", "Better Stack", "monitor"),
    ("better uptime", "Better Stack", "monitor"),
    ("datadog", "Datadog", "monitor"),
    ("newrelic", "New Relic", "monitor"),
    ("googlestackdriver", "Google monitoring", "monitor"),
    ("amazon-route53", "Route 53", "monitor"),
    ("nagios", "Nagios", "monitor"),
    ("zabbix", "Zabbix", "monitor"),
    ("uptime-kuma", "Uptime Kuma", "monitor"),
    ("blackbox", "Blackbox exporter", "monitor"),
    # Browsers that nobody looks at
    ("headlesschrome", "headless browser", "headless"),
    ("phantomjs", "headless browser", "headless"),
    ("puppeteer", "headless browser", "headless"),
    ("playwright", "headless browser", "headless"),
    ("selenium", "headless browser", "headless"),
    ("lighthouse", "headless browser", "headless"),
    ("prerender", "headless browser", "headless"),
    # Programs that somebody wrote
    ("python-requests", "Python", "library"),
    ("python-urllib", "Python", "library"),
    ("python-httpx", "Python", "library"),
    ("aiohttp", "Python", "library"),
    ("scrapy", "Python", "library"),
    ("python", "Python", "library"),
    ("curl", "curl", "library"),
    ("wget", "Wget", "library"),
    ("libwww-perl", "Perl", "library"),
    ("go-http-client", "Go", "library"),
    ("okhttp", "Java", "library"),
    ("apache-httpclient", "Java", "library"),
    ("java/", "Java", "library"),
    ("node-fetch", "Node", "library"),
    ("axios", "Node", "library"),
    ("undici", "Node", "library"),
    ("ruby", "Ruby", "library"),
    ("guzzle", "PHP", "library"),
    ("php/", "PHP", "library"),
    ("winhttp", "Windows", "library"),
    ("powershell", "Windows", "library"),
    ("postman", "Postman", "library"),
    ("insomnia", "Insomnia", "library"),
    # Whoever says so
    ("cubot", "Chrome", ""),  # a telephone
    ("crawler", "a crawler", "search"),
    ("spider", "a crawler", "search"),
    ("monitoring", "a monitor", "monitor"),
    ("scanner", "a scanner", "scanner"),
    ("preview", "a preview", "preview"),
    ("bot/", "a bot", "search"),
    ("bot ", "a bot", "search"),
    ("bot;", "a bot", "search"),
    ("bot)", "a bot", "search"),
    ("+http", "a bot", "search"),
    # People's
    ("edg", "Edge", ""),
    ("opr/", "Opera", ""),
    ("samsungbrowser", "Samsung Internet", ""),
    ("micromessenger", "WeChat", ""),
    ("ucbrowser", "UC Browser", ""),
    ("vivaldi", "Vivaldi", ""),
    ("duckduckgo/", "DuckDuckGo", ""),
    ("firefox", "Firefox", ""),
    ("fxios", "Firefox", ""),
    ("crios", "Chrome", ""),
    ("chrome", "Chrome", ""),
    ("safari", "Safari", ""),
    ("applewebkit", "Safari", ""),
    ("trident", "Internet Explorer", ""),
)
KINDS: dict[str, Kind] = {name: kind for _, name, kind in reversed(AGENTS)} | {NOTHING: "library"}


@lru_cache(maxsize=1024)
def family_of(user_agent: str) -> str:
    """The name of a program, by what it sent as its own: “Chrome”, “Slack”, NOTHING, OTHER."""
    said = user_agent.lower()[:500]
    if not said.strip():
        return NOTHING
    return next((name for part, name, _ in AGENTS if part in said), OTHER)


def kind_of(family: str) -> Kind:
    """What kind of machine a program is; empty for a person's browser and for what we do not know."""
    return KINDS.get(family, "")
