"""The capped child process: it alone touches the bytes of a stranger's file (rule 11).

    python -m apps.core.files.child FILENAME LIMITS < file > lines of JSON

The lines are those of `wire.py`. It has no environment, no database, no Django; what it may use of memory, processor,
files and output the kernel enforces.
"""

import gc
import json
import os
import resource
import sys
import traceback
from contextlib import suppress
from typing import Any, BinaryIO

from . import text, xlsx
from .refusal import FileRefused, Limits, too_complex
from .sniff import sniff
from .wire import Answer

_OPEN_FILES = 16


def cap(limits: Limits) -> None:
    """Tell the kernel. A system that lacks one of these limits (macOS has no RLIMIT_AS) keeps the others."""
    for kind, value in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.answer_bytes),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def serve(file: BinaryIO, out: BinaryIO, filename: str, limits: Limits) -> None:
    """Read the file and write its lines; whatever goes wrong becomes the one line that refuses it."""
    try:
        _read(file, out, filename, limits)
        out.flush()
    except FileRefused as refusal:
        _refuse(out, refusal)
    except (MemoryError, RecursionError, OSError):  # OSError: the last of the answer did not fit
        _refuse(out, too_complex())
    except Exception as error:  # a fault of ours, or a file that no one has thought of: the caller logs it
        _replace(out, {"failed": f"{type(error).__name__} at {_last_line(error)}"})


def _read(file: BinaryIO, out: BinaryIO, filename: str, limits: Limits) -> None:
    kind, answer = sniff(file, filename, limits), Answer(out, limits)
    if kind == "xlsx":
        xlsx.read(file, limits, answer)
    elif kind == "xls":
        from . import xls  # few files need what it imports

        xls.read(file, limits, answer)
    else:
        text.read(file, kind, limits, answer)


def _last_line(error: BaseException) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{os.path.basename(frame.filename)}:{frame.lineno}"


def _refuse(out: BinaryIO, refusal: FileRefused) -> None:
    _replace(out, {"refused": [refusal.code, refusal.message]})


def _replace(out: BinaryIO, line: dict[str, Any]) -> None:
    """Behind the buffer's back; `main` leaves without flushing what is still in it."""
    os.ftruncate(out.fileno(), 0)
    os.pwrite(out.fileno(), json.dumps(line).encode() + b"\n", 0)


def main() -> None:
    limits = Limits(**json.loads(sys.argv[2]))
    cap(limits)
    gc.disable()  # it lives for a second and makes millions of small things that refer to nothing
    with open(0, "rb") as file, open(1, "wb") as out:
        serve(file, out, sys.argv[1], limits)
        os._exit(0)  # without another look at what is still in a buffer


if __name__ == "__main__":
    main()
