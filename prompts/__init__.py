"""Templates for language models, as files with their variables declared. The extractive reader needs none."""
