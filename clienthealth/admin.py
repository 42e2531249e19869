"""Which site Django's admin is here. (Read before there are models; the site itself is in `owners`.)"""

from django.contrib.admin.apps import AdminConfig


class OwnersAdminConfig(AdminConfig):
    default_site = "clienthealth.owners.OwnersAdmin"
