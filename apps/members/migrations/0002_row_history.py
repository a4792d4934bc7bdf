"""Row differences of enterprises, departments, memberships and grants."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import apps.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0001_initial"),
        ("members", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalDepartment",
            fields=[
                ("id", models.UUIDField(db_index=True, default=apps.core.ids.new_id, editable=False)),
                ("name", models.CharField(max_length=60)),
                ("history_user_id", models.UUIDField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.enterprise",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.department",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical department",
                "verbose_name_plural": "historical departments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEmployeeMember",
            fields=[
                ("id", models.UUIDField(db_index=True, default=apps.core.ids.new_id, editable=False)),
                ("emp_no", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=60)),
                ("mobile_tail", models.CharField(max_length=4)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("INVITED", "待提交"),
                            ("PENDING", "认证中"),
                            ("ACTIVE", "在职"),
                            ("SUSPENDED", "已暂停"),
                            ("LEFT", "已离职"),
                            ("REJECTED", "未通过"),
                        ],
                        default="INVITED",
                        max_length=10,
                    ),
                ),
                (
                    "contract_type",
                    models.CharField(
                        choices=[
                            ("LABOUR", "劳动合同"),
                            ("DISPATCH", "劳务派遣"),
                            ("REHIRED", "退休返聘"),
                            ("INTERN", "实习"),
                            ("PART_TIME", "兼职"),
                        ],
                        max_length=10,
                    ),
                ),
                ("hired_on", models.DateField()),
                ("left_on", models.DateField(null=True)),
                ("created_at", models.DateTimeField()),
                ("history_user_id", models.UUIDField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.department",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.enterprise",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="identity.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical employee member",
                "verbose_name_plural": "historical employee members",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEnterprise",
            fields=[
                ("id", models.UUIDField(db_index=True, default=apps.core.ids.new_id, editable=False)),
                ("uscc", models.CharField(db_index=True, max_length=18)),
                ("name", models.CharField(max_length=120)),
                ("short_name", models.CharField(max_length=30)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("DRAFT", "草稿"),
                            ("SUBMITTED", "已提交"),
                            ("BANK_REVIEW", "银行审核中"),
                            ("CERTIFIED", "已认证"),
                            ("REJECTED", "未通过"),
                            ("SUSPENDED", "已暂停"),
                            ("TERMINATED", "已终止"),
                        ],
                        default="DRAFT",
                        max_length=12,
                    ),
                ),
                ("certified_on", models.DateField(null=True)),
                ("created_at", models.DateTimeField()),
                ("history_user_id", models.UUIDField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.bankunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical enterprise",
                "verbose_name_plural": "historical enterprises",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOperatorGrant",
            fields=[
                ("id", models.UUIDField(db_index=True, default=apps.core.ids.new_id, editable=False)),
                ("person_id", models.UUIDField()),
                ("granter_person_id", models.UUIDField(null=True)),
                ("granted_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("authoriser", "企业授权"),
                            ("checker", "企业复核"),
                            ("enterprise_admin", "企业管理员"),
                            ("hr_pay", "薪酬专员"),
                            ("maker", "企业经办"),
                        ],
                        max_length=20,
                    ),
                ),
                ("history_user_id", models.UUIDField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.enterprise",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical operator grant",
                "verbose_name_plural": "historical operator grants",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStaffGrant",
            fields=[
                ("id", models.UUIDField(db_index=True, default=apps.core.ids.new_id, editable=False)),
                ("person_id", models.UUIDField()),
                ("granter_person_id", models.UUIDField(null=True)),
                ("granted_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("approver", "银行审批岗"),
                            ("auditor", "银行审计岗"),
                            ("bank_operator", "银行运营岗"),
                            ("compliance", "银行合规岗"),
                            ("reviewer", "银行审核岗"),
                            ("service_agent", "银行客服岗"),
                        ],
                        max_length=20,
                    ),
                ),
                ("history_user_id", models.UUIDField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.bankunit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical staff grant",
                "verbose_name_plural": "historical staff grants",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
