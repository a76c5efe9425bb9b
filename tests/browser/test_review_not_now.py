"""`publish --review` waits for a person in a browser, who decides that it is not to be published now."""

from __future__ import annotations

import pytest

from tests.cli.review.test_review_command import begun, without_json
from tests.workplace import Workplace

pytestmark = pytest.mark.browser


def test_not_now_is_a_button_that_ends_the_command_and_publishes_nothing(place: Workplace, chromium) -> None:
    (place.project / "ledger.json").unlink()
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    with begun(*without_json(place), "--review", cwd=place.folder, state=place.folder / "state") as (process, address):
        page.goto(address)
        page.wait_for_selector("x-captions-place h1", state="attached")
        page.evaluate("location.hash = location.hash.replace('captions', 'publish')")
        page.locator("#not-now").click()
        page.get_by_text("can be closed").wait_for()
        assert process.wait(60) == 0
        assert page.locator("#not-now").count() == 0
    assert not (place.project / "ledger.json").exists()
    context.close()
