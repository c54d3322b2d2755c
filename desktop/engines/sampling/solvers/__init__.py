"""Samplers as plain algorithms: generators over falling noise levels."""
