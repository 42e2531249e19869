"""Form fields in the kit's clothes: label, control, help and errors, tied together for screen readers."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BoundField

register = template.Library()

SELECTS = (forms.Select, forms.SelectMultiple)
TICKS = (forms.CheckboxInput,)
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def control_class(widget: forms.Widget) -> str:
    """The kit's class for a widget; groups dress their options one by one."""
    if isinstance(widget, GROUPS):
        return ""
    if isinstance(widget, TICKS):
        return "form-check-input m-0"
    if isinstance(widget, SELECTS):
        return "form-select"
    return "form-control"


@register.simple_tag
def control(bound: BoundField, **attributes: Any) -> str:
    """The bare control. Keyword arguments become attributes, underscores hyphens."""
    attrs = {name.replace("_", "-"): value for name, value in attributes.items() if value not in (None, "")}
    css = " ".join(filter(None, (control_class(bound.field.widget), bound.field.widget.attrs.get("class", ""))))
    if css:
        attrs["class"] = css
    return bound.as_widget(attrs=attrs)


@register.simple_tag
def dressed(bound: BoundField, attributes: dict[str, Any]) -> str:
    """The control with attributes that were collected elsewhere."""
    return control(bound, **attributes)


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, **attributes: Any) -> dict[str, Any]:
    """A whole field. ``rows`` and other attributes go to the control."""
    widget = bound.field.widget
    kind = "tick" if isinstance(widget, TICKS) else "group" if isinstance(widget, GROUPS) else "plain"
    return {"bound": bound, "kind": kind, "attributes": attributes, "optional": not bound.field.required}


@register.inclusion_tag("components/segment.html")
def segment(bound: BoundField) -> dict[str, Any]:
    """A choice of a few as a row of buttons; radio buttons underneath."""
    return {"bound": bound}


@register.inclusion_tag("components/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """Every field of a form, hidden ones and common errors included."""
    return {"form": form}
