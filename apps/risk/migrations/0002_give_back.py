"""What was used can be given back: the books refused it, or the money came back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("risk", "0001_tables"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="limitevent",
            name="risk_limitevent_settled_once",
        ),
        migrations.RemoveConstraint(
            model_name="limitevent",
            name="risk_limitevent_kind",
        ),
        migrations.RemoveConstraint(
            model_name="reservation",
            name="risk_reservation_state",
        ),
        migrations.AlterField(
            model_name="limitevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("RESERVE", "RESERVE"),
                    ("TAKE", "TAKE"),
                    ("COMMIT", "COMMIT"),
                    ("RELEASE", "RELEASE"),
                    ("EXPIRE", "EXPIRE"),
                    ("GIVE_BACK", "GIVE_BACK"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="reservation",
            name="state",
            field=models.CharField(
                choices=[
                    ("RESERVED", "已预占"),
                    ("COMMITTED", "已使用"),
                    ("RELEASED", "已释放"),
                    ("EXPIRED", "已到期释放"),
                    ("RETURNED", "已退回"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="limitevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["COMMIT", "RELEASE", "EXPIRE"])),
                fields=("reservation", "use"),
                name="risk_limitevent_settled_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="limitevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "GIVE_BACK")),
                fields=("reservation", "use"),
                name="risk_limitevent_given_back_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="limitevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["RESERVE", "TAKE", "COMMIT", "RELEASE", "EXPIRE", "GIVE_BACK"])),
                name="risk_limitevent_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("expires_at__isnull", False),
                        ("settled", 0),
                        ("settled_at__isnull", True),
                        ("state", "RESERVED"),
                    ),
                    models.Q(
                        ("settled__gt", 0),
                        ("settled__lte", models.F("amount")),
                        ("settled_at__isnull", False),
                        ("state", "COMMITTED"),
                    ),
                    models.Q(
                        ("settled", 0),
                        ("settled_at__isnull", False),
                        ("state__in", ["RELEASED", "EXPIRED", "RETURNED"]),
                    ),
                    _connector="OR",
                ),
                name="risk_reservation_state",
            ),
        ),
    ]
