"""hedui (核对): cross-checks the figures in Chinese news."""

__version__ = "0.1.0"
