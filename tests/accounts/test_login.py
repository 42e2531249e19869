"""The door: known people come in, guessers are kept waiting, nobody signs up."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.management import CommandError, call_command
from django.test import Client as Browser

from accounts.models import Agency, Role, User
from accounts.people import keep_address
from tests.cast import Cast

PASSWORD = "en lang sætning 77"
LOGIN = "/account/login/"


@pytest.fixture
def keeper(cast: Cast) -> User:
    cast.keeper.set_password(PASSWORD)
    cast.keeper.save()
    keep_address(cast.keeper)
    return cast.keeper


def attempt(browser: Browser, email: str, password: str = PASSWORD, **extra: Any) -> Any:
    return browser.post(LOGIN, {"login": email, "password": password, **extra})


def is_in(browser: Browser) -> bool:
    return bool(browser.get("/profile/").status_code == 200)


def test_a_known_person_comes_in_by_address_in_any_case(client: Browser, keeper: User) -> None:
    assert attempt(client, "KEEPER@agency.example").status_code == 302
    assert is_in(client)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client: Browser, keeper: User) -> None:
    wrong = attempt(client, keeper.email, "guess")
    unknown = attempt(client, "stranger@agency.example", "guess")

    errors = [list(answer.context["form"].non_field_errors()) for answer in (wrong, unknown)]
    assert errors[0] == errors[1] != []
    assert not is_in(client)


def test_guessing_is_locked_out_even_when_the_guess_is_right_at_last(client: Browser, keeper: User) -> None:
    for number in range(5):
        attempt(client, keeper.email, f"guess {number}")

    assert "Too many failed" in attempt(client, keeper.email).content.decode()
    assert not is_in(client)


def test_others_are_not_locked_out_with_the_guessed_one(cast: Cast, client: Browser, keeper: User) -> None:
    cast.lead.set_password(PASSWORD)
    cast.lead.save()
    for number in range(5):
        attempt(client, keeper.email, f"guess {number}")

    assert attempt(Browser(), cast.lead.email).status_code == 302


def test_guessing_over_many_addresses_is_locked_out_as_well(client: Browser, keeper: User) -> None:
    for number in range(30):
        attempt(client, f"person{number}@agency.example", "guess")

    assert attempt(client, keeper.email).status_code in {200, 429}
    assert not is_in(client)


def test_someone_who_left_is_not_let_in(client: Browser, keeper: User) -> None:
    User.objects.filter(pk=keeper.pk).update(is_active=False)

    attempt(client, keeper.email)
    assert not is_in(client)


def test_the_login_leads_back_and_to_no_other_site(client: Browser, keeper: User) -> None:
    assert attempt(client, keeper.email, next="/profile/").headers["Location"] == "/profile/"
    assert attempt(Browser(), keeper.email, next="https://evil.example/").headers["Location"] == "/"


@pytest.mark.parametrize("address", ["/account/signup/", "/account/email/"])
def test_nobody_signs_up_or_changes_an_address_alone(cast: Cast, address: str) -> None:
    for name in ("nobody", "keeper"):
        assert cast.browser(name).get(address).status_code == 404
        assert cast.browser(name).post(address, {"email": "new@agency.example"}).status_code == 404


def test_a_forgotten_password_is_set_anew_by_mail(client: Browser, keeper: User, mailoutbox: list[Any]) -> None:
    client.post("/account/password/reset/", {"email": keeper.email})
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body)
    assert link
    page = client.get(link.group(1), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "et andet langt 88", "password2": "et andet langt 88"})

    assert attempt(Browser(), keeper.email, "et andet langt 88").status_code == 302
    assert attempt(Browser(), keeper.email, PASSWORD).status_code == 200


def test_a_reset_does_not_tell_who_is_known(client: Browser, keeper: User, mailoutbox: list[Any]) -> None:
    answers = [client.post("/account/password/reset/", {"email": email}) for email in (keeper.email, "x@y.example")]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_a_second_factor_is_asked_for_and_a_recovery_code_helps_once(client: Browser, keeper: User) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    secret = generate_totp_secret()
    TOTP.activate(keeper, secret)
    codes = RecoveryCodes.activate(keeper)

    assert attempt(client, keeper.email).headers["Location"] == "/account/2fa/authenticate/"
    assert not is_in(client)
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert not is_in(client)
    client.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert is_in(client)

    spare = codes.get_unused_codes()[0]
    for browser, comes_in in ((Browser(), True), (Browser(), False)):
        attempt(browser, keeper.email)
        browser.post("/account/2fa/authenticate/", {"code": spare})
        assert is_in(browser) is comes_in


def test_a_second_factor_is_set_up_on_ones_own_page(client: Browser, keeper: User) -> None:
    attempt(client, keeper.email)
    asked_again = client.get("/account/2fa/totp/activate/").headers["Location"]
    page = client.post(asked_again, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    client.post("/account/2fa/totp/activate/", {"code": code(secret)})

    assert attempt(Browser(), keeper.email).headers["Location"] == "/account/2fa/authenticate/"


def test_every_page_carries_the_policy(client: Browser, cast: Cast) -> None:
    policy = client.get(LOGIN).headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert client.get("/nowhere/").headers["Content-Security-Policy"] == policy


def test_the_account_page_changes_language_and_zone(cast: Cast) -> None:
    browser = cast.browser("keeper")
    answer = browser.post("/profile/", {"name": "Kit Keeper", "language": "da", "zone": "Asia/Shanghai"})

    cast.keeper.refresh_from_db()
    assert answer.status_code == 302
    assert (cast.keeper.name, cast.keeper.language, cast.keeper.zone) == ("Kit Keeper", "da", "Asia/Shanghai")
    assert browser.get("/profile/").headers["Content-Language"] == "da"


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"zone": "Mars/Olympus"}, {"name": ""}])
def test_the_account_page_refuses_what_does_not_exist(cast: Cast, wrong: dict[str, str]) -> None:
    sent = {"name": "Keeper", "language": "en", "zone": "", **wrong}

    assert cast.browser("keeper").post("/profile/", sent).status_code == 422


def test_nobody_gives_themselves_a_role(cast: Cast) -> None:
    sent = {"name": "Keeper", "language": "en", "zone": "", "role": "owner", "is_superuser": "on", "team": ""}
    cast.browser("keeper").post("/profile/", sent)

    cast.keeper.refresh_from_db()
    assert (cast.keeper.role, cast.keeper.is_superuser, cast.keeper.team) == (Role.MANAGER, False, cast.team)


@pytest.mark.django_db
def test_the_first_owner_is_made_with_an_agency_and_a_link(client: Browser, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_owner", email="Mette@Nordlys.example", name="Mette", agency="Nordlys", currency="DKK")

    owner = User.objects.get()
    assert (owner.email, owner.role, Agency.objects.get().currency) == ("mette@nordlys.example", Role.OWNER, "DKK")
    link = re.search(r"http://localhost:8000(\S+)", capsys.readouterr().out)
    assert link
    page = client.get(link.group(1), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert attempt(Browser(), "mette@nordlys.example").status_code == 302


def test_making_an_owner_twice_changes_nothing_else(cast: Cast) -> None:
    call_command("create_owner", email=cast.keeper.email, name="Other name")

    cast.keeper.refresh_from_db()
    assert (cast.keeper.role, cast.keeper.name, Agency.objects.count()) == (Role.OWNER, "Keeper", 1)


@pytest.mark.django_db
def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="valid email"):
        call_command("create_owner", email="mette", name="Mette")
