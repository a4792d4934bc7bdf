"""A file as the answer to a request: always an attachment, with a name that may be Chinese."""

from urllib.parse import quote

from django.http import HttpResponse

CSV, PDF, ZIP = "text/csv; charset=utf-8", "application/pdf", "application/zip"
ANY = "*/*"  # as it was uploaded
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_response(content: bytes, name: str, media_type: str) -> HttpResponse:
    """The whole file in memory; a large one is a FileResponse."""
    named = f'filename="{name}"' if name.isascii() else f"filename*=UTF-8''{quote(name)}"
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": f"attachment; {named}"})
