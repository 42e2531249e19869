"""What the API shows of the book, and takes for it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from django.core.validators import RegexValidator, validate_email
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.actions.upserting import Ref
from accounts.links.addresses import url_of
from accounts.models import Client as ClientRecord
from accounts.models import Contact as ContactRecord
from accounts.models import Deliverable as DeliverableRecord
from accounts.models import Invoice as InvoiceRecord
from accounts.models import Link as LinkRecord
from clienthealth.core.api.bulk import SOURCE
from clienthealth.core.api.fields import Shown, Text, Words

REF: dict[str, Any] = {
    "oneOf": [
        {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
        {
            "type": "object",
            "required": ["external_id"],
            "properties": {
                "source": {"type": "string", "pattern": SOURCE},
                "external_id": {"type": "string", "minLength": 1, "maxLength": 255},
            },
            "additionalProperties": False,
        },
    ],
    "description": "Our id; to write also what another system calls it (source: that of the row).",
}


@extend_schema_field(REF)
class Reference(serializers.Field[Any, Any, Any, Any]):
    """A record, by our id or by another system's. Which it is, is looked up for all rows together."""

    def __init__(self, source: str, **options: Any) -> None:
        super().__init__(source=source, required=False, **options)

    def to_representation(self, value: Any) -> Any:
        return value

    def to_internal_value(self, data: Any) -> Ref:
        if isinstance(data, int) and not isinstance(data, bool) and 0 < data < 2**63:
            return Ref(id=data)
        if isinstance(data, dict) and set(data) <= {"source", "external_id"}:
            source, name = data.get("source", ""), data.get("external_id")
            if isinstance(source, str) and isinstance(name, str) and 0 < len(name) <= 255 and len(source) <= 40:
                return Ref(source=source, external_id=name)
        raise serializers.ValidationError(_("Give our id, or an object with external_id (and source)."))


class Money(serializers.DecimalField):
    """Cents at most, as text, so that no program rounds them. Never below zero."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, min_value=Decimal(0), required=False, **options)


class Owner(Text):
    """Whoever looks after a client, by address."""

    def to_internal_value(self, data: Any) -> str:
        return str(super().to_internal_value(data)).lower()

    def to_representation(self, value: Any) -> Any:
        return value.email or None


class TeamName(Text):
    def to_representation(self, value: Any) -> Any:
        return value.name or None


class Zone(Text):
    def to_internal_value(self, data: Any) -> str:
        name = str(super().to_internal_value(data))
        if name not in available_timezones():
            raise serializers.ValidationError(_("There is no time zone of this name."))
        return name


class Day(serializers.DateField):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "allow_null": True, **options})


class Flag(serializers.BooleanField):
    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


class Archived(serializers.BooleanField):
    """Whether it has been archived; when, is another field."""

    def get_attribute(self, instance: Any) -> bool:
        return instance.archived_at is not None


class Recorded(Shown):
    """What every record of the book shows of itself."""

    id = serializers.IntegerField(read_only=True)
    source = serializers.CharField(  # type: ignore[assignment]  # a field of this name, as DRF allows
        read_only=True, help_text="The system it came from; “hand”: made here."
    )
    external_id = serializers.CharField(read_only=True, help_text="Its id there.")
    recorded_at = serializers.DateTimeField(
        read_only=True, default_timezone=dt.UTC, help_text="When we learnt this version."
    )


class Client(Recorded):
    """A company we serve."""

    name = serializers.CharField(max_length=200, required=False)
    status = serializers.ChoiceField(ClientRecord.Status.choices, read_only=True)
    owner = Owner(max_length=254, help_text="E-mail address of whoever looks after them.")
    team = TeamName(max_length=120, help_text="Name of the team; that of the owner unless you say another.")
    segment = Text(max_length=60)
    industry = Text(max_length=120)
    city = Text(max_length=120)
    country = Text(max_length=2, validators=[RegexValidator("^[A-Z]{2}$")])
    language = Text(max_length=10)
    domains = Words(help_text="To recognise their mail.")
    tags = Words()
    goals = Text(max_length=20_000)
    started_on = Day()
    notice_on = Day(read_only=True)
    notice_by = Text(read_only=True, help_text="client, agency, both or completed.")
    ended_on = Day(read_only=True)
    end_reason = Text(read_only=True)

    class Meta:
        model = ClientRecord


class Contact(Recorded):
    """A person at a client."""

    client = Reference("client_id")
    name = Text(max_length=200)
    email = Text(max_length=254, validators=[validate_email])
    phone = Text(max_length=60)
    role = Text(max_length=120)
    is_champion = Flag(help_text="Speaks for us.")
    is_decider = Flag(help_text="Decides or pays.")
    is_senior = Flag()
    prefers = serializers.ChoiceField(ContactRecord.Prefers.choices, required=False)
    language = Text(max_length=10)
    zone = Zone(max_length=64, help_text="Null: that of the client's country, else ours.")
    untracked = Flag(help_text="They asked us not to note when they open our links.")
    joined_on = Day()
    left_on = Day()

    class Meta:
        model = ContactRecord


class Invoice(Recorded):
    """An invoice or a credit note. What is left to pay follows from the payments."""

    client = Reference("client_id")
    kind = serializers.ChoiceField(InvoiceRecord.Kind.choices, required=False)
    number = serializers.CharField(max_length=100, required=False)
    issued_on = serializers.DateField(required=False)
    due_on = serializers.DateField(required=False)
    amount = Money(help_text="With value added tax.")
    net = Money(allow_null=True)
    currency = serializers.RegexField("^[A-Z]{3}$", required=False)
    disputed = Flag()
    voided_on = Day()

    class Meta:
        model = InvoiceRecord


class Deliverable(Recorded):
    """What we delivered. Its links are resources of their own."""

    client = Reference("client_id")
    kind = serializers.ChoiceField(DeliverableRecord.Kind.choices, required=False)
    title = serializers.CharField(max_length=200, required=False)
    delivered_on = Day()
    due_on = Day()
    period_from = Day(help_text="The time it is about.")
    period_to = Day()

    class Meta:
        model = DeliverableRecord


class Link(Recorded):
    """A tracked short link to a deliverable, for one person or for everybody."""

    client = serializers.IntegerField(source="client_id", read_only=True)
    deliverable = Reference("deliverable_id")
    contact = Reference("contact_id", allow_null=True)
    address = serializers.SerializerMethodField(help_text="What you send them.")
    slug = serializers.CharField(min_length=3, max_length=60, required=False, help_text="Drawn unless you say one.")
    target = Text(max_length=2000, help_text="Where it leads; null: to the file that is kept with the deliverable.")
    made_on = Day(read_only=True)
    expires_on = Day(help_text="Left out of a new one: as the agency's rules say.")
    archived = Archived(required=False, help_text="An archived link leads to a polite page.")
    archived_at = serializers.DateTimeField(read_only=True, default_timezone=dt.UTC, allow_null=True)
    has_password = serializers.SerializerMethodField()
    tags = Words(max_length=10)
    utm = serializers.DictField(
        child=serializers.CharField(max_length=100), required=False, help_text="Campaign parameters: utm_source, …"
    )

    class Meta:
        model = LinkRecord

    def get_address(self, link: LinkRecord) -> str:
        return url_of(link)

    def get_has_password(self, link: LinkRecord) -> bool:
        return bool(link.password)
