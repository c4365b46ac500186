"""Report runs to OpenTelemetry (extra `telemetry`), where the process has set it up."""

from hookline_telemetry.watcher import Telemetry

__all__ = ["Telemetry"]
