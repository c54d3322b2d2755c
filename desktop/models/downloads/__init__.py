"""Getting models: what a repository holds, which files are needed, and fetching them well."""
