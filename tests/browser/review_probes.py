"""What is measured of a scene of the review page: what is clipped, covered, too small a target, out of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }\
 p { margin-bottom: 2em !important; }"
"""The spacing of WCAG 1.4.12."""

SHARED = """
    const top = document.querySelector("dialog[open]") ?? document.body;
    const shown = (one) => one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false })
        && !one.closest(".unseen");
    const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0'], .cues .time";
    const controls = () => [...top.querySelectorAll(CONTROLS)]
        .filter((one) => shown(one) && !one.matches(".skip"));
    const named = (one) => `${one.tagName.toLowerCase()}#${one.id}.${one.className} ${one.textContent.trim().slice(0, 40)}`;
"""

OUTSIDE = """() => {
    %s
    const found = [];
    for (const box of [document.documentElement, top]) {
        if (box.scrollWidth > box.clientWidth + 1) found.push(`${box.tagName} is ${box.scrollWidth} wide in ${box.clientWidth}`);
    }
    for (const one of [...top.querySelectorAll("*")].filter(shown)) {
        const { left, right, width, height } = one.getBoundingClientRect();
        if (width < 2 || height < 2) continue;
        if (left < -1 || right > innerWidth + 1) found.push(`${named(one)} from ${Math.round(left)} to ${Math.round(right)}`);
        const { overflowX, overflowY } = getComputedStyle(one);
        const hides = (how) => how === "hidden" || how === "clip";
        const isField = one.matches("input, select, video, canvas, img, svg, svg *");
        if (isField || one.matches(".player") || !one.textContent.trim()) continue;
        if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth && (hides(overflowX) || one.matches("button, .button, a")))
            found.push(`${named(one)} is cut off at ${one.clientWidth} of ${one.scrollWidth}`);
        const isLow = one.scrollHeight > one.clientHeight + 2 && one.clientHeight;
        if (isLow && (hides(overflowY) || one.matches("button, .button, textarea")))
            found.push(`${named(one)} is cut off at a height of ${one.clientHeight} of ${one.scrollHeight}`);
    }
    return found;
}"""

COVERED = """() => {
    %s
    const all = controls();
    const found = [];
    const boxes = all.map((one) => one.getBoundingClientRect());
    all.forEach((one, index) => all.slice(index + 1).forEach((other, after) => {
        if (one.contains(other) || other.contains(one)) return;
        if ([one, other].some((each) => each.closest("header, dialog, .transport") && !each.closest("dialog"))) return;
        const [a, b] = [boxes[index], boxes[index + 1 + after]];
        const inSide = [one, other].filter((each) => each.closest(".side")).length === 1;
        if (inSide) return;
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && down > 1) found.push(`${named(one)} lies over ${named(other)}`);
    }));
    return found;
}"""

SMALL = """() => {
    %s
    const all = controls().filter((one) => !one.closest("p:not(.desk-choice), h1, h2") || one.matches("button, input"));
    const box = (one) => {
        const label = one.matches("input[type=checkbox], input[type=radio]") && one.labels[0];
        return (label && label.contains(one) ? label : one).getBoundingClientRect();
    };
    const targets = all.map((one) => ({ one, box: box(one) })).map((each) => ({
        ...each, x: (each.box.left + each.box.right) / 2, y: (each.box.top + each.box.bottom) / 2,
        isSmall: each.box.width < 24 || each.box.height < 24,
    }));
    const distance = ({ x, y }, { left, right, top, bottom }) =>
        Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
    return targets.filter(({ isSmall }) => isSmall).flatMap((small) => targets
        .filter((other) => other !== small && !other.one.contains(small.one) && !small.one.contains(other.one))
        .filter((other) => distance(small, other.box) < 12
            || (other.isSmall && Math.hypot(other.x - small.x, other.y - small.y) < 24))
        .map((other) => `${named(small.one)} of ${small.box.width}×${small.box.height} beside ${named(other.one)}`));
}"""

FOCUSED = """() => {
    %s
    const one = document.activeElement;
    if (!one || one.matches("body, main")) return null;
    const { left, right, top: above, bottom } = one.getBoundingClientRect();
    const seen = (x, y) => {
        const hit = document.elementFromPoint(x, y);
        return Boolean(hit) && (one.contains(hit) || hit.contains(one) && !hit.matches("header, dialog"));
    };
    const points = [0.1, 0.5, 0.9].flatMap((across) => [0.1, 0.5, 0.9].map((down) =>
        [left + across * (right - left), above + down * (bottom - above)]));
    const share = points.filter(([x, y]) => seen(x, y)).length / points.length;
    return { name: named(one), share, tall: bottom - above };
}"""


def outside(page: Page) -> list[str]:
    """What is wider than the window, sticks out of it, or is cut off in its own box."""
    return _asked(page, OUTSIDE)


def overlapping(page: Page) -> list[str]:
    """Controls that lie over each other."""
    return _asked(page, COVERED)


def small_targets(page: Page) -> list[str]:
    """Targets under 24 by 24 CSS px whose circle of 24 px meets another target (WCAG 2.5.8)."""
    return _asked(page, SMALL)


def hidden_focus(page: Page, key: str = "Tab", most: int = 90) -> list[str]:
    """What has the focus and is not to be seen for the most part, going through the scene by Tab or Shift+Tab (WCAG 2.4.11)."""
    hidden, first = [], None
    for press in range(most):
        found: dict[str, Any] | None = page.evaluate(FOCUSED % SHARED)
        if found and found["share"] < 0.5:
            hidden.append(f"{found['name']} ({found['share']:.0%})")
        at = page.evaluate("() => [...document.querySelectorAll('*')].indexOf(document.activeElement)")
        if at == first:
            break
        first = at if press == 1 else first
        page.keyboard.press(key)
    return hidden


def _asked(page: Page, probe: str) -> list[str]:
    found: list[str] = page.evaluate(probe % SHARED)
    return found
