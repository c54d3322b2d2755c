"""The labels and the usual values of a model's details in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def label_words(label: str) -> str:
    """A detail's label, as `models` names it, for people."""
    words = {
        "Family": translate("ModelInfo", "Family"),
        "Converted from": translate("ModelInfo", "Converted from"),
        "Attention": translate("ModelInfo", "Attention"),
        "Form": translate("ModelInfo", "Form"),
        "Parts": translate("ModelInfo", "Parts"),
        "Inputs": translate("ModelInfo", "Inputs"),
        "Picture size": translate("ModelInfo", "Picture size"),
        "UNet batch": translate("ModelInfo", "UNet batch"),
        "Compression": translate("ModelInfo", "Compression"),
        "Prediction": translate("ModelInfo", "Prediction"),
        "Runtime": translate("ModelInfo", "Runtime"),
        "Not there": translate("ModelInfo", "Not there"),
        "Refiner": translate("ModelInfo", "Refiner"),
        "ControlNets": translate("ModelInfo", "ControlNets"),
        "Checked against PyTorch": translate("ModelInfo", "Likeness to PyTorch"),
        "Memory while drawing": translate("ModelInfo", "Memory"),
        "Precision": translate("ModelInfo", "Precision"),
        "Size": translate("ModelInfo", "Size"),
        "Path": translate("ModelInfo", "Place"),
        "Weights": translate("ModelInfo", "Weights"),
        "Variant": translate("ModelInfo", "Variant"),
        "Pipeline": translate("ModelInfo", "Pipeline"),
        "Parameterization": translate("ModelInfo", "Prediction"),
        "To convert it, where PyTorch is installed": translate(
            "ModelInfo", "To convert it, where PyTorch is installed"
        ),
    }
    return words.get(label, label)
