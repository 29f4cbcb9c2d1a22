"""The version, stated once; the CHANGELOG's newest heading must agree (a test compares them)."""

VERSION = "0.1.0"
