"""Files of counts taken in: read, checked row by row, and taken as a whole or not at all."""
