"""What partners say to each other: a closed list of kinds, each with a closed list of fields."""

from egnatia.exchange.messages.message import KINDS, Frame, Message, read_content, read_frame, read_message

__all__ = ["KINDS", "Frame", "Message", "read_content", "read_frame", "read_message"]
