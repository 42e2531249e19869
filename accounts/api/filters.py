"""By what lists of the book can be narrowed."""

from __future__ import annotations

from django_filters import BooleanFilter, CharFilter, ChoiceFilter, DateFilter, FilterSet, NumberFilter

from accounts.models import Client, Deliverable, Invoice

LARGEST = 2**63 - 1


def number(name: str) -> NumberFilter:
    """A filter by an id of ours."""
    return NumberFilter(field_name=name, min_value=1, max_value=LARGEST, decimal_places=0)


class Origin(FilterSet):  # type: ignore[misc]
    """Of every record: where it came from."""

    source = CharFilter(max_length=40)
    external_id = CharFilter(max_length=255)


class ClientFilters(Origin):
    status = ChoiceFilter(choices=Client.Status.choices)
    owner = CharFilter(field_name="owner__email", lookup_expr="iexact", max_length=254)
    team = CharFilter(field_name="team__name", max_length=120)
    segment = CharFilter(max_length=60)
    name = CharFilter(lookup_expr="icontains", max_length=200, help_text="Part of the name, in any case.")


class ContactFilters(Origin):
    client = number("client_id")
    email = CharFilter(lookup_expr="iexact", max_length=254)
    present_on = DateFilter(method="of_day", help_text="Who was there on this day.")

    def of_day(self, contacts, name, day):  # type: ignore[no-untyped-def]
        return contacts.present(day)


class InvoiceFilters(Origin):
    client = number("client_id")
    number = CharFilter(max_length=100)
    kind = ChoiceFilter(choices=Invoice.Kind.choices)
    currency = CharFilter(max_length=3)
    disputed = BooleanFilter()
    issued_from = DateFilter(field_name="issued_on", lookup_expr="gte")
    issued_to = DateFilter(field_name="issued_on", lookup_expr="lte")
    due_from = DateFilter(field_name="due_on", lookup_expr="gte")
    due_to = DateFilter(field_name="due_on", lookup_expr="lte")


class DeliverableFilters(Origin):
    client = number("client_id")
    kind = ChoiceFilter(choices=Deliverable.Kind.choices)
    delivered_from = DateFilter(field_name="delivered_on", lookup_expr="gte")
    delivered_to = DateFilter(field_name="delivered_on", lookup_expr="lte")


class LinkFilters(Origin):
    client = number("client_id")
    deliverable = number("deliverable_id")
    contact = number("contact_id")
    slug = CharFilter(max_length=80)
    archived = BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)
