"""A synthetic country sample in the canonical profiles of the files that come in (`simular`)."""
