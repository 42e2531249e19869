from accounts.models import Lapse, Note, Observation, Pulse, Win
from tests.factories.base import Factory, SubFactory
from tests.factories.clients import ClientFactory
from tests.factories.days import DAY


class ObservationFactory(Factory[Observation]):
    class Meta:
        model = Observation

    client = SubFactory(ClientFactory)
    kind = Observation.Kind.HAGGLING
    occurred_on = DAY


class LapseFactory(Factory[Lapse]):
    class Meta:
        model = Lapse

    client = SubFactory(ClientFactory)
    kind = Lapse.Kind.DEADLINE
    occurred_on = DAY


class WinFactory(Factory[Win]):
    class Meta:
        model = Win

    client = SubFactory(ClientFactory)
    occurred_on = DAY
    title = "Twice the enquiries of last spring"


class NoteFactory(Factory[Note]):
    class Meta:
        model = Note

    client = SubFactory(ClientFactory)
    occurred_on = DAY
    text = "They open a shop in June."


class PulseFactory(Factory[Pulse]):
    class Meta:
        model = Pulse

    client = SubFactory(ClientFactory)
    occurred_on = DAY
    value = 3
