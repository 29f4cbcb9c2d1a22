"""The registers (台账): who is who, which cells and parts, which standards, and who changed or read what."""
