"""The first person of an agency: `manage.py create_owner --email … --name …`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import Agency, Role, User
from accounts.people import keep_address, password_link
from clienthealth.core.audit import acting


class Command(BaseCommand):
    help = "Make somebody an owner, and print the link with which they set their password. Doing it twice is harmless."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--agency", default="", help="name of the agency, where there is none yet")
        parser.add_argument("--currency", default="EUR", help="its base currency (default: EUR)")
        parser.add_argument("--zone", default="Europe/Copenhagen", help="its time zone (default: Europe/Copenhagen)")
        parser.add_argument("--country", default="DK", help="two letters, for holidays (default: DK)")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            with acting(by=None, why="create_owner"):
                self._agency(options)
                owner = self._owner(options["email"].lower(), options["name"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{owner.name} <{owner.email}> is an owner. They set their password here, once:")
        self.stdout.write(password_link(owner))

    def _agency(self, options: dict[str, Any]) -> None:
        if Agency.objects.exists():
            return
        agency = Agency(
            name=options["agency"] or "Our agency",
            currency=options["currency"],
            zone=options["zone"],
            country=options["country"],
        )
        agency.full_clean()
        agency.save()

    def _owner(self, email: str, name: str) -> User:
        owner = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
        owner.role, owner.is_active = Role.OWNER, True
        owner.save()
        keep_address(owner)
        return owner
