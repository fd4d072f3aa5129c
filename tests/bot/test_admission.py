import asyncio

import pytest
from prometheus_client import generate_latest

from bot.admission import Admission
from bot.metrics import Metrics


class Scene:
    """Questions whose ends are decided here."""

    def __init__(self) -> None:
        self.metrics = Metrics()
        self.now = 0.0
        self.admission = Admission(self.metrics, lambda: self.now)
        self.ends: list[asyncio.Event] = []
        self.admitted: list[bool] = []

    async def ask(self, times: int = 1) -> list["asyncio.Task[None]"]:
        tasks = [asyncio.create_task(self._work()) for _ in range(times)]
        await asyncio.sleep(0)
        return tasks

    async def end_all(self) -> None:
        for end in self.ends:
            end.set()
        self.ends.clear()
        for _ in range(3):
            await asyncio.sleep(0)

    def counted(self, name: str) -> float:
        return self.metrics.registry.get_sample_value(name) or 0.0

    def shed(self) -> float:
        found = self.metrics.registry.get_sample_value("talksbot_shed_total", {"reason": "overload"})
        return found or 0.0

    async def _work(self) -> None:
        is_in = self.admission.admit()
        self.admitted.append(is_in)
        if is_in:
            end = asyncio.Event()
            self.ends.append(end)
            await end.wait()


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def test_what_is_too_much_is_left_and_counted(scene: Scene) -> None:
    most = scene.admission.most
    await scene.ask(most + 5)
    assert (scene.admitted.count(True), scene.shed()) == (most, 5)
    assert scene.counted("talksbot_questions_in_work") == most
    await scene.end_all()
    assert scene.counted("talksbot_questions_in_work") == 0
    assert generate_latest(scene.metrics.registry)


async def test_a_question_that_fails_or_is_cancelled_is_in_work_no_more(scene: Scene) -> None:
    (task,) = await scene.ask()
    task.cancel()
    await asyncio.wait({task})
    await asyncio.sleep(0)
    assert scene.counted("talksbot_questions_in_work") == 0


@pytest.mark.parametrize(("seconds", "grows"), [(0.1, True), (1.5, False)])
async def test_how_much_may_be_in_work_follows_from_how_long_it_takes(
    scene: Scene, seconds: float, *, grows: bool
) -> None:
    before = scene.admission.most
    await scene.ask(before)
    scene.now += seconds
    await scene.end_all()
    assert (scene.admission.most > before) is grows
    assert scene.admission.most != before


async def test_it_never_takes_nothing_nor_everything(scene: Scene) -> None:
    for _ in range(60):
        await scene.ask(scene.admission.most)
        scene.now += 1.5
        await scene.end_all()
    assert scene.admission.most == 10
    for _ in range(60):
        await scene.ask(scene.admission.most)
        await scene.end_all()
    assert scene.admission.most == 400


async def test_only_some_are_told_that_there_is_too_much_to_do(scene: Scene) -> None:
    assert [scene.admission.may_say_so() for _ in range(12)] == [True] * 10 + [False] * 2
    scene.now += 0.1
    assert scene.admission.may_say_so()


async def test_outside_of_a_task_nothing_is_taken_into_work() -> None:
    metrics = Metrics()
    taken: list[bool] = []
    asyncio.get_running_loop().call_soon(lambda: taken.append(Admission(metrics).admit()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert taken == [False]
