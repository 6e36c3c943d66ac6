"""Several files in one box, such as ten finger images at once."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _


class FilesInput(forms.FileInput):
    """A file box that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> "list[UploadedFile[bytes]]":
        return files.getlist(name) if hasattr(files, "getlist") else list(files.get(name, []))


class FilesField(forms.FileField):
    """A list of uploaded files, in the order chosen.

    most        how many at once
    max_bytes   of each file
    """

    default_error_messages = {  # noqa: RUF012  Django's own way
        "too_many": _("Choose %(most)d files at most."),
        "too_big": _("“%(name)s” is larger than %(megabytes)d MB."),
    }

    def __init__(self, *, most: int = 10, max_bytes: int = 20 * 1024 * 1024, accept: str = "", **kwargs: Any) -> None:
        self.most = most
        self.max_bytes = max_bytes
        attrs = {"multiple": True, **({"accept": accept} if accept else {})}
        super().__init__(widget=FilesInput(attrs=attrs), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        files = data or []
        if not files:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return []
        if len(files) > self.most:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many", params={"most": self.most})
        return [self._check(super(FilesField, self).clean(file, None)) for file in files]

    def _check(self, file: "UploadedFile[bytes]") -> "UploadedFile[bytes]":
        if (file.size or 0) > self.max_bytes:
            params = {"name": file.name, "megabytes": self.max_bytes // 1024 // 1024}
            raise forms.ValidationError(self.error_messages["too_big"], code="too_big", params=params)
        return file
