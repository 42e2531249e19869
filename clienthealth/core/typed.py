"""Django classes that its stubs know as generic and that are not so when the program runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core import paginator

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    Paginator = paginator.Paginator[Any]
else:
    ModelForm = forms.ModelForm
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline
    Paginator = paginator.Paginator

__all__ = ["ModelAdmin", "ModelForm", "Paginator", "TabularInline"]
