"""Threads and tasks that share a pipeline."""

import asyncio
import threading

from hookline import Pipeline


def test_threads_and_tasks_at_once_get_their_own_outcomes():
    """Each call returns the document of its own text, whoever computes it, and none waits for ever."""
    texts = [[f"text {number} of {caller}" for number in range(60)] for caller in range(9)]
    outcomes = [[] for _ in texts]

    with Pipeline.from_config({"stages": [{"use": "shout"}]}) as pipeline:

        def call(number):
            outcomes[number] += [pipeline.process(text).text for text in texts[number]]

        def stream(number):
            outcomes[number] += [doc.text for doc in pipeline.stream(texts[number])]

        async def call_in_task(number):
            for text in texts[number]:
                outcomes[number].append((await pipeline.aprocess(text)).text)

        async def tasks():
            await asyncio.gather(*map(call_in_task, range(6, 9)))

        works = [lambda number=number: call(number) for number in range(4)]
        works += [lambda number=number: stream(number) for number in (4, 5)]
        threads = [threading.Thread(target=work, daemon=True) for work in works]
        threads.append(threading.Thread(target=asyncio.run, args=[tasks()], daemon=True))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
    assert outcomes == [[text.upper() for text in wanted] for wanted in texts]


def test_a_call_that_others_leave_alone_is_computed():
    """Tasks that are cancelled while others wait for them keep nobody from their outcomes."""

    async def main(pipeline):
        calls = [asyncio.ensure_future(pipeline.aprocess(f"text {n}")) for n in range(8)]
        await asyncio.gather(*calls)
        calls = [asyncio.ensure_future(pipeline.aprocess(f"text {n}")) for n in range(8)]
        await asyncio.sleep(0)
        for call in calls[1:]:
            call.cancel()
        first = await asyncio.wait_for(calls[0], 120)
        await asyncio.gather(*calls, return_exceptions=True)
        return first.text

    with Pipeline.from_config({"stages": [{"use": "shout"}]}) as pipeline:
        assert asyncio.run(main(pipeline)) == "TEXT 0"
