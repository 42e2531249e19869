from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProspectsConfig(AppConfig):
    name = "prospects"
    verbose_name = _("Choosing clients")
    default_auto_field = "django.db.models.BigAutoField"
