"""Model Info: the facts about a model, and the commands on it."""
