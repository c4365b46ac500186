"""
A stage that asks a model over HTTP, several documents at the same time, and survives its bad days.

    PYTHONPATH=docs/examples hookline run service.yaml

with `service.yaml`:

    source: {use: text, path: articles}
    stages:
      - use: service:Topic
        url: http://127.0.0.1:8000/topic
        key: ${TOPIC_KEY}
        in_flight: 16     # requests at the same time, in each worker process
        per_second: 50    # requests per second, of all worker processes together
    sink: {use: jsonl, path: out/topics.jsonl}
    cache: out/cache      # an answer that was paid for is not asked for again
"""

import httpx
from pydantic import SecretStr

from hookline import AsyncStage, Document, TransientError

TEMPORARY = (408, 425, 429, 500, 502, 503, 504)


class Topic(AsyncStage):
    """Store the topic that a service finds in the meta data."""

    name = "topic"

    class Options(AsyncStage.Options):
        """Where the service is."""

        url: str
        key: SecretStr
        seconds: float = 10.0

    _client: httpx.AsyncClient | None = None

    async def process_one(self, doc: Document) -> Document:
        """Return the document with the topic; what may pass is tried again."""
        if self._client is None:
            headers = {"Authorization": f"Bearer {self.options.key.get_secret_value()}"}
            self._client = httpx.AsyncClient(headers=headers, timeout=self.options.seconds)
        try:
            answer = await self._client.post(self.options.url, json={"text": doc.text})
        except httpx.TransportError as error:  # no connection, one that broke, no answer in time
            raise TransientError(f"{self.options.url}: {error!r}") from error
        if answer.status_code in TEMPORARY:
            pause = answer.headers.get("Retry-After", "")
            after = float(pause) if pause.isdecimal() else None
            raise TransientError(f"{self.options.url} answers {answer.status_code}", after=after)
        answer.raise_for_status()  # a refusal that will not pass: the document fails
        topic = answer.json().get("topic")
        if not isinstance(topic, str):
            raise ValueError(f"{self.options.url} answers without a topic")
        return doc.with_meta(topic=topic)

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
