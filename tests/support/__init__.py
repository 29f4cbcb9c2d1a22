"""What tests stand on: databases, a browser, named people."""
