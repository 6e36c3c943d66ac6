"""`egnatia gallery …`."""

import json
from typing import Annotated

import typer
from django.db.models import Q

from egnatia import audit
from egnatia.base.errors import Problem
from egnatia.biometrics import gallery_writer, generations
from egnatia.biometrics.models import Capture, Enrolment
from egnatia.engines.fingerprint.gallery import Gallery

app = typer.Typer()
group = typer.Typer(help="The gallery: everybody's fingers, ready to be searched.", no_args_is_help=True)
app.add_typer(group, name="gallery")

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]


@group.command()
def rebuild() -> None:
    """Make the gallery again from the stored minutiae, and put it in the place of the present one."""
    try:
        count = gallery_writer.rebuild()
    except BlockingIOError as error:
        raise Problem(
            "biometrics.gallery.busy",
            "The worker is writing the gallery just now.",
            "Try again in a moment.",
            status=409,
        ) from error
    finally:
        gallery_writer.close()
    audit.record("biometrics.gallery.rebuilt", entries=count)
    typer.echo(f"{count} data sets are in the gallery.")


@group.command()
def verify(as_json: AsJson = False) -> None:
    """Read every byte of the gallery, and compare it with the database. Exit code 1 when something is wrong."""
    faults = find_faults()
    typer.echo(json.dumps(faults) if as_json else "\n".join(faults) or "The gallery is whole.")
    if faults:
        if not as_json:
            typer.echo("To mend it: egnatia gallery rebuild")
        raise typer.Exit(1)


@group.command()
def status(as_json: AsJson = False) -> None:
    """How many are enrolled, how many wait to be appended or read."""
    figures = {
        "enrolled": Enrolment.objects.filter(erased=False).count(),
        "to_append": Enrolment.objects.filter(appended=False, erased=False).count(),
        "to_overwrite": Enrolment.objects.filter(erased=True).count(),
        "images_to_read": Capture.objects.filter(Q(state=Capture.State.WAITING)).count(),
        "file": generations.find_current() is not None,
    }
    typer.echo(json.dumps(figures) if as_json else "\n".join(f"{name.replace('_', ' ')}: {n}" for name, n in figures.items()))


def find_faults() -> list[str]:
    """What is wrong with the gallery's file, in words; an empty list when it is whole and complete."""
    current = generations.find_current()
    expected = set(Enrolment.objects.filter(appended=True, erased=False).values_list("pk", flat=True))
    if current is None:
        return ["there is no gallery that this program and its keys can read"] if expected else []
    with Gallery(current.path, current.secret) as gallery:
        faults = gallery.verify()
        present = set(gallery.ids())
    known = set(Enrolment.objects.values_list("pk", flat=True))
    faults += [f"{entry} is missing" for entry in sorted(expected - present)]
    faults += [f"{entry} belongs to nobody" for entry in sorted(present - known)]
    return faults
