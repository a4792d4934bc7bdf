"""Agreements. Signatures and consents are append-only; the words of a version never change: the database checks both."""

import django.db.models.deletion
from django.db import migrations, models

import apps.core.ids
from apps.core.db import append_only_sql

FIXED = [
    "code",
    "version",
    "title",
    "body",
    "text_hash",
    "effective_from",
    "change_note",
    "maker_person_id",
    "created_at",
]
WORDS_STAY = f"""
    CREATE TRIGGER words_stay BEFORE UPDATE ON agreements_agreementtext FOR EACH ROW
        WHEN (({", ".join(f"OLD.{c}" for c in FIXED)}) IS DISTINCT FROM ({", ".join(f"NEW.{c}" for c in FIXED)}))
        EXECUTE FUNCTION core_refuse_change();
    CREATE TRIGGER words_kept BEFORE DELETE ON agreements_agreementtext
        FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""
WORDS_FREE = """
    DROP TRIGGER words_stay ON agreements_agreementtext;
    DROP TRIGGER words_kept ON agreements_agreementtext;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("core", "0002_tables")]

    operations = [
        migrations.CreateModel(
            name="AgreementText",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=60)),
                ("body", models.TextField()),
                ("text_hash", models.CharField(max_length=64)),
                ("change_note", models.CharField(max_length=200)),
                ("effective_from", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("PROPOSED", "待复核"), ("ACTIVE", "已发布"), ("REJECTED", "已退回")], max_length=10
                    ),
                ),
                ("maker_person_id", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
                ("checker_person_id", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "REJECTED"), _negated=True),
                        fields=("code", "version"),
                        name="agreements_text_version",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "PROPOSED")),
                        fields=("code",),
                        name="agreements_text_proposed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["PROPOSED", "ACTIVE", "REJECTED"])),
                        name="agreements_text_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("maker_person_id", models.F("checker_person_id")), _negated=True),
                        name="agreements_text_two_persons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("person_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("COPY", "查阅、复制个人信息"),
                            ("CORRECT", "更正、补充个人信息"),
                            ("DELETE", "删除个人信息"),
                            ("EXPLAIN", "解释处理规则或自动化决定"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "办理中"),
                            ("GRANTED", "已办结"),
                            ("REFUSED", "依法未办理"),
                            ("WITHDRAWN", "已撤销"),
                        ],
                        default="OPEN",
                        max_length=10,
                    ),
                ),
                ("unit_path", models.CharField(max_length=60)),
                ("opened_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("answerer_person_id", models.UUIDField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "OPEN")), fields=["due_on"], name="agreements_request_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "OPEN")),
                        fields=("person_id", "kind"),
                        name="agreements_request_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["COPY", "CORRECT", "DELETE", "EXPLAIN"])),
                        name="agreements_request_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["OPEN", "GRANTED", "REFUSED", "WITHDRAWN"])),
                        name="agreements_request_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state", "OPEN")),
                            models.Q(models.Q(("state", "OPEN"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="agreements_request_closed_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("text_hash", models.CharField(max_length=64)),
                ("person_id", models.UUIDField()),
                ("user_id", models.UUIDField()),
                ("signer", models.CharField(max_length=60)),
                ("enterprise_id", models.UUIDField(null=True)),
                ("subject_id", models.UUIDField(null=True)),
                ("business_date", models.DateField()),
                ("signed_at", models.DateTimeField()),
                ("device", models.CharField(max_length=120)),
                ("ip", models.GenericIPAddressField(null=True)),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="agreements.agreementtext",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("person_id", models.UUIDField()),
                ("kind", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("title", models.CharField(max_length=60)),
                ("terms", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[("ACTIVE", "有效"), ("STOPPED", "已停止"), ("ENDED", "已结束")],
                        default="ACTIVE",
                        max_length=10,
                    ),
                ),
                ("expires_on", models.DateField(null=True)),
                ("signed_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandate", to="agreements.signature"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("person_id", models.UUIDField()),
                ("purpose", models.CharField(max_length=40)),
                ("decision", models.CharField(choices=[("GRANTED", "已同意"), ("WITHDRAWN", "已撤回")], max_length=10)),
                ("text_hash", models.CharField(max_length=64)),
                ("channel", models.CharField(max_length=10)),
                ("decided_at", models.DateTimeField()),
                ("device", models.CharField(max_length=120)),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="agreements.agreementtext",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person_id", "purpose", "-decided_at"], name="agreements_consent_latest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["GRANTED", "WITHDRAWN"])),
                        name="agreements_consent_decision",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(fields=["person_id", "text"], name="agreements_signature_person"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("text", "person_id", "enterprise_id", "subject_id"),
                name="agreements_signature_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(fields=["person_id", "-signed_at"], name="agreements_mandate_person"),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "ACTIVE")),
                fields=("person_id", "kind", "subject_id"),
                name="agreements_mandate_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["ACTIVE", "STOPPED", "ENDED"])), name="agreements_mandate_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("state", "ACTIVE")),
                    models.Q(models.Q(("state", "ACTIVE"), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="agreements_mandate_closed_at",
            ),
        ),
        migrations.RunSQL(WORDS_STAY, WORDS_FREE),
        migrations.RunSQL(*append_only_sql("agreements_signature")),
        migrations.RunSQL(*append_only_sql("agreements_consent")),
    ]
