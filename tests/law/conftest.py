"""Property tests of the rules assert what comes out, not how fast: a first look at a year's holidays takes longer."""

from hypothesis import settings

settings.register_profile("law", deadline=None)
settings.load_profile("law")
