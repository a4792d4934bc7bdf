"""The file of evidence: contracts as PDF, tables as CSV, papers as uploaded, and a list of the hashes of them all."""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO

from django.http import FileResponse

from apps.core.files.writer import OutCell, save_csv

from ..choices import BANNER
from ..contracts import Evidence
from ..selectors.contract_file import contract_pdf

DUES = ("合同编号", "出借人", "应付日期", "天数", "本金", "利息", "状态")
PAID = ("合同编号", "出借人", "付款日期", "类型", "本金", "利息", "逾期利息", "代扣税额", "实付", "是否入账")
NOTICES = ("时间", "种类", "标题", "正文", "附件")
FACTS = ("项目", "内容")


def evidence_zip(evidence: Evidence) -> tuple[IO[bytes], str]:
    """The file, open at its start, and its SHA-256. Memory holds one PDF at a time. Raises Unavailable."""
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    hashes = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in _parts(evidence):
            pack.writestr(name, content)
            hashes[name] = hashlib.sha256(content).hexdigest()
        listed = {"reference": evidence.reference, "made_at": evidence.made_at.isoformat(), "sha256": hashes}
        pack.writestr("清单.json", json.dumps(listed, ensure_ascii=False, indent=1))
    out.seek(0)
    digest = hashlib.file_digest(out, "sha256").hexdigest()  # type: ignore[arg-type]
    out.seek(0)
    return out, digest


def evidence_answer(evidence: Evidence, file: IO[bytes]) -> FileResponse:
    name = f"evidence-{evidence.reference}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


def _parts(evidence: Evidence) -> Iterator[tuple[str, bytes]]:
    yield "借款情况.csv", _csv(FACTS, [*evidence.facts, ("提示", BANNER)])
    for loan in evidence.loans:
        yield f"合同/{loan.page.line.contract_number}.pdf", contract_pdf(loan.page, loan.lender, loan.words)
    yield "还本付息日程.csv", _csv(DUES, _dues(evidence))
    yield "还款记录.csv", _csv(PAID, _paid(evidence))
    notices = []
    for number, paper in enumerate(evidence.papers, 1):
        ending = paper.file_name.rpartition(".")[2].lower() if "." in paper.file_name else ""
        kept = f"文件/{number:02d}-{paper.label}" + (f".{ending}" if ending.isalnum() else "") if paper.content else ""
        notices.append((f"{paper.at:%Y-%m-%d %H:%M}", paper.label, paper.title, paper.text, kept))
        if kept:
            yield kept, paper.content
    yield "公告和文件.csv", _csv(NOTICES, notices)


def _dues(evidence: Evidence) -> Iterator[tuple[OutCell, ...]]:
    for loan in evidence.loans:
        for due in loan.page.dues:
            yield (
                loan.page.line.contract_number, loan.lender, f"{due.due_on}", due.days, _yuan(due.principal_fen),
                _yuan(due.interest_fen), due.state_label,
            )  # fmt: skip


def _paid(evidence: Evidence) -> Iterator[tuple[OutCell, ...]]:
    for loan in evidence.loans:
        for one in loan.page.paid:
            sums = (one.principal_fen, one.interest_fen, one.overdue_fen, one.tax_fen, one.net_fen)
            yield (
                loan.page.line.contract_number, loan.lender, f"{one.paid_on}", one.kind_label, *map(_yuan, sums),
                "未能入账" if one.is_returned else "已入账",
            )  # fmt: skip


def _csv(header: Sequence[str], rows: Iterable[Sequence[OutCell]]) -> bytes:
    out = io.BytesIO()
    save_csv(out, header, rows)
    return out.getvalue()


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100
