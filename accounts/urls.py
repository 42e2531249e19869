"""Pages of the book: logging, one's own account, the audit log."""

from django.urls import path, register_converter

from accounts.quicklog import BY_PLURAL, Kind
from accounts.views import audit, log, profile


class EntryConverter:
    """The plural of something that is logged: /clients/7/observations/."""

    regex = "|".join(BY_PLURAL)

    def to_python(self, value: str) -> Kind:
        return BY_PLURAL[value]

    def to_url(self, value: Kind | str) -> str:
        return value if isinstance(value, str) else value.plural


register_converter(EntryConverter, "entry")

urlpatterns = [
    path("clients/<int:pk>/<entry:kind>/", log.log, name="entry_log"),
    path("clients/<int:pk>/<entry:kind>/<int:entry>/undo/", log.undo, name="entry_undo"),
    path("profile/", profile.edit, name="profile"),
    path("audit/", audit.index, name="audit"),
]
