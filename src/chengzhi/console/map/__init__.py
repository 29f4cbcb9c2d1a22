"""The map workbench and the feeds behind every map of the console."""
