"""Find, verify, download and open model files."""
