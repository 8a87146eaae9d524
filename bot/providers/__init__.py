"""The video systems: one file each, all behind the Provider protocol of `base`."""
