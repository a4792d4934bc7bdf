"""The REST twin of bulletins: as the phone reads and confirms them, and as the office writes and follows them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, PageQuery, entry
from apps.core.http.files import XLSX, file_response

from ..rules.bulletins import REASON_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from ..selectors.bulletin_desk import (
    READER_LABELS,
    all_readers,
    bulletin_for_enterprise,
    bulletins_for_enterprise,
    readers_for_enterprise,
)
from ..selectors.bulletin_lines import (
    BulletinDeskLine,
    BulletinDeskPage,
    BulletinLine,
    BulletinMade,
    BulletinPage,
    BulletinReaders,
    NewBulletin,
    Reminded,
)
from ..selectors.bulletins import bulletin_for_member, bulletins_for_member
from ..selectors.reader_sheet import reader_sheet
from ..services.bulletin_confirm import bulletin_confirm
from ..services.bulletin_discard import bulletin_discard
from ..services.bulletin_draft import bulletin_draft
from ..services.bulletin_edit import bulletin_edit
from ..services.bulletin_publish import bulletin_publish
from ..services.bulletin_read import bulletin_read
from ..services.bulletin_remind import bulletin_remind
from ..services.bulletin_withdraw import bulletin_withdraw

TALK, SELF = "imessage.talk", Relation.SELF
MANAGE, OWN = "imessage.bulletin.manage", Relation.ENTERPRISE


class BulletinOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    conversation_id = serializers.UUIDField()
    kind = serializers.CharField(help_text="BULLETIN 企业公告,BANK_BULLETIN 银行通知")
    sender = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField(help_text="已撤回的为空")
    published_at = serializers.DateTimeField()
    needs_confirm = serializers.BooleanField()
    confirm_by = serializers.DateField(allow_null=True, help_text="营业日")
    read_at = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField()
    is_withdrawn = serializers.BooleanField()
    withdraw_reason = serializers.CharField()


class BulletinsOut(serializers.Serializer[Any]):
    lines = BulletinOut(many=True)
    number = serializers.IntegerField()
    has_more = serializers.BooleanField()
    unread = serializers.IntegerField()


class BulletinIn(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=TITLE_LENGTH)
    text = serializers.CharField(max_length=TEXT_LENGTH)
    department_id = serializers.UUIDField(required=False, allow_null=True, default=None, help_text="空为全体员工")
    needs_confirm = serializers.BooleanField(default=False)
    confirm_by = serializers.DateField(required=False, allow_null=True, default=None, help_text="营业日")


class WithdrawIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=REASON_LENGTH, help_text="员工会看到")


class BulletinMadeOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()


class RemindedOut(serializers.Serializer[Any]):
    people = serializers.IntegerField(help_text="提醒了多少人")


class BulletinFiguresOut(serializers.Serializer[Any]):
    people = serializers.IntegerField(help_text="应读:发布时已加入并仍在职")
    read = serializers.IntegerField()
    confirmed = serializers.IntegerField()


class DeskBulletinOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    text = serializers.CharField()
    audience = serializers.CharField()
    department_id = serializers.UUIDField(allow_null=True)
    state = serializers.CharField()
    state_label = serializers.CharField()
    maker = serializers.CharField()
    created_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(allow_null=True)
    needs_confirm = serializers.BooleanField()
    confirm_by = serializers.DateField(allow_null=True)
    withdraw_reason = serializers.CharField()
    reminded_at = serializers.DateTimeField(allow_null=True)
    figures = BulletinFiguresOut(allow_null=True)
    may = serializers.ListField(child=serializers.CharField())


class DeskBulletinsOut(serializers.Serializer[Any]):
    lines = DeskBulletinOut(many=True)
    number = serializers.IntegerField()
    pages = serializers.IntegerField()
    total = serializers.IntegerField()


class ReadersQuery(PageQuery):
    show = serializers.ChoiceField(choices=["", *READER_LABELS], default="", help_text="空为全部")


class BulletinReaderOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    department = serializers.CharField(allow_blank=True)
    state = serializers.CharField()
    read_at = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField()


class BulletinReadersOut(serializers.Serializer[Any]):
    readers = BulletinReaderOut(many=True)
    number = serializers.IntegerField()
    pages = serializers.IntegerField()
    total = serializers.IntegerField()


class Bulletins(Endpoint):
    @entry(summary="我的公告", permission=TALK, relation=SELF, asks=PageQuery, answers=BulletinsOut)
    def get(self, call: Call) -> BulletinPage:
        return bulletins_for_member(call.actor, call.asked["page"])


class OneBulletin(Endpoint):
    @entry(summary="公告", permission=TALK, relation=SELF, answers=BulletinOut)
    def get(self, call: Call, bulletin_id: UUID) -> BulletinLine:
        return bulletin_for_member(call.actor, bulletin_id)


class BulletinReading(Endpoint):
    @entry(summary="公告记为已读", permission=TALK, relation=SELF)
    def post(self, call: Call, bulletin_id: UUID) -> None:
        bulletin_read(bulletin_id=bulletin_id, actor=call.actor, now=clock.read())


class BulletinConfirmation(Endpoint):
    @entry(summary="确认收到公告", permission=TALK, relation=SELF)
    def post(self, call: Call, bulletin_id: UUID) -> None:
        bulletin_confirm(bulletin_id=bulletin_id, actor=call.actor, now=clock.read())


class DeskBulletins(Endpoint):
    @entry(summary="企业公告列表", permission=MANAGE, relation=OWN, asks=PageQuery, answers=DeskBulletinsOut)
    def get(self, call: Call) -> BulletinDeskPage:
        return bulletins_for_enterprise(call.actor, clock.read(), call.asked["page"])


class DeskBulletin(Endpoint):
    @entry(summary="企业公告", permission=MANAGE, relation=OWN, answers=DeskBulletinOut)
    def get(self, call: Call, bulletin_id: UUID) -> BulletinDeskLine:
        return bulletin_for_enterprise(call.actor, bulletin_id, clock.read())


class BulletinDrafting(Endpoint):
    @entry(
        summary="起草企业公告", permission=MANAGE, relation=OWN, takes=BulletinIn, answers=BulletinMadeOut, status=201
    )
    def post(self, call: Call) -> BulletinMade:
        said = NewBulletin(**call.sent)
        return bulletin_draft(bulletin=said, actor=call.actor, now=clock.read())


class BulletinEditing(Endpoint):
    @entry(summary="修改企业公告草稿", permission=MANAGE, relation=OWN, takes=BulletinIn)
    def post(self, call: Call, bulletin_id: UUID) -> None:
        said = NewBulletin(**call.sent)
        bulletin_edit(bulletin_id=bulletin_id, bulletin=said, actor=call.actor, now=clock.read())


class BulletinDiscarding(Endpoint):
    @entry(summary="删除企业公告草稿", permission=MANAGE, relation=OWN)
    def post(self, call: Call, bulletin_id: UUID) -> None:
        bulletin_discard(bulletin_id=bulletin_id, actor=call.actor, now=clock.read())


class BulletinPublication(Endpoint):
    @entry(summary="发布企业公告", permission=MANAGE, relation=OWN)
    def post(self, call: Call, bulletin_id: UUID) -> None:
        bulletin_publish(bulletin_id=bulletin_id, actor=call.actor, now=clock.read())


class BulletinWithdrawal(Endpoint):
    @entry(summary="撤回企业公告", permission=MANAGE, relation=OWN, takes=WithdrawIn)
    def post(self, call: Call, bulletin_id: UUID) -> None:
        reason = call.sent["reason"]
        bulletin_withdraw(bulletin_id=bulletin_id, reason=reason, actor=call.actor, now=clock.read())


class BulletinReminding(Endpoint):
    @entry(summary="提醒未确认的人", permission=MANAGE, relation=OWN, answers=RemindedOut)
    def post(self, call: Call, bulletin_id: UUID) -> Reminded:
        return bulletin_remind(bulletin_id=bulletin_id, actor=call.actor, now=clock.read())


class DeskBulletinReaders(Endpoint):
    @entry(summary="公告的阅读名单", permission=MANAGE, relation=OWN, asks=ReadersQuery, answers=BulletinReadersOut)
    def get(self, call: Call, bulletin_id: UUID) -> BulletinReaders:
        return readers_for_enterprise(call.actor, bulletin_id, call.asked["show"], call.asked["page"])


class BulletinSheet(Endpoint):
    @entry(summary="公告的阅读名单(文件)", permission=MANAGE, relation=OWN, gives=XLSX)
    def get(self, call: Call, bulletin_id: UUID) -> HttpResponse:
        line, readers = all_readers(call.actor, bulletin_id)
        return file_response(reader_sheet(line, readers), "公告阅读名单.xlsx", XLSX)
