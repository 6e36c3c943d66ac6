"""`egnatia gallery …`."""

import json
from typing import Annotated

import typer

from egnatia import audit
from egnatia.base.errors import Problem
from egnatia.biometrics.models import Capture, Enrolment

app = typer.Typer()
group = typer.Typer(help="The gallery: everybody's fingers, ready to be searched.", no_args_is_help=True)
app.add_typer(group, name="gallery")

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]


@group.command()
def rebuild() -> None:
    """Make the gallery again from the stored minutiae, and put it in the place of the present one."""
    from egnatia.biometrics import gallery_writer
    from egnatia.biometrics.problems import engine_errors_as_problems

    try:
        with engine_errors_as_problems():
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
    from egnatia.biometrics import gallery

    faults = gallery.verify()
    typer.echo(json.dumps(faults) if as_json else "\n".join(faults) or "The gallery is whole.")
    if faults:
        if not as_json:
            start_ray = "Start Ray on the machine of the part that is missing: egnatia-ray.service"
            typer.echo(start_ray if gallery.find_missing_parts() else "To mend it: egnatia gallery rebuild")
        raise typer.Exit(1)


@group.command()
def status(as_json: AsJson = False) -> None:
    """How many are enrolled, how many wait to be appended or read; which parts are missing where the gallery is in parts."""
    from egnatia.biometrics import gallery, generations

    current = generations.find_current()
    figures = {
        "enrolled": Enrolment.objects.filter(erased=False).count(),
        "to_append": Enrolment.objects.filter(appended=False, erased=False).count(),
        "to_overwrite": Enrolment.objects.filter(erased=True).count(),
        "images_to_read": Capture.objects.filter(state=Capture.State.WAITING).count(),
        "file": current is not None,
        "parts": current.shards if current else 0,
        "missing_parts": list(gallery.find_missing_parts()),
    }
    typer.echo(json.dumps(figures) if as_json else "\n".join(f"{name.replace('_', ' ')}: {n}" for name, n in figures.items()))
