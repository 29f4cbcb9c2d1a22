"""Taking in what people tell: the form of the hotline clerk, used for every channel that comes over a desk."""
