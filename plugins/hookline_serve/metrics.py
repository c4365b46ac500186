"""Count requests and documents, in Prometheus' text format."""

from __future__ import annotations

from collections import Counter

from hookline import Document, Dropped, Failure

__all__ = ["Metrics"]


class Metrics:
    """Counts since the start of the service."""

    def __init__(self) -> None:
        self.documents: Counter[str] = Counter(written=0, dropped=0, failed=0)
        self.requests = self.refused = 0
        self.seconds = 0.0

    def count_outcome(self, outcome: Document | Dropped | Failure) -> None:
        """Count the outcome of a document."""
        kinds = {Dropped: "dropped", Failure: "failed"}
        self.documents[kinds.get(type(outcome), "written")] += 1

    def count_seconds(self, seconds: float) -> None:
        """Count a request that took some seconds."""
        self.requests += 1
        self.seconds += seconds

    def text(self) -> str:
        """Return the counts in Prometheus' text format, version 0.0.4."""
        lines = ["# TYPE hookline_documents_total counter"]
        lines += [
            f'hookline_documents_total{{outcome="{outcome}"}} {count}'
            for outcome, count in sorted(self.documents.items())
        ]
        lines += [
            "# TYPE hookline_request_seconds summary",
            f"hookline_request_seconds_sum {self.seconds:.6f}",
            f"hookline_request_seconds_count {self.requests}",
            "# TYPE hookline_requests_refused_total counter",
            f"hookline_requests_refused_total {self.refused}",
        ]
        return "\n".join(lines) + "\n"
