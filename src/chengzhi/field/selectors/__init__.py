"""What the pages of the field read, each for its viewer."""
