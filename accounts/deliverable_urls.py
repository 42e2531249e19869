"""Pages of deliverables and their links, for the people here."""

from django.urls import path

from accounts.views import deliverable, deliverable_links, deliverable_new, deliverables

urlpatterns = [
    path("", deliverables.show, name="deliverables"),
    path("export/", deliverables.export, name="deliverables_export"),
    path("all/", deliverables.many, name="deliverables_many"),
    path("undo/", deliverables.undo, name="deliverables_undo"),
    path("new/", deliverable_new.new, name="deliverable_new"),
    path("bulk/", deliverable_new.bulk, name="deliverables_bulk"),
    path("rules/", deliverable_links.rules, name="link_rules"),
    path("<int:pk>/", deliverable.show, name="deliverable"),
    path("<int:pk>/edit/", deliverable.edit, name="deliverable_edit"),
    path("<int:pk>/archive/", deliverable.archive, name="deliverable_archive"),
    path("<int:pk>/restore/", deliverable.restore, name="deliverable_restore"),
    path("<int:pk>/file/", deliverable.file, name="deliverable_file"),
    path("<int:pk>/openings/", deliverable.proof, name="deliverable_openings"),
    path("<int:pk>/openings.csv", deliverable.proof_table, name="deliverable_openings_csv"),
    path("<int:pk>/links/", deliverable_links.add, name="deliverable_links"),
    path("<int:pk>/links/<int:link>/edit/", deliverable_links.edit, name="link_edit"),
    path("<int:pk>/links/<int:link>/archive/", deliverable_links.archive, name="link_archive"),
    path("<int:pk>/links/<int:link>/restore/", deliverable_links.restore, name="link_restore"),
    path("<int:pk>/links/<int:link>/qr.<slug:kind>", deliverable_links.picture, name="link_picture"),
]
