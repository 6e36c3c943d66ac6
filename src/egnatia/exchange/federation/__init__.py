"""The federation list: who belongs to it, by which keys they sign, what they have agreed; signed by a quorum of them."""
