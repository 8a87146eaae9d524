"""Video services on this machine: they speak the HTTP of the real ones and render real videos."""
