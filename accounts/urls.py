"""Pages of the book: logging, one's own account, the audit log."""

from django.urls import include, path, register_converter

from accounts.quicklog import BY_PLURAL, Kind
from accounts.views import audit, imports, keys, log, opening, privacy, profile, standards


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
    path("deliverables/", include("accounts.deliverable_urls")),
    path("imports/", imports.index, name="imports"),
    path("imports/<int:pk>/", imports.detail, name="import"),
    path("imports/<int:pk>/commit/", imports.commit, name="import_commit"),
    path("imports/<int:pk>/refused.csv", imports.refused, name="import_refused"),
    path("profile/", profile.edit, name="profile"),
    path("settings/keys/", keys.index, name="keys"),
    path("settings/keys/<int:pk>/revoke/", keys.revoke, name="key_revoke"),
    path("audit/", audit.index, name="audit"),
    path("privacy/", privacy.index, name="privacy"),
    path("clients/<int:pk>/erase/", privacy.erase_client, name="privacy_client"),
    path("clients/<int:pk>/contacts/<int:contact>/erase/", privacy.erase_contact, name="privacy_contact"),
    path("clients/<int:pk>/export/", privacy.export, name="client_export"),
    path("standards/", standards.current, name="standards"),
    path("standards/<int:number>/", standards.one, name="standards_version"),
    path("standards/edit/", standards.start, name="standards_start"),
    path("standards/edit/<slug:language>/", standards.edit, name="standards_edit"),
    path("standards/edit/<slug:language>/model/", standards.begin, name="standards_begin"),
    path("standards/edit/<slug:language>/publish/", standards.publish, name="standards_publish"),
    # Public: no login, no cookie, no script.
    path("r/<slug:slug>/", opening.follow, name="link_open"),
    path("r/<slug:slug>", opening.follow),
    path("r/<slug:slug>/about/", opening.about, name="link_about"),
]
