"""People who don't exist: fingers grown from a seed, as minutiae (`synthetic_fingers`) or as pictures (`make_person`)."""

from egnatia.engines.fingerprint.synthetic.person import SyntheticPerson, make_person
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers

__all__ = ["SyntheticPerson", "make_person", "synthetic_fingers"]
