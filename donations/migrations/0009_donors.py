"""Give each name its match key, and keep what people decide about who is who."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("donations", "0008_efiled_columns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(), "DROP FUNCTION donations_donor_key"
        ),
        migrations.CreateModel(
            name="DonorDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("join", "These are one donor"),
                            ("part", "These are different donors"),
                            ("spelling", "This spelling is somebody else"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Match key, as smith-john.",
                        max_length=200,
                    ),
                ),
                (
                    "zip",
                    models.CharField(
                        blank=True, default="", help_text="Five digits.", max_length=5
                    ),
                ),
                ("other_key", models.CharField(blank=True, default="", max_length=200)),
                ("other_zip", models.CharField(blank=True, default="", max_length=5)),
                (
                    "name",
                    models.CharField(
                        blank=True, default="", help_text="A name as filed.", max_length=200
                    ),
                ),
                (
                    "reason",
                    models.TextField(help_text="Why, in the reviewer's words: the page shows it."),
                ),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                ("reversed_at", models.DateTimeField(null=True)),
                ("reversed_why", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "ordering": ("-decided_at",),
            },
        ),
        migrations.AddField(
            model_name="contributorname",
            name="donor_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func("name", function="donations_donor_key"),
                help_text="Last and first name without spelling's accidents (donations/donors.py).",
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            model_name="contributorname",
            index=models.Index(fields=["donor_key"], name="contributorname_donor_key"),
        ),
        migrations.AddField(
            model_name="donordecision",
            name="decided_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="donor_decisions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="donordecision",
            name="reversed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="donordecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reversed_at", None)),
                fields=("key", "zip", "other_key", "other_zip", "name"),
                name="donor_decision_active_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="donordecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "spelling"),
                        ("other_key", ""),
                        ("other_zip", ""),
                        models.Q(("name", ""), _negated=True),
                    ),
                    models.Q(
                        ("kind__in", ("join", "part")),
                        ("name", ""),
                        models.Q(("other_key", ""), _negated=True),
                        models.Q(("other_zip", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="donor_decision_on_a_pair_or_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="donordecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reversed_at", None), ("reversed_by", None)),
                    models.Q(("reversed_at__isnull", False), ("reversed_by__isnull", False)),
                    _connector="OR",
                ),
                name="donor_decision_reversed_by_somebody",
            ),
        ),
    ]
