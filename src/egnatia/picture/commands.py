"""`egnatia picture …`: what its parts bring, under one name."""

import typer

from egnatia.picture import alarm_commands, import_commands, release_commands, series_commands

app = typer.Typer(name="picture", help="The regional picture: counts taken in, series, sections, alarms.", no_args_is_help=True)
for part in (import_commands, series_commands, alarm_commands):
    app.add_typer(part.app)
app.add_typer(release_commands.app, name="release")
