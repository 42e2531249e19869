from accounts.models import Role, Team, User
from tests.factories.base import Factory, Sequence, SubFactory


class TeamFactory(Factory[Team]):
    class Meta:
        model = Team

    name = Sequence(lambda n: f"Team {n}")


class UserFactory(Factory[User]):
    """An account manager without a password: tests log in by `force_login`."""

    class Meta:
        model = User

    email = Sequence(lambda n: f"person{n}@agency.example")
    name = Sequence(lambda n: f"Person {n}")
    role = Role.MANAGER
    team = SubFactory(TeamFactory)
    password = "known to nobody"
