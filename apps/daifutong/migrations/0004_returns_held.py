from django.db import migrations, models


class Migration(migrations.Migration):
    """A failed line whose money waits for an account of the enterprise (PY-7)."""

    dependencies = [
        ("daifutong", "0003_dispute_length"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="row",
            name="daifutong_row_state",
        ),
        migrations.AlterField(
            model_name="batch",
            name="state",
            field=models.CharField(
                choices=[
                    ("UPLOADED", "已上传"),
                    ("PARSED", "待提交"),
                    ("HAS_ERRORS", "有错误待修改"),
                    ("SUBMITTED", "待复核"),
                    ("CHECKED", "待授权"),
                    ("AUTHORISED", "已授权"),
                    ("REJECTED", "已退回"),
                    ("SCHEDULED", "待扣款"),
                    ("DEBITING", "扣款中"),
                    ("DISBURSING", "发放中"),
                    ("IN_DOUBT", "有状态未知明细"),
                    ("DONE", "全部成功"),
                    ("PART_FAILED", "部分失败"),
                    ("CANCELLED", "已撤销"),
                ],
                default="UPLOADED",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="row",
            name="state",
            field=models.CharField(
                choices=[
                    ("PENDING", "待发放"),
                    ("DROPPED", "已剔除"),
                    ("SENT", "跨行处理中"),
                    ("IN_DOUBT", "状态未知,查询中"),
                    ("PAID", "发放成功"),
                    ("FAILED", "发放失败,待退回"),
                    ("HELD", "发放失败,退回款暂存"),
                    ("RETURNED", "发放失败,已退回"),
                ],
                default="PENDING",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="row",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "PENDING",
                            "DROPPED",
                            "SENT",
                            "IN_DOUBT",
                            "PAID",
                            "FAILED",
                            "HELD",
                            "RETURNED",
                        ],
                    )
                ),
                name="daifutong_row_state",
            ),
        ),
    ]
