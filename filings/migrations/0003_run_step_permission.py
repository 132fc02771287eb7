from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("filings", "0002_database"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="load",
            options={
                "ordering": ("-id",),
                "permissions": (("run_step", "Can start a step of the pipeline"),),
            },
        ),
    ]
