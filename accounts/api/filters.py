"""By what lists of the book can be narrowed."""

from __future__ import annotations

from django_filters import BooleanFilter, CharFilter, ChoiceFilter, DateFilter, FilterSet, NumberFilter

from accounts.models import Client, Invoice

LARGEST = 2**63 - 1


def number(name: str) -> NumberFilter:
    """A filter by an id of ours."""
    return NumberFilter(field_name=name, min_value=1, max_value=LARGEST, decimal_places=0)


class Origin(FilterSet):
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
