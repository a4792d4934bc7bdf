from django.db import migrations, models


class Migration(migrations.Migration):
    """A payment that never left may be given up."""

    dependencies = [
        ("corebank", "0002_statements"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="coremessage",
            name="corebank_message_state",
        ),
        migrations.AlterField(
            model_name="coremessage",
            name="state",
            field=models.CharField(
                choices=[
                    ("INTENT", "INTENT"),
                    ("SENT", "SENT"),
                    ("SUCCEEDED", "SUCCEEDED"),
                    ("FAILED", "FAILED"),
                    ("UNKNOWN", "UNKNOWN"),
                    ("CANCELLED", "CANCELLED"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="coremessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("code", ""), ("resolved_at__isnull", True), ("sent_at__isnull", True), ("state", "INTENT")
                    ),
                    models.Q(
                        ("code", ""), ("resolved_at__isnull", True), ("sent_at__isnull", False), ("state", "SENT")
                    ),
                    models.Q(
                        ("code", "P14"), ("resolved_at__isnull", True), ("sent_at__isnull", False), ("state", "UNKNOWN")
                    ),
                    models.Q(
                        ("code", "P00"),
                        ("resolved_at__isnull", False),
                        ("sent_at__isnull", False),
                        ("state", "SUCCEEDED"),
                    ),
                    models.Q(
                        ("code", "P99"),
                        ("resolved_at__isnull", False),
                        ("sent_at__isnull", True),
                        ("state", "CANCELLED"),
                    ),
                    models.Q(
                        (
                            "code__in",
                            [
                                "P01",
                                "P02",
                                "P03",
                                "P04",
                                "P05",
                                "P06",
                                "P07",
                                "P08",
                                "P09",
                                "P10",
                                "P11",
                                "P12",
                                "P13",
                                "P15",
                                "P99",
                            ],
                        ),
                        ("resolved_at__isnull", False),
                        ("sent_at__isnull", False),
                        ("state", "FAILED"),
                    ),
                    _connector="OR",
                ),
                name="corebank_message_state",
            ),
        ),
    ]
