"""The parts of an xlsx, read by a hardened, streaming XML parser: expat without document types, within a budget.

Without DOCTYPE there are neither entity bombs nor outside entities.
"""

import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from .refusal import FileRefused, Limits, too_complex
from .sniff import broken_archive
from .usual_rows import UsualRows

_CHUNK = 1 << 16
_PROLOGUE = 1024  # bytes of a part in which a DOCTYPE is looked for before it is parsed
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)


class Enough(Exception):
    """A handler has seen all that it wants; the rest of the part is not read."""


def _refuse_document_type(*_declaration: object) -> None:
    raise FileRefused("F_XML", "文件内部含有不允许的 XML 声明(DOCTYPE),请另存为新的 .xlsx 后再上传")


def parser() -> expat.XMLParserType:
    """An expat parser that refuses every DOCTYPE (F_XML); the caller sets the handlers it needs."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.buffer_size = _CHUNK
    made.StartDoctypeDeclHandler = _refuse_document_type
    made.EntityDeclHandler = _refuse_document_type
    return made


def local(name: str) -> str:
    """An element or attribute name without its prefix: x:row → row."""
    return name.rpartition(":")[2]


class Package:
    """A checked archive (`sniff.open_archive`) and how much XML may still be parsed. Part names ignore case."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._parts = {part.filename.lower(): part for part in archive.infolist()}
        self._bytes_left = limits.parsed_bytes
        self._refuse_document_types()

    @property
    def names(self) -> list[str]:
        return [part.filename for part in self._parts.values()]

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def _refuse_document_types(self) -> None:
        """In the parts that nobody here parses as well: whoever opens the file next may."""
        for name, part in self._parts.items():
            if name.endswith((".xml", ".rels", ".vml")):
                try:
                    with self._archive.open(part) as stream:
                        if b"<!DOCTYPE" in stream.read(_PROLOGUE):
                            _refuse_document_type()
                except _BROKEN as error:
                    raise broken_archive() from error

    def feed(self, name: str, made: expat.XMLParserType, usual: UsualRows | None = None) -> None:
        """Parse one part chunk by chunk; `usual` takes rows out of a sheet on their way.

        Raises FileRefused F_XML, F_ARCHIVE, F_TOO_LARGE; Enough stops it early.
        """

        def parse(data: bytes) -> None:
            made.Parse(data, False)

        try:
            part = self._parts[name.lower()]
            if part.file_size > self._bytes_left:
                raise too_complex()
            with self._archive.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    self._bytes_left -= len(chunk)
                    if usual:
                        usual.through(chunk, parse)
                    else:
                        parse(chunk)
                if usual:
                    usual.rest(parse)
                made.Parse(b"", True)
        except Enough:
            return
        except expat.ExpatError as error:
            raise FileRefused("F_XML", "文件内部的 XML 有错误,请用 Excel 打开后另存再上传") from error
        except (KeyError, *_BROKEN) as error:
            raise broken_archive() from error

    def elements(self, name: str, visit: Callable[[str, dict[str, str]], None]) -> None:
        """Call `visit(local name, attributes)` at the start of each element of a small part."""
        made = parser()

        def start(tag: str, attributes: dict[str, str]) -> None:
            visit(local(tag), attributes)

        made.StartElementHandler = start
        self.feed(name, made)
