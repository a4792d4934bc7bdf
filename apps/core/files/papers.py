"""Pictures and PDFs that people upload as proof: told by their first bytes, never by their names."""

from ..errors import InvalidInput

PAPER_BYTES = 2 * 1024 * 1024
_TYPES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}


def paper_type(data: bytes, field: str) -> str:
    """The media type of a paper. Raises InvalidInput for `field`: PAPER_SIZE above 2 MB, PAPER_TYPE for anything that
    is no JPEG, PNG or PDF."""
    if len(data) > PAPER_BYTES:
        message = "文件不能超过 2 MB,请压缩后重新上传。"
        raise InvalidInput("PAPER_SIZE", message, fields={field: message})
    for magic, name in _TYPES.items():
        if data.startswith(magic):
            return name
    message = "请上传 JPG、PNG 图片或 PDF 文件。"
    raise InvalidInput("PAPER_TYPE", message, fields={field: message})
