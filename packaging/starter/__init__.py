"""The training of Easel's starter model: from two npm packages to a diffusers folder."""
