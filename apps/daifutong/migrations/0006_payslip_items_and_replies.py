from django.db import migrations, models


class Migration(migrations.Migration):
    """What the employer lists on a payslip, and what it says to a dispute (PY-13)."""

    dependencies = [
        ("daifutong", "0005_repeat_permits"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="payslip",
            name="daifutong_payslip_state",
        ),
        migrations.AddField(
            model_name="payslip",
            name="replied_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="payslip",
            name="reply_display",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="payslip",
            name="reply_text",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="row",
            name="items",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="payslip",
            name="state",
            field=models.CharField(
                choices=[
                    ("NEW", "未查看"),
                    ("VIEWED", "待确认"),
                    ("CONFIRMED", "已确认"),
                    ("DISPUTED", "有异议"),
                    ("REPLIED", "企业已答复"),
                ],
                default="NEW",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="payslip",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("state", "NEW"), ("viewed_at__isnull", True)),
                    models.Q(("answered_at__isnull", True), ("state", "VIEWED"), ("viewed_at__isnull", False)),
                    models.Q(("answered_at__isnull", False), ("state", "CONFIRMED"), ("viewed_at__isnull", False)),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("reply_text", ""),
                        ("state", "DISPUTED"),
                        ("viewed_at__isnull", False),
                        models.Q(("dispute_text", ""), _negated=True),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("state", "REPLIED"),
                        ("viewed_at__isnull", False),
                        models.Q(("dispute_text", ""), _negated=True),
                        models.Q(("reply_text", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="daifutong_payslip_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="payslip",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("replied_at__isnull", True), ("reply_display", ""), ("reply_text", "")),
                    models.Q(models.Q(("reply_text", ""), _negated=True), ("replied_at__isnull", False)),
                    _connector="OR",
                ),
                name="daifutong_payslip_reply",
            ),
        ),
    ]
