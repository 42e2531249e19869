"""factory_boy with types: calling a factory gives a record, which its own annotations do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

M = TypeVar("M")

if TYPE_CHECKING:

    class Factory(Generic[M]):
        _meta: Any

        def __new__(cls, **fields: Any) -> M: ...  # type: ignore[misc]

        @classmethod
        def build(cls, **fields: Any) -> M: ...

        @classmethod
        def create_batch(cls, size: int, **fields: Any) -> list[M]: ...

    Sequence: Any
    LazyAttribute: Any
    LazyFunction: Any
    SelfAttribute: Any
    SubFactory: Any
else:
    from factory import LazyAttribute, LazyFunction, SelfAttribute, Sequence, SubFactory
    from factory.django import DjangoModelFactory as Factory

__all__ = ["Factory", "LazyAttribute", "LazyFunction", "SelfAttribute", "Sequence", "SubFactory"]
