"""Asking the other partners and answering them: signed, sealed messages, kept until they have arrived."""
