"""Getting messages to partners: in order, again and again, until each has been answered for."""
