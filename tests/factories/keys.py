from accounts.key_secrets import digest_of
from accounts.models import ApiKey
from clienthealth.core.scopes import Scope
from tests.factories.base import Factory, LazyAttribute, SelfAttribute, Sequence, SubFactory
from tests.factories.people import UserFactory


def secret_of(key: ApiKey) -> str:
    """The secret of a key that the factory made."""
    return f"ch_secret of {key.name}"


class ApiKeyFactory(Factory[ApiKey]):
    """A key that may everything its person may, for ever."""

    class Meta:
        model = ApiKey

    name = Sequence(lambda n: f"Program {n}")
    user = SubFactory(UserFactory)
    made_by = SelfAttribute("user")
    scopes = list(Scope.values)
    prefix = "ch_secret"
    digest = LazyAttribute(lambda made: digest_of(f"ch_secret of {made.name}"))
