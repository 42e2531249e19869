"""The same people in every test of rights: who looks after the record, who sits beside, who must not know.

| name     | role         | relation to `cast.client`                        |
|----------|--------------|--------------------------------------------------|
| boss     | owner        | the agency is theirs                             |
| lead     | team lead    | leads the team that the client belongs to        |
| keeper   | manager      | looks after the client: the owner of the record  |
| teammate | manager      | same team                                        |
| observer | observer     | same team, reads                                 |
| outsider | manager      | another team                                     |
| rival    | team lead    | leads that other team                            |
| nobody   | –            | is not logged in                                 |
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client as Browser
from django.utils.crypto import get_random_string

from accounts.models import Agency, Client, Role, Team, User
from tests.factories import AgencyFactory, ClientFactory, TeamFactory, UserFactory

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NAMES = ("boss", "lead", "keeper", "teammate", "observer", "outsider", "rival", "nobody")


@dataclass(frozen=True, slots=True)
class Cast:
    agency: Agency
    team: Team
    other_team: Team
    boss: User
    lead: User
    keeper: User
    teammate: User
    observer: User
    outsider: User
    rival: User
    client: Client
    foreign: Client  # the outsider's

    def browser(self, name: str) -> Browser:
        """A browser in which that person is logged in."""
        return Browser() if name == "nobody" else browser_of(getattr(self, name))


def browser_of(user: User) -> Browser:
    """A browser with a session of theirs, as a login leaves it; what a login writes besides is not the matter here.

    `force_login` asks the database fifteen times, which was a fifth of many a test.
    """
    browser, kept = Browser(), SessionStore()
    said = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: user.get_session_auth_hash()}
    key = get_random_string(32)
    kept.model.objects.create(session_key=key, session_data=kept.encode(said), expire_date=kept.get_expiry_date())
    browser.cookies[settings.SESSION_COOKIE_NAME] = key
    return browser


def assemble() -> Cast:
    team, other_team = TeamFactory(name="North"), TeamFactory(name="South")

    def person(name: str, role: Role, of: Team | None) -> User:
        return UserFactory(email=f"{name}@agency.example", name=name.title(), role=role, team=of)

    keeper = person("keeper", Role.MANAGER, team)
    outsider = person("outsider", Role.MANAGER, other_team)
    return Cast(
        agency=AgencyFactory(),
        team=team,
        other_team=other_team,
        boss=person("boss", Role.OWNER, None),
        lead=person("lead", Role.LEAD, team),
        keeper=keeper,
        teammate=person("teammate", Role.MANAGER, team),
        observer=person("observer", Role.OBSERVER, team),
        outsider=outsider,
        rival=person("rival", Role.LEAD, other_team),
        client=ClientFactory(name="Aalborg Bikes", owner=keeper),
        foreign=ClientFactory(name="Zealand Zips", owner=outsider),
    )
