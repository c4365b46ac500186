"""`Pipeline` in someone else's program: threads, processes, event loops, and nothing left behind."""

import asyncio
import multiprocessing
import pickle
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import ClassVar

import pytest
from pydantic import Field
from tests_support import environment

from hookline import Document, DocumentError, Dropped, Failure, Pipeline, Stage, hookimpl

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


class Heavy(Stage):
    """Take as long as a model does: so many seconds for every character, whatever the batch."""

    name = "heavy"
    cost = "model"
    batches: ClassVar[list[int]] = []

    class Options(Stage.Options):
        pace: float = Field(0.001, description="seconds a character")

    def process(self, docs):
        self.batches.append(len(docs))
        time.sleep(self.options.pace * sum(len(doc.text) for doc in docs))
        return docs


class HeavyPlugin:
    @hookimpl
    def hookline_register(self, registry):
        registry.stage(Heavy)


def heavy(pace=0.001):
    Heavy.batches.clear()
    config = {"stages": [{"use": "heavy", "pace": pace}]}
    return Pipeline.from_config(config, plugins=[HeavyPlugin()])


def test_a_short_text_is_not_behind_a_stream_of_long_ones():
    """Beside a stream that keeps the stages busy, a short text takes less than half a second."""
    with heavy() as pipeline:
        ended = threading.Event()
        outcomes = []

        def stream():
            outcomes.extend(pipeline.stream("long " * 20 for _ in range(60)))  # 0.1 s each
            ended.set()

        thread = threading.Thread(target=stream)
        thread.start()
        times = []
        while not ended.wait(0.3):
            started = time.monotonic()
            pipeline.process("short")
            times.append(time.monotonic() - started)
        thread.join()
    assert len(outcomes) == 60
    assert len(times) > 5
    assert max(times) < 0.5


def test_calls_that_come_together_are_computed_together():
    """What threads and tasks ask for while a batch is computed is the next batch."""
    texts = [str(n) for n in range(20)]
    with heavy(0.01) as pipeline, ThreadPoolExecutor(20) as pool:
        docs = list(pool.map(pipeline.process, texts))
    assert [doc.text for doc in docs] == texts
    assert len(Heavy.batches) < 15
    assert sum(Heavy.batches) == 20

    async def main():
        with heavy(0.01) as pipeline:
            return await asyncio.gather(*map(pipeline.aprocess, texts))

    docs = asyncio.run(main())
    assert [doc.text for doc in docs] == texts
    assert len(Heavy.batches) < 15
    assert sum(Heavy.batches) == 20


def test_a_cancelled_call_stops_computing():
    """Once nobody waits for them, documents that have been read are not computed."""

    async def main(pipeline):
        async def consume():
            async for _ in pipeline.astream(["0123456789"] * 1000):
                pass

        tasks = [asyncio.create_task(consume())]
        tasks += [asyncio.create_task(pipeline.aprocess("0123456789")) for _ in range(50)]
        await asyncio.sleep(0.5)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        computed = sum(Heavy.batches)
        await asyncio.sleep(0.5)
        return computed, sum(Heavy.batches)

    with heavy(0.002) as pipeline:
        then, later = asyncio.run(main(pipeline))
        assert 0 < then < 300
        assert later <= then + 1  # a batch that was about to begin
        assert pipeline.process("still here").text == "still here"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_the_first_result_does_not_wait_for_the_second_document(asynchronous):
    """A stream gives what it has, however slowly documents come."""
    read = []

    def texts():
        for number in range(4):
            read.append(number)
            yield str(number)
            time.sleep(0.2)

    async def atexts():
        for number in range(4):
            read.append(number)
            yield str(number)
            await asyncio.sleep(0.2)

    async def consume(pipeline):
        return [(outcome.text, len(read)) async for outcome in pipeline.astream(atexts())]

    with Pipeline.from_config(CONFIG) as pipeline:
        if asynchronous:
            seen = asyncio.run(consume(pipeline))
        else:
            seen = [(outcome.text, len(read)) for outcome in pipeline.stream(texts())]
    assert [text for text, _ in seen] == ["0", "1", "2", "3"]
    assert seen[0] == ("0", 1)
    assert all(count <= int(text) + 2 for text, count in seen)


def test_a_stream_reads_little_ahead_of_slow_stages():
    """Of stages that take 0.1 s a document, no more than a few documents are read ahead."""
    read = []

    def texts():
        for number in range(500):
            read.append(number)
            yield "x" * 100

    with heavy() as pipeline:
        stream = pipeline.stream(texts())
        for _ in range(5):
            next(stream)
        stream.close()
    assert len(read) < 20


def child(pipeline, answers):
    try:
        answers.put(pipeline.process("a").text)
    except Exception as error:
        answers.put(f"{type(error).__name__}: {error}")


@pytest.mark.parametrize("used", [False, True])
@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork")
def test_a_forked_child_gets_an_error_in_place_of_a_hang(used):
    """A model that has computed in the parent is refused in the child; an unused one computes."""
    context = multiprocessing.get_context("fork")
    with heavy() as pipeline:
        if used:
            pipeline.process("a")
        answers = context.Queue()
        process = context.Process(target=child, args=(pipeline, answers))
        process.start()
        answer = answers.get(timeout=10)
        process.join(10)
    assert process.exitcode == 0
    assert (
        answer.startswith("RuntimeError: this pipeline was used before") if used else answer == "a"
    )


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


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_what_a_stage_raises_for_one_text_comes_to_its_thread_alone(kind):
    """Texts of other threads in the same batch have their outcomes, whatever ends the call."""
    begun = threading.Event()
    go_on = threading.Event()

    class Ends(Stage):
        name = "ends"

        def process(self, docs):
            for doc in docs:
                if doc.text == "first":
                    begun.set()
                    go_on.wait(30)
                if doc.text == "bad":
                    raise kind("gone")
                yield doc

    class Plugin:
        @hookimpl
        def hookline_register(self, registry):
            registry.stage(Ends)

    def call(text):
        try:
            return pipeline.process(text).text
        except DocumentError as error:
            return error.error

    with (
        Pipeline.from_config({"stages": [{"use": "ends"}]}, plugins=[Plugin()]) as pipeline,
        ThreadPoolExecutor(4) as pool,
    ):
        first = pool.submit(call, "first")
        begun.wait(30)
        others = [pool.submit(call, text) for text in ("fine", "bad", "good")]
        while len(pipeline._shared._callers) < 3:
            time.sleep(0.001)
        go_on.set()
        assert first.result() == "first"
        assert [other.result() for other in others] == ["fine", kind.__name__, "good"]


STRICT = """
import threading
from hookline import Pipeline, read_plan, run, start

def again(**options):
    return run(read_plan("c.yaml"), fresh=True, **options)

again(workers=1)
again(workers=2)
thread = threading.Thread(target=again, kwargs={"workers": 2})
thread.start()
thread.join()
start(read_plan("c.yaml"), fresh=True).result()
with Pipeline.from_config("c.yaml") as pipeline:
    assert len(list(pipeline.stream(["a", "b"]))) == 2
"""


def test_nothing_warns_in_a_program_that_takes_warnings_for_errors(project):
    """No file, socket or process of a run is left to the garbage collection, in whatever process."""
    project.documents("in.jsonl", ["a"] * 40)
    project.config("[{use: clean}]")
    program = [sys.executable, "-X", "dev", "-W", "error", "-c", STRICT]
    done = subprocess.run(
        program, cwd=project.folder, env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
