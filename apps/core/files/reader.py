"""`read_table`: a stranger's file in, a neutral table out, with a capped child process between (rule 11)."""

import json
import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from .refusal import FileRefused, Limits, too_complex
from .table import Table
from .wire import read_sheets

_ROOT = Path(__file__).resolve().parents[3]
_KEPT_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")  # no keys, no database address

log = logging.getLogger(__name__)


def read_table(data: bytes, filename: str, *, limits: Limits | None = None) -> Table:
    """The table in an uploaded xlsx, xls, csv or txt file; `filename` only tells the format by its ending.

    Reads in a child process with its own limits of memory, time and output; takes no lock, touches no database.
    Raises FileRefused with a code F_* of PY-5: a broken, hostile, encrypted or too large file never gets further.
    """
    limits = limits or Limits()
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as answer:
        if len(data) <= limits.file_bytes:
            file.write(data)
        else:
            file.truncate(len(data))  # the child refuses it by its size alone
        file.seek(0)
        _run_child(file, answer, filename, limits)
        answer.seek(0)
        return _read_answer(answer)


def _run_child(file: BinaryIO, answer: BinaryIO, filename: str, limits: Limits) -> None:
    suffix = Path(filename).suffix
    child = subprocess.Popen(
        [sys.executable, "-m", "apps.core.files.child", "file" + suffix, json.dumps(asdict(limits))],
        stdin=file,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={key: os.environ[key] for key in _KEPT_ENVIRONMENT if key in os.environ},
        start_new_session=True,
    )
    try:
        code = child.wait(limits.wall_seconds)
    except subprocess.TimeoutExpired:
        raise too_complex() from None
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
    if code != 0:  # the kernel ended it: too much memory or too much time
        log.warning("the reader of an uploaded file ended with %s", code)
        raise too_complex()


def _read_answer(answer: BinaryIO) -> Table:
    head = json.loads(answer.readline())
    if "refused" in head:
        raise FileRefused(*head["refused"])
    if "failed" in head:
        log.error("an uploaded file could not be read: %s", head["failed"])
        raise FileRefused("F_TYPE", "文件内容无法识别,请用 Excel 打开后另存为新的 .xlsx 再上传")
    return Table(head["format"], head["encoding"], tuple(read_sheets(answer)))
