"""Report runs to OpenTelemetry (extra `telemetry`), if the process has set it up."""

from hookline_telemetry.telemetry import Telemetry

__all__ = ["Telemetry"]
