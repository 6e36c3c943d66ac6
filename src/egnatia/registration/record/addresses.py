"""Addresses of pages that a node may or may not have."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def find_address(*names: str, args: tuple[Any, ...] = ()) -> str:
    """The address of the first of the named pages that exists, or ""."""
    for name in names:
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return ""
