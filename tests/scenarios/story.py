"""One client with everything that can be told of them."""

from tests.scenarios.advertising import Advertising
from tests.scenarios.messages import Messages
from tests.scenarios.money import Money
from tests.scenarios.people import People
from tests.scenarios.work import Work


class Story(Messages, Money, Work, Advertising, People):
    """One client. Every method writes facts and gives the story back."""
