"""What residents may read: their own report, in plain words, without anybody's personal data."""
