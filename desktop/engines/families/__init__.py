"""Model families with their own pipelines, one module each."""
