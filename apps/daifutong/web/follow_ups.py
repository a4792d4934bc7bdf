"""In the office: failed lines again, and lines that wait for a wage card."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.request import Request

from ..services.batch_retry import batch_retry as retry
from ..services.batch_supplement import batch_supplement as supplement
from ..services.row_park import row_park as park

MAKE = "daifutong.batch.make"
OWN = Relation.ENTERPRISE


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def batch_retry(request: Request, batch_id: UUID) -> HttpResponse:
    key = request.POST.get("idempotency_key", "")
    answer = retry(batch_id=batch_id, key=key, actor=request.actor, now=clock.read())
    messages.success(request, f"已用 {answer.row_count} 条失败明细建立新批次,请改正账号后提交复核。")
    return redirect("office:batch_detail", answer.batch_id)


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def batch_supplement(request: Request) -> HttpResponse:
    is_confidential, key = request.POST.get("confidential") == "yes", request.POST.get("idempotency_key", "")
    answer = supplement(is_confidential=is_confidential, key=key, actor=request.actor, now=clock.read())
    messages.success(request, f"已用 {answer.row_count} 条待补发明细建立补发批次,请核对后提交复核。")
    return redirect("office:batch_detail", answer.batch_id)


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def row_park(request: Request, batch_id: UUID, row_id: UUID) -> HttpResponse:
    park(row_id=row_id, actor=request.actor, now=clock.read())
    messages.success(request, "已转为待补发,合计已更新。员工有了工资卡后,可在代发工资页一起补发。")
    return redirect("office:batch_detail", batch_id)
