"""Samplers as plain algorithms: generators over falling sigmas."""
