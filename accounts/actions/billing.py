"""What a person hears about money: a promise to pay."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Client, Invoice, PaymentPromise, User
from accounts.models.base import own_id
from accounts.permissions import Permission, require, require_edit
from clienthealth.core.audit import acting


def record_promise(
    *,
    by: User,
    client: Client,
    made_on: dt.date,
    until: dt.date,
    amount: Decimal | None = None,
    invoice: Invoice | None = None,
    note: str = "",
    token: str = "",
) -> PaymentPromise:
    """“We pay by Friday.” A form sent twice carries the same token and finds what the first one wrote."""
    require(by, Permission.LOG)
    require_edit(by, client)
    if invoice is not None and invoice.client_id != client.pk:
        raise ValidationError(_("That is not this client's."))
    if until < made_on:
        raise ValidationError({"until": _("This day is over.")})
    promise = PaymentPromise(
        client=client, invoice=invoice, made_on=made_on, until=until, amount=amount, note=note,
        currency=invoice.currency if invoice else "", external_id=token or own_id(),
    )  # fmt: skip
    with acting(by=by, why="log paymentpromise"):
        known = _known(promise) or _insert(promise)
    if known.client_id != client.pk:
        raise ValidationError(_("This form was used already. Load the page again."))
    return known


def _known(promise: PaymentPromise) -> PaymentPromise | None:
    return PaymentPromise.objects.identified(promise.source, promise.external_id).first()


def _insert(promise: PaymentPromise) -> PaymentPromise:
    promise.full_clean()
    try:
        with transaction.atomic():
            promise.save(force_insert=True)
    except IntegrityError:
        known = _known(promise)  # the other half of a double click was quicker
        if known is None:
            raise
        return known
    return promise
