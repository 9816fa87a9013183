"""Pictures written anew: only what is seen stays, not where, when and with what (R49)."""

import threading
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

from partybuild.evidence.kinds import Kind
from partybuild.rules import RuleBroken

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000
TOO_MANY_PIXELS = (
    f"“%s”超过 {MOST_PIXELS // 10_000} 万像素或边长超过 {LONGEST_SIDE} 点，请缩小后再传。"
)
BROKEN = "“%s”不是完整的图片，请重新拍照或重新保存后再传。"

# Pillow only warns below its own limit; this room measures before anything is unpacked.
Image.MAX_IMAGE_PIXELS = None
_ONE_AT_A_TIME = threading.Lock()
"""A large picture takes some 300 MB while it is written anew."""


def rewritten(name: str, data: bytes, kind: Kind) -> bytes:
    """The picture upright and without EXIF, place, device and comments, in the same format.

    RuleBroken for one with too many pixels or one that cannot be read to its end.
    """
    with _ONE_AT_A_TIME:
        try:
            return _rewritten(name, data, kind.inside)
        except (OSError, ValueError, SyntaxError, MemoryError, EOFError, TypeError) as error:
            raise RuleBroken(BROKEN % name) from error


def _rewritten(name: str, data: bytes, form: str) -> bytes:
    with Image.open(BytesIO(data), formats=[form]) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
            raise RuleBroken(TOO_MANY_PIXELS % name)
        upright = ImageOps.exif_transpose(opened)
        clean = _plain(upright, form)
    clean.info = {}
    out = BytesIO()
    clean.save(out, form, **_how(form))
    return out.getvalue()


def _plain(picture: Image.Image, form: str) -> Image.Image:
    grey = picture.mode in ("1", "L", "I;16")
    if form == "JPEG" or ("transparency" not in picture.info and "A" not in picture.getbands()):
        return picture.convert("L" if grey else "RGB")
    return picture.convert("RGBA")


def _how(form: str) -> dict[str, Any]:
    return {"PNG": {"compress_level": 4}}.get(form, {"quality": 90})
