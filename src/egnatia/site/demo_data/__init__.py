"""The people of the demo: none of them exists. See README.md."""
