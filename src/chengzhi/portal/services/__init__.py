"""What the pages of the portal keep and send."""
