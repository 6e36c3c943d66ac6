"""The line to a node, as bad as lines get: requests and answers are cut, lost, doubled, delayed, altered and mixed up.

A node gives its partners the address of its line, which passes requests on to the node itself. What the line does to a request
is drawn from a seed; nothing here knows what is inside.
"""

import asyncio
import random
import threading
from collections import Counter, deque
from collections.abc import Awaitable, Callable

#: What can happen to one request and its answer.
FAULTS = (
    "refused",  # nobody listens
    "cut_request",  # half of it arrives
    "cut_answer",  # half of the answer arrives
    "lost_answer",  # it was acted on, and the sender doesn't hear of it
    "tripled",  # three times at one moment
    "late_copy",  # once more, after others
    "old_copy",  # before it comes one from earlier; a signature older than a minute shows a clock that is off
    "altered",  # one byte
    "other_answer",  # that to an earlier request
    "slow",
)
_KEPT = 200


class Line:
    """Listens on a port of its own and passes on to `target` (a port of this machine)."""

    def __init__(self, target: int, seed: str) -> None:
        self.target, self.probability = target, 0.0
        self.happened: Counter[str] = Counter()
        self.port = 0
        self._random = random.Random(seed)
        self._requests: deque[bytes] = deque(maxlen=_KEPT)
        self._answers: deque[bytes] = deque(maxlen=_KEPT)
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def open(self) -> None:
        """Begin to listen; `port` is set."""
        self._thread.start()
        server = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._serve, "127.0.0.1", 0), self._loop).result()
        self.port = int(server.sockets[0].getsockname()[1])
        self._server = server

    def close(self) -> None:
        """Whatever is under way ends."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        while under_way := asyncio.all_tasks() - {
            asyncio.current_task()
        }:  # a connection taken at the last moment begins one more
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
            await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await _read_message(reader)
            fault = self._draw()
            self.happened[fault or "none"] += 1
            answer = await self._act(fault, request)
            writer.write(answer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # one side is gone: the other learns it by the end of the connection
        finally:
            writer.close()

    def _draw(self) -> str:
        return self._random.choice(FAULTS) if self._random.random() < self.probability else ""

    async def _act(self, fault: str, request: bytes) -> bytes:
        """What the sender gets to hear; nothing where the connection just ends."""
        acts: dict[str, Callable[[bytes], Awaitable[bytes]]] = {
            "refused": self._refuse,
            "cut_request": self._cut_request,
            "cut_answer": self._cut_answer,
            "lost_answer": self._lose_answer,
            "tripled": self._triple,
            "late_copy": self._send_copy_later,
            "old_copy": self._send_old_one_first,
            "altered": self._alter,
            "other_answer": self._give_another,
            "slow": self._wait,
        }
        return await (acts[fault](request) if fault else self._pass_on(request))

    async def _pass_on(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
        try:
            writer.write(_closing(request))
            await writer.drain()
            answer = await reader.read(-1)
        finally:
            writer.close()
        self._requests.append(request)
        self._answers.append(answer)
        return answer

    async def _refuse(self, request: bytes) -> bytes:
        return b""

    async def _cut_request(self, request: bytes) -> bytes:
        _, writer = await asyncio.open_connection("127.0.0.1", self.target)
        writer.write(request[: len(request) // 2])
        await writer.drain()
        writer.close()
        return b""

    async def _cut_answer(self, request: bytes) -> bytes:
        answer = await self._pass_on(request)
        return answer[: len(answer) // 2]

    async def _lose_answer(self, request: bytes) -> bytes:
        await self._pass_on(request)
        return b""

    async def _triple(self, request: bytes) -> bytes:
        answers = await asyncio.gather(*(self._pass_on(request) for _ in range(3)))
        return self._random.choice(answers)

    async def _send_copy_later(self, request: bytes) -> bytes:
        task = asyncio.get_running_loop().create_task(self._pass_on_after(self._random.uniform(0.05, 2.0), request))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await self._pass_on(request)

    async def _pass_on_after(self, seconds: float, request: bytes) -> None:
        await asyncio.sleep(seconds)
        try:
            await self._pass_on(request)
        except OSError:
            return

    async def _send_old_one_first(self, request: bytes) -> bytes:
        if self._requests:
            await self._pass_on(self._random.choice(self._requests))
        return await self._pass_on(request)

    async def _alter(self, request: bytes) -> bytes:
        at = self._random.randrange(len(request) - 2000, len(request))
        return await self._pass_on(request[:at] + bytes([request[at] ^ 1]) + request[at + 1 :])

    async def _give_another(self, request: bytes) -> bytes:
        await self._pass_on(request)
        return self._random.choice(self._answers)

    async def _wait(self, request: bytes) -> bytes:
        await asyncio.sleep(self._random.uniform(0.1, 1.0))
        return await self._pass_on(request)


async def _read_message(reader: asyncio.StreamReader) -> bytes:
    """One HTTP request with its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    body = await reader.readexactly(int(lengths[0].partition(b":")[2])) if lengths else b""
    return head + body


def _closing(request: bytes) -> bytes:
    """One request a connection, so that its end is the end of the answer."""
    head, _, body = request.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body
