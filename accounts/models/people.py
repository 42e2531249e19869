"""Our own people: users and teams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import pghistory
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.base import audit_meta, refuse_truncate


def keep_audit(model_name: str, *, without: Sequence[str] = ()) -> Any:
    """Every change of a record that no score reads, for the audit log; secrets are never copied.

    `without` names what is to be forgotten one day, and so is not copied either.
    """
    return pghistory.track(
        pghistory.InsertEvent(level=pghistory.Statement),
        pghistory.UpdateEvent(row=pghistory.Old, level=pghistory.Statement),
        pghistory.DeleteEvent(row=pghistory.Old, level=pghistory.Statement),
        exclude=["password", "last_login"] if model_name == "UserPast" else list(without),
        context_field=pghistory.ContextJSONField(),
        model_name=model_name,
        meta=audit_meta(model_name),
    )


@keep_audit("TeamPast")
class Team(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ("name",)
        triggers = [refuse_truncate()]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    LEAD = "lead", _("Team lead")
    MANAGER = "manager", _("Account manager")
    OBSERVER = "observer", _("Observer")


class UserManager(BaseUserManager["User"]):
    """People log in by e-mail address, in any case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, **{"role": Role.OWNER, **fields})

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


@keep_audit("UserPast")
class User(AbstractUser):
    """One of our people. Rights come from the role alone (`accounts.permissions`)."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MANAGER)
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, verbose_name=_("team"), related_name="members"
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    zone = models.CharField(_("time zone"), max_length=64, blank=True, help_text=_("Empty: the agency's."))

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(models.functions.Lower("email"), name="user_email_any_case"),
            models.CheckConstraint(condition=models.Q(role__in=[r.value for r in Role]), name="user_role_known"),
        ]
        triggers = [refuse_truncate()]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The admin panel is the owners'; Django's own flags follow the role."""
        self.email = self.email.lower()
        self.is_staff = self.is_superuser = self.role == Role.OWNER
        super().save(*args, **kwargs)
