"""From noise to pixels: schedulers, passes through stock pipelines, previews, the VAE codec."""
