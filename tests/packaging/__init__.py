"""Tests of what is built: icon, plist, bundle list, dependencies, workflow."""
