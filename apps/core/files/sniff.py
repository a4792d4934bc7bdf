"""What a file really is, before anything reads it: name, size, first bytes, zip directory (rule 11).

Runs in the capped child. Everything raises FileRefused; nothing is unpacked here.
"""

import struct
import zipfile
from pathlib import PurePath
from typing import BinaryIO

from .refusal import MIB, FileRefused, Limits

FORMATS = {".xlsx": "xlsx", ".xls": "xls", ".csv": "csv", ".txt": "txt"}
MACRO_SUFFIXES = {".xlsm", ".xltm", ".xlam", ".xla"}

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_MAGIC = {
    b"%PDF": "PDF",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"\x7fELF": "程序",
    b"MZ": "程序",
    b"{\\rtf": "RTF 文档",
}
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # the stream of an xlsx that has a password
SUPPORTED = "支持 .xlsx、.xls、.csv、.txt"

_END_OF_DIRECTORY = b"PK\x05\x06"
_DIRECTORY_ENTRY_BYTES = 1024  # far more than a real entry takes
_PACKED_KINDS = (".zip", ".rar", ".7z", ".gz", ".xlsx", ".xlsm", ".xlsb", ".xls", ".docx", ".docm", ".pptx", ".jar")
_MACRO_PARTS = ("vbaproject", "/macrosheets/", "/activex/")
_OUTSIDE_PARTS = ("/externallinks/", "/connections.xml", "/querytables/")


def format_of(filename: str) -> str | None:
    """The format that a name promises, None for one that is not taken."""
    return FORMATS.get(PurePath(filename).suffix.lower())


def sniff(file: BinaryIO, filename: str, limits: Limits) -> str:
    """The format of the file: xlsx, xls, csv or txt. The name's ending and the content must agree (F_TYPE)."""
    size = file.seek(0, 2)
    suffix = PurePath(filename).suffix.lower()
    if suffix in MACRO_SUFFIXES:
        raise FileRefused("F_MACRO", "这是带宏的工作簿,请另存为不含宏的 .xlsx 后再上传")
    if suffix not in FORMATS:
        raise FileRefused("F_TYPE", f"不支持这种文件,{SUPPORTED}")
    if size == 0:
        raise FileRefused("F_EMPTY", "文件是空的,请选择有内容的工资文件")
    if size > limits.file_bytes:
        raise FileRefused("F_TOO_LARGE", f"文件超过 {limits.file_bytes // MIB} MB 上限,请拆分后分批上传")
    found, wanted = _content(file), FORMATS[suffix]
    if found == "ole" and wanted in ("xlsx", "xls") and _is_encrypted_package(file):
        raise FileRefused("F_ENCRYPTED", "文件设有打开密码,请取消密码后再上传")
    if found != {"xlsx": "zip", "xls": "ole"}.get(wanted, "text"):
        raise FileRefused("F_TYPE", _mismatch(found, suffix))
    return wanted


def _content(file: BinaryIO) -> str:
    file.seek(0)
    head = file.read(8)
    if head.startswith(ZIP_MAGIC):
        return "zip"
    if head == OLE_MAGIC:
        return "ole"
    return next((kind for magic, kind in OTHER_MAGIC.items() if head.startswith(magic)), "text")


def _mismatch(found: str, suffix: str) -> str:
    real = {
        "zip": "新版 Excel 工作簿或压缩包",
        "ole": "旧版 Excel 工作簿",
        "text": "文本",
    }.get(found, found)
    return f"文件名以 {suffix} 结尾,内容却是{real},请用 Excel 打开后另存为 .xlsx 再上传"


def _is_encrypted_package(file: BinaryIO) -> bool:
    file.seek(0)
    return ENCRYPTED_PACKAGE in file.read()


def open_archive(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The zip directory, checked. Raises F_ARCHIVE, F_ENCRYPTED, F_MACRO, and F_TYPE when it is no workbook."""
    _check_directory_size(file, limits)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise broken_archive() from error
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if len(parts) > limits.archive_entries or len(names) != len(parts):
        raise FileRefused("F_ARCHIVE", "文件内部的部件过多或重名,不是正常的工作簿,请另存为新的 .xlsx 后再上传")
    for part in parts:
        _check_part(part, limits)
    if sum(part.file_size for part in parts) > limits.archive_bytes:
        raise FileRefused("F_ARCHIVE", f"文件展开后超过 {limits.archive_bytes // MIB} MB,请拆分后再上传")
    if "[content_types].xml" not in names:
        raise FileRefused("F_TYPE", f"这是压缩包,不是 Excel 工作簿,请解压后上传其中的工资文件({SUPPORTED})")
    return archive


def broken_archive() -> FileRefused:
    return FileRefused("F_ARCHIVE", "文件已损坏或不完整,请重新导出或另存后再上传")


def _check_directory_size(file: BinaryIO, limits: Limits) -> None:
    """Before zipfile makes an object of each of a million entries."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(_END_OF_DIRECTORY)
    if at < 0 or len(tail) < at + 22:
        raise broken_archive()
    entries, directory_bytes = struct.unpack_from("<HI", tail, at + 10)
    if entries > limits.archive_entries or directory_bytes > limits.archive_entries * _DIRECTORY_ENTRY_BYTES:
        raise FileRefused("F_ARCHIVE", f"文件内部的部件超过 {limits.archive_entries} 个,不是正常的工作簿")


def _check_part(part: zipfile.ZipInfo, limits: Limits) -> None:
    name = part.filename.lower()
    if part.flag_bits & 0x1:
        raise FileRefused("F_ENCRYPTED", "压缩内容设有密码,请取消密码后再上传")
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        raise FileRefused("F_ARCHIVE", "文件内部的路径不安全,已拒绝;请另存为新的 .xlsx 后再上传")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileRefused("F_ARCHIVE", "文件的压缩方式不是 Excel 所用,请另存为新的 .xlsx 后再上传")
    if part.file_size > limits.part_ratio_from and part.file_size > limits.part_ratio * part.compress_size:
        raise FileRefused("F_ARCHIVE", "文件压缩比异常(疑似压缩炸弹),已拒绝;请另存为新的 .xlsx 后再上传")
    if any(mark in "/" + name for mark in _MACRO_PARTS):
        raise FileRefused("F_MACRO", "文件含有宏或控件,请另存为不含宏的 .xlsx 后再上传")
    if any(mark in "/" + name for mark in _OUTSIDE_PARTS):
        raise outside_link()
    if name.endswith(_PACKED_KINDS) or "/embeddings/" in name:
        raise FileRefused("F_ARCHIVE", "文件里还嵌有压缩包或其他文档,请删除后再上传")


def outside_link() -> FileRefused:
    return FileRefused("F_ARCHIVE", "工作簿引用了外部文件或数据连接,请断开链接(粘贴为数值)后再上传")
