"""What this app holds of one person, for the person's copy."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, Subquery

from apps.core.clock import SHANGHAI
from apps.core.person_copy import Sheet

from .choices import REASON_LABELS, REPORT_LABELS, SAID_KINDS, ReportReason, ReportState
from .choices.complaints import COMPLAINT_KIND_LABELS, COMPLAINT_LABELS, ComplaintKind, ComplaintState
from .choices.desk import THREAD_LABELS, TOPIC_LABELS, ThreadState, Topic
from .models import (
    Answer,
    BulletinReceipt,
    Complaint,
    ComplaintReply,
    Message,
    MessageBody,
    PostReport,
    Question,
    Report,
    ServiceThread,
)

WHY = "a copy for the person"


def _said(person_id: UUID) -> Sheet:
    """The person's own words; what others said is theirs."""
    place = {"conversation_id": OuterRef("conversation_id"), "seq": OuterRef("seq")}
    body = MessageBody.objects.system(WHY).filter(**place).values("body")
    said = Message.objects.system(WHY).filter(participant__person_id=person_id, kind__in=SAID_KINDS)
    rows = said.order_by("sent_at").values_list("conversation_id", "seq", "sent_at", Subquery(body))
    return Sheet(
        "会话中的发言",
        ("会话编号", "序号", "发送时间", "内容"),
        [
            (f"{talk}", f"{seq}", f"{sent_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", _words(words))
            for talk, seq, sent_at, words in rows
        ],
    )


def _bulletins(person_id: UUID) -> Sheet:
    """What the person has opened and confirmed; the words are the enterprise's."""
    rows = BulletinReceipt.objects.system(WHY).filter(participant__person_id=person_id).order_by("read_at", "pk")
    return Sheet(
        "公告的阅读与确认",
        ("公告", "发布方", "阅读时间", "确认时间"),
        [
            (title, firm or bank, _at(read_at), _at(confirmed_at))
            for title, firm, bank, read_at, confirmed_at in rows.values_list(
                "bulletin__title", "bulletin__enterprise__name", "bulletin__unit__name", "read_at", "confirmed_at"
            )
        ],
    )


def _at(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


def _posts(person_id: UUID) -> Sheet:
    """What the person has asked and answered on the enterprise's board."""
    asked = Question.objects.system(WHY).filter(person_id=person_id).order_by("asked_at")
    given = Answer.objects.system(WHY).filter(person_id=person_id).order_by("answered_at")
    rows = [
        *(("提问", title, text, _at(at)) for title, text, at in asked.values_list("title", "text", "asked_at")),
        *(
            ("回答", title, text, _at(at))
            for title, text, at in given.values_list("question__title", "text", "answered_at")
        ),
    ]
    return Sheet("社区的提问与回答", ("类型", "问题", "内容", "时间"), rows)


def _reports(person_id: UUID) -> Sheet:
    rows = PostReport.objects.system(WHY).filter(person_id=person_id).order_by("reported_at")
    return Sheet(
        "社区的举报",
        ("问题", "原因", "时间"),
        [
            (title, reason, _at(at))
            for title, reason, at in rows.values_list("question__title", "reason", "reported_at")
        ],
    )


def _words(body: dict[str, Any] | None) -> str:
    """A text, or the name of the file that was sent."""
    return str(body.get("text") or f"[文件] {body.get('name', '')}") if body else "已清除"


def _reported(person_id: UUID) -> Sheet:
    """What the person has reported, and what was decided about the person's own words."""
    mine = Q(reporter_person_id=person_id)
    about_me = Q(author_person_id=person_id) & ~Q(state__in=(ReportState.OPEN, ReportState.DISMISSED))
    rows = Report.objects.system(WHY).filter(mine | about_me).order_by("reported_at")
    return Sheet(
        "会话举报与处理",
        ("会话编号", "序号", "时间", "角色", "原因", "结果", "本人的申诉"),
        [
            (
                f"{row.conversation_id}",
                f"{row.seq}",
                f"{row.reported_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                "举报人" if row.reporter_person_id == person_id else "发言人",
                REASON_LABELS[ReportReason(row.reason)],
                REPORT_LABELS[ReportState(row.state)],
                row.appeal if row.author_person_id == person_id else "",
            )
            for row in rows
        ],
    )


def _asked(person_id: UUID) -> Sheet:
    """What the person asked the bank's desk, and the score given; the words stand among what was said."""
    rows = ServiceThread.objects.system(WHY).filter(person_id=person_id).order_by("opened_at", "pk")
    return Sheet(
        "银行客服会话",
        ("会话编号", "业务", "状态", "发起时间", "评分", "评价"),
        [
            (
                f"{row.pk}", TOPIC_LABELS[Topic(row.topic)], THREAD_LABELS[ThreadState(row.state)],
                f"{row.opened_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", f"{row.score or ''}", row.score_words,
            )
            for row in rows
        ],
    )  # fmt: skip


def _complained(person_id: UUID) -> Sheet:
    """The person's complaints with the bank's replies."""
    rows = Complaint.objects.system(WHY).filter(person_id=person_id).order_by("filed_at", "pk")
    return Sheet(
        "消费投诉",
        ("编号", "类别", "内容", "状态", "收到时间", "最迟答复", "答复", "您的意见"),
        [
            (
                row.number, COMPLAINT_KIND_LABELS[ComplaintKind(row.kind)], row.text,
                COMPLAINT_LABELS[ComplaintState(row.state)], f"{row.filed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                f"{row.due_on}", "\n".join(reply.text for reply in row.replies.all()), row.verdict_words,
            )
            for row in rows.prefetch_related(Prefetch("replies", ComplaintReply.objects.system(WHY).order_by("round")))
        ],
    )  # fmt: skip


SHEETS = (_said, _bulletins, _posts, _reports, _reported, _asked, _complained)
