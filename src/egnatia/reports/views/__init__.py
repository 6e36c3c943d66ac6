"""The reports' pages. Reading takes picture.report or cooperation.read; drafting the first, signing cooperation.write."""

READ = ("picture.report", "cooperation.read")
DRAFT, SIGN = "picture.report", "cooperation.write"
