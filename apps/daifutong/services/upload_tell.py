"""The maker need not stay on the page: what became of a large file comes to the inbox too."""

from django.urls import reverse

from apps.core.clock import Moment
from apps.notify import api as notify

from ..choices import UploadPhase
from ..models import Batch, Upload

TITLES = {
    UploadPhase.DONE: "代发名单已读取完毕",
    UploadPhase.ASKED: "代发名单的各列需要您指明",
    UploadPhase.REFUSED: "代发名单没有导入",
}


def upload_tell(batch: Batch, upload: Upload, now: Moment) -> None:
    """Once for each run of the job, in the caller's transaction. No amount, nobody's name."""
    notify.tell(
        person_id=batch.maker_person_id,
        kind="daifutong.batch",
        title=TITLES[UploadPhase(upload.phase)],
        body=f"{batch.title}({batch.reference}):{_said(batch, upload)}",
        link=reverse("office:batch_detail", args=[batch.pk]),
        key=f"daifutong.upload:{batch.pk}:{upload.runs}",
        now=now,
    )


def _said(batch: Batch, upload: Upload) -> str:
    if upload.phase != UploadPhase.DONE:
        return f"{upload.message.removesuffix('。')}。"
    faults = f"其中 {batch.error_count:,} 行有错误,请改好后提交复核" if batch.error_count else "请核对后提交复核"
    return f"共 {batch.row_count:,} 行,{faults}。"
