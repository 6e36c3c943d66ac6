"""`egnatia picture …`: what its parts bring, under one name."""

import typer

from egnatia.picture import series_commands
from egnatia.picture.alarms import commands as alarm_commands
from egnatia.picture.analysis import commands as analysis_commands
from egnatia.picture.imports import commands as import_commands
from egnatia.picture.outlook import commands as outlook_commands
from egnatia.picture.releases import commands as release_commands

app = typer.Typer(name="picture", help="The regional picture: counts taken in, series, sections, alarms.", no_args_is_help=True)
for part in (import_commands, series_commands, analysis_commands, outlook_commands, alarm_commands):
    app.add_typer(part.app)
app.add_typer(release_commands.app, name="release")
