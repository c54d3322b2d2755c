"""Tests of the flow families; `model` is the little model that packaging/flow_model makes."""
