import django.db.models.deletion
from django.db import migrations, models

import egnatia.base.ids


class Migration(migrations.Migration):
    dependencies = [("exchange", "0004_federation_list")]

    operations = [
        migrations.AddField(model_name="partnerfigures", name="quotas", field=models.JSONField(default=dict)),
        migrations.CreateModel(
            name="Fault",
            fields=[
                (
                    "id",
                    models.UUIDField(default=egnatia.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("hour", models.DateTimeField(db_index=True)),
                ("code", models.CharField(max_length=80)),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="faults", to="exchange.partner"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("partner", "hour", "code"), name="one_counter_per_hour"),
                ],
            },
        ),
    ]
