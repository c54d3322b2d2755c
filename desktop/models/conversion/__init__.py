"""The conversion to Core ML and to eight bits: needs, names, markers, reports."""
