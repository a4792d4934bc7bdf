"""Pictures and documents that people send each other: told by their content, made harmless or refused.

A picture is drawn anew: what else was in the file (the place where it was taken, a second file behind it) is gone.
"""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from PIL import Image, ImageOps, UnidentifiedImageError

from .refusal import MIB, FileRefused, Limits
from .sniff import ZIP_MAGIC, open_archive

PICTURE_BYTES, FILE_BYTES = 8 * MIB, 10 * MIB
MOST_PIXELS = 40_000_000
SIDE, THUMB_SIDE = 1920, 360  # pixels of the longer side
NAME_LENGTH = 80
ACCEPTED = "JPG、PNG 图片,PDF、Word、Excel、PPT 或文本文件"
SUFFIXES = ".jpg,.jpeg,.png,.pdf,.docx,.xlsx,.pptx,.txt,.csv"
_PICTURES = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}
_DOCUMENTS = {
    ".docx": ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pptx": ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
_ACTIVE_PDF = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/OpenAction", b"/AA")
_LIMITS = Limits(file_bytes=FILE_BYTES, archive_entries=2000)


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is kept of an upload. `digest`: SHA-256 of what was uploaded, hex. A document has no thumbnail and no size
    in pixels."""

    name: str
    media_type: str
    digest: str
    content: bytes
    thumb: bytes
    width: int
    height: int

    @property
    def is_picture(self) -> bool:
        return bool(self.thumb)


def attachment(data: bytes, filename: str) -> Attachment:
    """The upload as it may be handed on. Raises FileRefused: F_EMPTY, F_TOO_LARGE, F_TYPE (its content is none of
    ACCEPTED, or not what its name says), F_MACRO, F_ENCRYPTED, F_ARCHIVE, F_ACTIVE (a PDF that does something)."""
    name = _plain_name(filename)
    if not data:
        raise FileRefused("F_EMPTY", "文件是空的,请重新选择")
    if len(data) > FILE_BYTES:
        raise FileRefused("F_TOO_LARGE", f"文件不能超过 {FILE_BYTES // MIB} MB")
    suffix, digest = PurePath(name).suffix.lower(), hashlib.sha256(data).hexdigest()
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _picture(data, name, suffix, digest)
    return Attachment(name, _document_type(data, suffix), digest, data, b"", 0, 0)


def _plain_name(filename: str) -> str:
    """The last part of a path, without what no screen shows; cut from the front of its stem."""
    shown = "".join(letter for letter in filename.replace("\\", "/").rsplit("/", 1)[-1] if letter.isprintable()).strip()
    path = PurePath(shown or "文件")
    return path.stem[: NAME_LENGTH - len(path.suffix)] + path.suffix[:NAME_LENGTH]


def _mistaken(what: str) -> FileRefused:
    return FileRefused("F_TYPE", f"{what},请发送 {ACCEPTED}")


def _picture(data: bytes, name: str, suffix: str, digest: str) -> Attachment:
    if len(data) > PICTURE_BYTES:
        raise FileRefused("F_TOO_LARGE", f"图片不能超过 {PICTURE_BYTES // MIB} MB,请压缩后再发送")
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_PICTURES)) as opened:
            kind = str(opened.format)
            if opened.width * opened.height > MOST_PIXELS:
                raise FileRefused("F_TOO_LARGE", f"图片超过 {MOST_PIXELS // 10_000} 万像素,请缩小后再发送")
            if suffix not in _PICTURES[kind]:
                raise _mistaken("文件名与内容不符")
            turned = ImageOps.exif_transpose(opened).convert("RGBA" if kind == "PNG" else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise FileRefused("F_TYPE", "图片已损坏,请重新保存后再发送") from error
    content = _drawn(turned, SIDE, kind)
    thumb = _drawn(turned.convert("RGB"), THUMB_SIDE, "JPEG")
    with Image.open(io.BytesIO(content)) as kept:
        width, height = kept.size
    return Attachment(name, f"image/{kind.lower()}", digest, content, thumb, width, height)


def _drawn(picture: Image.Image, side: int, kind: str) -> bytes:
    small = picture.copy()
    small.thumbnail((side, side))
    made = io.BytesIO()
    small.save(made, kind, quality=82, optimize=True)
    return made.getvalue()


def _document_type(data: bytes, suffix: str) -> str:
    if data.startswith(b"%PDF-"):
        if suffix != ".pdf":
            raise _mistaken("文件名与内容不符")
        if any(mark in data for mark in _ACTIVE_PDF):
            raise FileRefused("F_ACTIVE", "这份 PDF 含有脚本或附件,请另存为普通 PDF 后再发送")
        return "application/pdf"
    if data.startswith(ZIP_MAGIC):
        return _office_type(data, suffix)
    if suffix not in (".txt", ".csv"):
        raise _mistaken("不支持这种文件")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    if "\x00" in text or "\ufffd" in text:
        raise _mistaken("文件名与内容不符")
    return "text/plain"


def _office_type(data: bytes, suffix: str) -> str:
    if suffix not in _DOCUMENTS:
        raise _mistaken("不支持这种文件")
    folder, media_type = _DOCUMENTS[suffix]
    with open_archive(io.BytesIO(data), _LIMITS) as archive:
        if not any(part.startswith(folder) for part in archive.namelist()):
            raise _mistaken("文件名与内容不符")
        try:
            broken = archive.testzip()
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise FileRefused("F_ARCHIVE", "文件已损坏或不完整,请另存后再发送") from error
    if broken:
        raise FileRefused("F_ARCHIVE", "文件已损坏或不完整,请另存后再发送")
    return media_type
