"""Mending many lines at once, as the API takes and answers it."""

from typing import Any

from rest_framework import serializers

from ..rules.alike import AlikeAction


class AlikeOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    column = serializers.CharField()
    text = serializers.CharField(help_text="这些行共同的内容;没有时为空")
    message = serializers.CharField()
    count = serializers.IntegerField()
    actions = serializers.ListField(child=serializers.ChoiceField([(action.value, "") for action in AlikeAction]))


# As a batch lists it in `alike`, with what is to be done; `count` guards against what has changed since.
class AlikeIn(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=20)
    column = serializers.CharField(max_length=20, allow_blank=True)
    text = serializers.CharField(max_length=60, allow_blank=True, default="", trim_whitespace=False)
    action = serializers.ChoiceField([action.value for action in AlikeAction])
    value = serializers.CharField(max_length=40, allow_blank=True, default="", help_text="replace 时的金额,元")
    count = serializers.IntegerField(min_value=1)


class RowsOut(serializers.Serializer[Any]):
    batch_id = serializers.UUIDField()
    changed = serializers.IntegerField(help_text="改动的行数")
    row_count = serializers.IntegerField()
    total_fen = serializers.IntegerField()
    error_count = serializers.IntegerField()
    warning_count = serializers.IntegerField()


class MergeOut(serializers.Serializer[Any]):
    batch_id = serializers.UUIDField()
    changed = serializers.IntegerField(help_text="改动的行数")
    same = serializers.IntegerField(help_text="与现有内容一致的行数")
    absent = serializers.IntegerField(help_text="清单里没有、保持不变的行数")
    mended = serializers.IntegerField(help_text="减少的错误行数")
    total_before_fen = serializers.IntegerField()
    total_fen = serializers.IntegerField()
    error_count = serializers.IntegerField()
