"""`python -m egnatia` is the `egnatia` command."""

from egnatia.site.command import main

main()
