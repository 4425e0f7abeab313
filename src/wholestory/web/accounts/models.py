"""Agencies, districts, people and their posts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone

from wholestory.model.records import AGENCY_KINDS
from wholestory.web.accounts.roles import CHOICES


class Agency(models.Model):
    """An agency whose records are held here. `name` is that of its folder in an extract and begins every key.

    `retired` is since when nothing new is given to it (posts, challenges); what records refer to stays.
    """

    name = models.CharField(max_length=60, primary_key=True)
    kind = models.CharField(max_length=20, choices=[(kind, kind.replace("_", " ")) for kind in AGENCY_KINDS])
    title = models.CharField(max_length=120)
    contact = models.CharField(max_length=120, blank=True, help_text="Whom to ask about a restricted record")
    telephone = models.CharField(max_length=30, blank=True)
    retired = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class District(models.Model):
    """A district. `name` is what records say and stays; `title` is what people call it (empty: the same).

    `retired` is since when no post is given there.
    """

    name = models.CharField(max_length=80, primary_key=True)
    title = models.CharField(max_length=120, blank=True)
    retired = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.title or self.name


class Users(BaseUserManager["User"]):
    """Makes people who sign in with their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person who may sign in; without a password only through the organisation's own sign-in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may do follows from their posts alone.

    `one_time_until` is until when the password that an administrator gave can be used; empty once it was changed.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    telephone = models.CharField(max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now)
    one_time_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A role that a person has in an agency, in one district or (empty) in all."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=20, choices=CHOICES)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, blank=True)
    team = models.CharField(max_length=80, blank=True)
    since = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user} as {self.role}"
