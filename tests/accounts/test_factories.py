import pytest

from accounts import models
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize("name", factories.__all__)
def test_each_factory_makes_a_record_that_its_form_would_accept(name: str) -> None:
    record = getattr(factories, name)()

    record.full_clean(exclude=["password"])
    assert str(record)


def test_every_record_of_the_book_has_a_factory() -> None:
    made = {getattr(factories, name)._meta.model for name in factories.__all__}
    book = {getattr(models, name) for name in models.__all__ if hasattr(getattr(models, name), "_meta")}

    assert book - made == {models.Mark}


def test_factories_are_named_after_their_record() -> None:
    for name in set(factories.__all__) - {"CreditNoteFactory", "ProspectLetterFactory"}:
        model = getattr(factories, name)._meta.model
        assert name == f"{model.__name__}Factory"
