"""What the demo agency parts well with: published standards, a letterhead, the terms of contracts, how long is kept."""

from __future__ import annotations

import datetime as dt
import re

from django.db import transaction
from django.db.models import Min

from accounts.models import Client, Contract, Retention, StandardsVersion
from accounts.standards.versions import model_text
from clienthealth.core import clock
from clienthealth.demo import cast
from offboarding.models import AgencyLetterhead, ContractTerms

OWNER = cast.PEOPLE[0]
PLACE = re.compile(r"\{([^{}]*)\}")
OWN_WORDS: dict[str, tuple[str, str]] = {
    "en": ("four years", "Gambling without a licence, payday loans, miracle cures."),
    "de": ("vier Jahre", "Glücksspiel ohne Lizenz, Wucherkredite, Wundermittel."),
    "da": ("fire år", "Spil uden licens, kviklån, mirakelkure."),
    "fr": ("quatre ans", "Les jeux sans licence, les crédits abusifs, les remèdes miracles."),
    "es": ("cuatro años", "Juego sin licencia, préstamos abusivos, curas milagrosas."),
    "zh-hans": ("四年", "无牌照博彩、高利贷、神奇疗法。"),
}
"""By language: how long clients stay, and what we do not advertise. The other places say what is usual already."""
LENGTH, LIST, WHO, WHERE = 0, 5, 6, 7  # the places of a model text, in its order

STREET = "Havnegade 912"
RETURN = f"{cast.AGENCY} ApS · {STREET} · DK-1058 "
FOOT = "{street} {city} · {register} 00 00 00 00\n" + f"{OWNER.email} · +45 00 00 00 00 · www.{cast.DOMAIN}"
PLACES = {
    "en": ("Copenhagen", "Managing Director", "Company registration (CVR)"),
    "de": ("Kopenhagen", "Geschäftsführerin", "Handelsregister (CVR)"),
    "da": ("København", "Direktør", "CVR-nr."),
    "fr": ("Copenhague", "Directrice générale", "Registre du commerce (CVR)"),
    "es": ("Copenhague", "Directora general", "Registro mercantil (CVR)"),
    "zh-hans": ("哥本哈根", "总经理", "公司注册号（CVR）"),
}
"""By language: where we are, what Ingrid Dahl is, and what the number of the register is called."""
CLAUSES = {
    "termination_clause": "12.1", "breach_clause": "12.3", "nonpayment_clause": "12.4", "renewal_clause": "11.2",
    "suspension_clause": "6.4", "confidentiality_clause": "9", "work_product_clause": "8.2", "interest_clause": "6.3",
}  # fmt: skip
SIGNED_BEFORE = 12  # days between the signature and the first day
COUNTRIES = {
    "AT": "ÖSTERREICH", "DE": "DEUTSCHLAND", "DK": "DANMARK", "ES": "ESPAÑA", "NL": "NEDERLAND", "SE": "SVERIGE",
}  # fmt: skip
ADDRESSES = {
    "c00000": "Nordhavnsgade 912\n8000 Aarhus C", "c00001": "Hamngatan 912\n211 22 Malmö",
    "c00002": "Gewerbering 912\n99085 Erfurt", "c00003": "Strandgade 912\n1401 København K",
    "c00004": "Havnevej 912\n8400 Ebeltoft", "c00005": "Am Küchengraben 912\n34117 Kassel",
    "c00006": "Rheinallee 912\n40213 Düsseldorf", "c00007": "Calle del Puerto 912\n46002 Valencia",
    "c00008": "Am Boxwerk 912\n10243 Berlin", "c00009": "Speicherufer 912\n20457 Hamburg",
    "c00010": "Am Rutinihof 912\n1020 Wien", "c00011": "Am Deichtor 912\n28195 Bremen",
    "c00012": "Kruidengracht 912\n3511 Utrecht", "c00013": "Am Grünhof 912\n79098 Freiburg im Breisgau",
    "c00014": "Am Elbhang 912\n01097 Dresden", "c00015": "Am Brücknertor 912\n90402 Nürnberg",
    "c00016": "Fuchsgasse 912\n04109 Leipzig", "c00017": "Am Abelhof 912\n50667 Köln",
    "c00018": "Oberlandweg 912\n6020 Innsbruck", "c00019": "Röstergang 912\n20459 Hamburg",
    "c00020": "Arnikaweg 912\n5020 Salzburg", "c00021": "Am Ankerplatz 912\n24103 Kiel",
    "c00022": "Sonnhaldenweg 912\n89073 Ulm", "c00023": "Solvangsvej 912\n5000 Odense C",
    "c00024": "Quellwerkstraße 912\n80331 München",
}  # fmt: skip
"""Of the hand-made clients; there is no house with this number."""
DELIVERY = {"c00004": "courier", "c00006": "registered_email"}  # else by e-mail


def publish(since: dt.date, known: dt.datetime) -> None:
    """The first version of the standards, in every language that it lacks."""
    there = set(StandardsVersion.objects.published().values_list("language", flat=True))
    StandardsVersion.objects.bulk_create(
        StandardsVersion(number=1, language=language, text=text_in(language), in_force_from=since, published_at=known)
        for language in OWN_WORDS
        if language not in there
    )


def text_in(language: str) -> str:
    """The model text with its places filled in."""
    length, listed = OWN_WORDS[language]
    own = {LENGTH: length, LIST: listed, WHO: OWNER.name, WHERE: f"{OWNER.name}, {OWNER.email}"}
    numbers = iter(range(len(PLACE.findall(model_text(language)))))
    return PLACE.sub(lambda place: own.get(next(numbers), place[1]), model_text(language))


@transaction.atomic
def lay_out() -> None:
    """What the agency keeps beside its records, where it is not there yet. What somebody changed stays as it is."""
    first = StandardsVersion.objects.published().aggregate(since=Min("in_force_from"))["since"]
    publish(first or clock.now().date(), clock.now())
    Retention.objects.get_or_create(defaults={"months": 36, "automatic": False})
    if not AgencyLetterhead.objects.exists():
        AgencyLetterhead.objects.create(
            legal_name=f"{cast.AGENCY} ApS", mark=cast.AGENCY, return_line=f"{RETURN}København K",
            bank_line="IBAN DK00 0000 0000 0000 00, Nordlys Bank", signatory=OWNER.name, words=_words(),
        )  # fmt: skip
    _note_terms()


def _words() -> dict[str, dict[str, str]]:
    return {
        language: {
            "place": city,
            "title": title,
            "footer": FOOT.format(street=RETURN.rstrip(), city=f"{city} K", register=register),
        }
        for language, (city, title, register) in PLACES.items()
    }


def _note_terms() -> None:
    """Terms of the hand-made clients' contracts: their language, clauses, and where a notice goes."""
    clients = Client.objects.filter(external_id__in=ADDRESSES)
    contracts = Contract.objects.filter(client__in=clients, terms=None).select_related("client")
    deciders = dict(
        clients.filter(contacts__is_decider=True, contacts__is_senior=True).values_list("pk", "contacts__name")
    )
    ContractTerms.objects.bulk_create(_terms(contract, deciders.get(contract.client_id, "")) for contract in contracts)


def _terms(contract: Contract, to: str) -> ContractTerms:
    client = contract.client
    return ContractTerms(
        contract=contract, language=client.language or "en", signed_on=contract.starts - dt.timedelta(SIGNED_BEFORE),
        delivery=DELIVERY.get(str(client.external_id), "email"), address=_address(client, to), **CLAUSES,
    )  # fmt: skip


def _address(client: Client, to: str) -> str:
    country = "" if client.country == "DK" else COUNTRIES.get(client.country, "")
    return "\n".join(line for line in (client.name, to, ADDRESSES[client.external_id], country) if line)
