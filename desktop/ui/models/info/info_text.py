"""The labels and the usual values of a model's details in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def label_words(label: str) -> str:
    """A detail's label, as `models` names it, for people."""
    words = {
        "Family": translate("ModelInfoDialog", "Family"),
        "Converted from": translate("ModelInfoDialog", "Converted from"),
        "Attention": translate("ModelInfoDialog", "Attention"),
        "Form": translate("ModelInfoDialog", "Form"),
        "Parts": translate("ModelInfoDialog", "Parts"),
        "Inputs": translate("ModelInfoDialog", "Inputs"),
        "Picture size": translate("ModelInfoDialog", "Picture size"),
        "UNet batch": translate("ModelInfoDialog", "UNet batch"),
        "Compression": translate("ModelInfoDialog", "Compression"),
        "Prediction": translate("ModelInfoDialog", "Prediction"),
        "Runtime": translate("ModelInfoDialog", "Runtime"),
        "Not there": translate("ModelInfoDialog", "Not there"),
        "Refiner": translate("ModelInfoDialog", "Refiner"),
        "ControlNets": translate("ModelInfoDialog", "ControlNets"),
        "Checked against PyTorch": translate("ModelInfoDialog", "Likeness to PyTorch"),
        "Memory while drawing": translate("ModelInfoDialog", "Memory"),
        "Precision": translate("ModelInfoDialog", "Precision"),
        "Size": translate("ModelInfoDialog", "Size"),
        "Path": translate("ModelInfoDialog", "Place"),
        "Weights": translate("ModelInfoDialog", "Weights"),
        "Variant": translate("ModelInfoDialog", "Variant"),
        "Pipeline": translate("ModelInfoDialog", "Pipeline"),
        "Parameterization": translate("ModelInfoDialog", "Prediction"),
        "To convert it, where PyTorch is installed": translate(
            "ModelInfoDialog", "To convert it, where PyTorch is installed"
        ),
    }
    return words.get(label, label)
