from django.db import migrations


def remove_keys_of_names(apps, schema_editor):
    apps.get_model("persons", "SearchKey").objects.filter(kind="name").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("persons", "0003_security_flags"),
    ]

    operations = [
        migrations.RunPython(remove_keys_of_names, migrations.RunPython.noop),
    ]
