"""`Pipeline` in someone else's program: threads, processes, event loops, and nothing left behind."""

import asyncio
import multiprocessing
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from tests_support import environment

from hookline import Document, DocumentError, Dropped, Failure, Pipeline

CONFIG = {"stages": [{"use": "drop-empty"}, {"use": "shout"}, {"use": "poison", "batch_size": 3}]}


def test_threads_share_a_pipeline():
    """Each thread gets the outcomes of its own documents, in their order."""
    with Pipeline.from_config(CONFIG) as pipeline, ThreadPoolExecutor(8) as pool:

        def work(name):
            return [doc.text for doc in pipeline.stream(f"{name} {n}" for n in range(50))]

        found = list(pool.map(work, "abcdefgh"))
    assert found == [[f"{name} {n}".upper() for n in range(50)] for name in "abcdefgh"]


def shouted(pipeline, text):
    return pipeline.process(text).text


def test_a_pipeline_can_be_sent_to_a_spawned_process():
    """It opens its stages again where it goes; the one that was sent stays as it is."""
    with Pipeline.from_config(CONFIG) as pipeline:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            assert pool.submit(shouted, pipeline, "hey").result() == "HEY"
        assert pipeline.process("you").text == "YOU"
        assert pickle.loads(pickle.dumps(pipeline)).plan == pipeline.plan


def test_an_event_loop_goes_on_while_documents_are_computed():
    """`aprocess` and `astream` give what `process` and `stream` give, of any kind of iterable."""

    async def texts():
        for text in ("a", " ", "RAISE", "b"):
            await asyncio.sleep(0)
            yield text

    async def main():
        with Pipeline.from_config({"stages": [*CONFIG["stages"], {"use": "slow"}]}) as pipeline:
            ticks = 0

            async def tick():
                nonlocal ticks
                while True:
                    ticks += 1
                    await asyncio.sleep(0.001)

            clock = asyncio.create_task(tick())
            doc = await pipeline.aprocess("hey")
            lazily = [outcome async for outcome in pipeline.astream(texts())]
            at_once = [outcome async for outcome in pipeline.astream(["a", " ", "RAISE", "b"])]
            clock.cancel()
            with pytest.raises(DocumentError, match="`drop-empty` dropped it: empty"):
                await pipeline.aprocess(" ")
            return doc.text, lazily, at_once, ticks

    text, lazily, at_once, ticks = asyncio.run(main())
    assert text == "HEY"
    assert [type(outcome) for outcome in lazily] == [Document, Dropped, Failure, Document]
    assert [type(outcome) for outcome in at_once] == [type(outcome) for outcome in lazily]
    assert ticks > 5


def test_a_closed_pipeline_says_so():
    """Closing twice is harmless; using it afterwards is an error in words."""
    pipeline = Pipeline.from_config(CONFIG)
    pipeline.close()
    pipeline.close()
    with pytest.raises(RuntimeError, match="the pipeline is closed"):
        pipeline.process("a")


def test_nothing_is_left_behind():
    """No handlers of signals or logs, no hooks, no threads, no change of folder or environment."""
    code = """
import logging, os, signal, sys, threading

def state():
    return (
        {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)},
        list(logging.getLogger().handlers), logging.getLogger().level,
        [name for name, log in logging.root.manager.loggerDict.items()
         if name.startswith("hookline") and getattr(log, "handlers", None)],
        sys.excepthook, sys.unraisablehook, threading.excepthook, threading.active_count(),
        os.getcwd(), dict(os.environ), sys.stdout, sys.stderr,
    )

before = state()
from hookline import Pipeline
config = {"stages": [{"use": "clean"}, {"use": "boilerplate"}, {"use": "poison"}, {"use": "words"}]}
with Pipeline.from_config(config) as pipeline:
    kinds = [type(o).__name__ for o in pipeline.stream(["Some text.", "RAISE"])]
for one, other in zip(before, state(), strict=True):
    assert one == other, (one, other)
print(kinds)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "['Document', 'Failure']\n"
    assert done.stderr == ""
