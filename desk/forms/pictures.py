"""Pictures as they are taken: still, whole, no larger than a page can show. All else is refused in words."""

from pathlib import PurePath
from typing import Any

import PIL.Image
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

MAX_BYTES = 10 * 1024 * 1024
# A few bytes can claim any size; unpacked, this many points are 160 MB at most.
MAX_PIXELS = 40_000_000
# Pillow's name of the format → how its files are called. MPO is what many cameras write as JPEG.
FORMATS = {
    "JPEG": {".jpg", ".jpeg"},
    "MPO": {".jpg", ".jpeg"},
    "PNG": {".png"},
    "WEBP": {".webp"},
    "GIF": {".gif"},
    "AVIF": {".avif"},
}
SUFFIXES = set().union(*FORMATS.values())


class PictureField(forms.ImageField):
    """An upload that was looked at: name, size and head first, and only then its points."""

    # Django would list every format Pillow knows.
    default_validators = []

    def to_python(self, data: Any) -> Any:
        """The upload; None where there is none."""
        file: Any = forms.FileField.to_python(self, data)
        if file is None:
            return None
        suffix = PurePath(file.name).suffix.lower()
        if suffix not in SUFFIXES:
            raise unknown()
        if file.size > MAX_BYTES:
            raise ValidationError(_("The picture is larger than %d MiB.") % (MAX_BYTES // 1024**2))
        picture = opened(file)
        _refuse_unfit(picture, suffix)
        _refuse_broken(picture)
        file.content_type = PIL.Image.MIME.get(picture.format or "")
        file.seek(0)
        return file


def unknown() -> ValidationError:
    return ValidationError(_("Use JPEG, PNG, WebP, AVIF or GIF."))


def too_many_points() -> ValidationError:
    return ValidationError(_("The picture has more than %d megapixels. Make it smaller.") % (MAX_PIXELS // 1_000_000))


def opened(file: UploadedFile) -> PIL.Image.Image:
    """Reads the head of the file alone."""
    file.seek(0)
    try:
        return PIL.Image.open(file, formats=[name for name in FORMATS if name != "MPO"])  # read as JPEG is
    except PIL.Image.DecompressionBombError as error:
        raise too_many_points() from error
    except Exception as error:  # what is no picture makes Pillow raise nearly anything
        raise unknown() from error


def _refuse_unfit(picture: PIL.Image.Image, suffix: str) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise too_many_points()
    if suffix not in FORMATS[picture.format or ""]:
        said = {"format": picture.format, "suffix": suffix}
        raise ValidationError(
            _("The file is %(format)s, but its name ends in %(suffix)s. Give it its own name.") % said
        )
    # Nobody could stop it (WCAG 2.2.2), and each of thousands of frames would be unpacked by every reader.
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise ValidationError(_("The picture moves, and readers could not stop it. Use a still one."))


def _refuse_broken(picture: PIL.Image.Image) -> None:
    """Reads all of it: a JPEG at an eighth of its size, which leaves nothing of the file unread."""
    picture.draft("RGB", (max(1, picture.width // 8), max(1, picture.height // 8)))
    try:
        picture.load()
    except Exception as error:  # as above
        raise ValidationError(_("The picture is damaged: not all of it is there.")) from error
