"""Easel makes pictures from words with Stable Diffusion on the Mac's own chip."""

APP_NAME = "Easel"
BUNDLE_ID = "art.easel.Easel"
COPYRIGHT = "Copyright © 2026 The Easel authors. MIT license."
__version__ = "0.1.0"
