"""A roster as a file by the API: uploaded, looked at, mended by its sheet of faults, confirmed. As on the pages."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from apps.core import clock
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.api import Call, Endpoint, PageQuery, entry
from apps.core.http.files import XLSX

from ..adapters.roster_files import sheet_response, template_response
from ..choices import SCOPE_LABELS, RosterScope
from ..selectors.roster_previews import VIEW_LABELS, Preview, faulty_rows, preview_for_enterprise
from ..services.roster_amend import roster_discard, roster_merge
from ..services.roster_apply import Applied
from ..services.roster_import import roster_import
from ..services.roster_upload import roster_upload

IMPORT, OWN = "members.roster.import", Relation.ENTERPRISE
MISSING = "没有找到这份花名册。"


class RosterSheetIn(serializers.Serializer[Any]):
    file = serializers.FileField(max_length=120, help_text="xlsx、xls、csv 或 txt")


class RosterFileIn(RosterSheetIn):
    scope = serializers.ChoiceField(
        list(SCOPE_LABELS.items()), default=RosterScope.NEW.value, help_text="FULL:未列入名单者视为离职"
    )


class RosterQuery(PageQuery):
    show = serializers.ChoiceField(
        [name for name in VIEW_LABELS if name], required=False, help_text="只看一类;不填为全部"
    )


class RosterConfirmIn(serializers.Serializer[Any]):
    digest = serializers.RegexField(r"^[0-9a-f]{64}$", help_text="看到的比对结果的 digest")
    left_on = serializers.DateField(required=False, allow_null=True, default=None, help_text="有人离职时必填")


class RosterCellOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    text = serializers.CharField(help_text="证件号和手机号已掩码")
    error = serializers.CharField()
    before = serializers.CharField(help_text="将变更的一格原来的内容")


class RosterRowOut(serializers.Serializer[Any]):
    number = serializers.IntegerField(help_text="文件里的行号")
    outcome = serializers.CharField(help_text="errors、joiners、changed 或 unchanged")
    cells = RosterCellOut(many=True)


class RosterLeaverOut(serializers.Serializer[Any]):
    emp_no = serializers.CharField()
    name = serializers.CharField()
    department = serializers.CharField()


class RosterCountsOut(serializers.Serializer[Any]):
    errors = serializers.IntegerField()  # type: ignore[assignment]
    joiners = serializers.IntegerField()
    changed = serializers.IntegerField()
    leavers = serializers.IntegerField()
    unchanged = serializers.IntegerField()


class RosterUploadOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    file_name = serializers.CharField()
    scope = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    counts = RosterCountsOut()
    row_count = serializers.IntegerField()
    digest = serializers.CharField(help_text="这份比对结果;确认时原样带回")
    may_import = serializers.BooleanField()
    rows = RosterRowOut(many=True)
    leavers = RosterLeaverOut(many=True)
    page = serializers.IntegerField(source="number")
    pages = serializers.IntegerField()


class RosterKeptOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="*")


class RosterMergedOut(serializers.Serializer[Any]):
    changed = serializers.IntegerField(source="*", help_text="更新的行数")


class RosterAppliedOut(serializers.Serializer[Any]):
    joined = serializers.IntegerField()
    changed = serializers.IntegerField()
    left = serializers.IntegerField()


class RosterTemplate(Endpoint):
    @entry(summary="花名册模板", permission=IMPORT, relation=OWN, gives=XLSX)
    def get(self, call: Call) -> HttpResponse:
        return template_response()


class RosterUploading(Endpoint):
    parser_classes = (MultiPartParser,)

    @entry(
        summary="上传花名册,只核对不生效", permission=IMPORT, relation=OWN, takes=RosterFileIn, answers=RosterKeptOut,
        status=201,
    )  # fmt: skip
    def post(self, call: Call) -> UUID:
        file, scope = call.sent["file"], RosterScope(call.sent["scope"])
        return roster_upload(data=file.read(), file_name=file.name, scope=scope, actor=call.actor, now=clock.read())


class RosterUploaded(Endpoint):
    @entry(summary="一份待确认的花名册", permission=IMPORT, relation=OWN, asks=RosterQuery, answers=RosterUploadOut)
    def get(self, call: Call, upload_id: UUID) -> Preview:
        asked = call.asked
        preview = preview_for_enterprise(call.actor, upload_id, show=asked.get("show", ""), page=asked["page"])
        if preview is None:
            raise NotFound(MISSING)
        return preview


class RosterFaults(Endpoint):
    @entry(summary="花名册错误清单", permission=IMPORT, relation=OWN, gives=XLSX)
    def get(self, call: Call, upload_id: UUID) -> HttpResponse:
        rows = faulty_rows(call.actor, upload_id)
        if rows is None:
            raise NotFound(MISSING)
        return sheet_response(rows)


class RosterMerging(Endpoint):
    parser_classes = (MultiPartParser,)

    @entry(summary="交回改好的错误清单", permission=IMPORT, relation=OWN, takes=RosterSheetIn, answers=RosterMergedOut)
    def post(self, call: Call, upload_id: UUID) -> int:
        file = call.sent["file"]
        return roster_merge(
            upload_id=upload_id, data=file.read(), file_name=file.name, actor=call.actor, now=clock.read()
        )


class RosterConfirming(Endpoint):
    @entry(
        summary="确认花名册,立即生效", permission=IMPORT, relation=OWN, takes=RosterConfirmIn,
        answers=RosterAppliedOut,
    )  # fmt: skip
    def post(self, call: Call, upload_id: UUID) -> Applied:
        return roster_import(upload_id=upload_id, **call.sent, actor=call.actor, now=clock.read())


class RosterDiscarding(Endpoint):
    @entry(summary="放弃一份花名册", permission=IMPORT, relation=OWN)
    def post(self, call: Call, upload_id: UUID) -> None:
        roster_discard(upload_id=upload_id, actor=call.actor, now=clock.read())
