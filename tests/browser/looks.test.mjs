// What only a picture shows: nothing overlaps, nothing sticks out, nothing has to be scrolled sideways. The pictures
// in tests/browser/out are for people.
import assert from "node:assert/strict";
import { browserTest, open, screenshot, value, waitFor } from "./support.mjs";
import { click, element, openFile, pause, seek, untilStable } from "./visitor.mjs";
import { crowd } from "./crowd.mjs";

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const SMALL = { width: 360, height: 740 };

/// Texts of the stage that lie over each other, and what the stage draws outside of itself.
function clashes(page) {
  return page.evaluate(() => {
    const stage = document.querySelector("[data-testid=stage]");
    const frame = stage.getBoundingClientRect();
    // A text's box is as high as its line; its letters keep to the middle.
    const boxOf = (text) => {
      const { left, right, top, bottom, height } = text.getBoundingClientRect();
      return { words: text.textContent, left, right, top: top + height * 0.22, bottom: bottom - height * 0.22, text };
    };
    const boxes = [...stage.querySelectorAll("text")].map(boxOf).filter(({ left, right }) => right > left);
    const found = [];
    const bars = [...stage.querySelectorAll(".member .clock")].map((bar) => bar.getBoundingClientRect());
    for (const [place, a] of boxes.entries()) {
      const over = ({ left, right, top, bottom }) =>
        a.left < right && a.right > left && a.top < bottom && a.bottom > top;
      if (bars.some(over)) found.push(`"${a.words}" lies over a session clock`);
      if (a.left < frame.left - 0.5 || a.right > frame.right + 0.5) found.push(`"${a.words}" sticks out of the stage`);
      if (a.top < frame.top - 0.5 || a.bottom > frame.bottom + 0.5) found.push(`"${a.words}" sticks out of the stage`);
      for (const b of boxes.slice(place + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        // An envelope passes over what is below it, as it should.
        const passes = [a, b].some(({ text }) => text.closest(".envelope"));
        if (wide > 1 && high > 1 && !passes) found.push(`"${a.words}" and "${b.words}"`);
      }
    }
    return found;
  });
}

/// What lies outside of the window to the left or right, or makes the page wider than it.
function sideways(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const wide = `the page is ${scrollWidth} px wide in a window of ${clientWidth} px`;
    const found = scrollWidth > clientWidth ? [wide] : [];
    // What is cut off or scrolls within its own frame is not outside of the window.
    const scrolls = (element) => element.closest("ol, pre, .stage-twin, .unseen, .plot > *, [hidden]");
    for (const element of document.querySelectorAll("body *")) {
      const { left, right, width } = element.getBoundingClientRect();
      const seen = width > 0 && getComputedStyle(element).visibility === "visible" && !scrolls(element);
      if (seen && (left < -1 || right > clientWidth + 1)) {
        found.push(`${element.tagName} ${element.dataset.testid ?? element.className.baseVal ?? element.className}`);
      }
    }
    return found;
  });
}

// The instants of the default scenario that differ most: starting, joining, reading, killed, expired, read again.
const INSTANTS = [0.5, 2.08, 4, 7.08, 9.5, 12, 16.05, 16.15, 20];

async function looksGood(page, name) {
  await open(page);
  await pause(page);
  const scrub = element(page, "scrub");
  const [from, to] = [await value(page, "scrub", "aria-valuemin"), await value(page, "scrub", "aria-valuemax")];
  for (const seconds of INSTANTS) {
    await scrub.scrollIntoViewIfNeeded();
    const area = await scrub.locator(".hit").boundingBox();
    const x = area.x + ((seconds * 1000 - from) / (to - from)) * area.width;
    await page.mouse.click(x, area.y + area.height / 2);
    // A pixel of the time axis is some milliseconds.
    await waitFor(page, "time", "data-time-us", (time) => Math.abs(Number(time) / 1e6 - seconds) < 0.2);
    assert.deepEqual(await clashes(page), [], `${name}, at ${seconds} s: texts on the stage lie over each other`);
    assert.deepEqual(await sideways(page), [], `${name}, at ${seconds} s: something is outside of the window`);
    if (seconds === 12) {
      await page.evaluate(() => window.scrollTo(0, 0));
      await screenshot(page, name);
      await screenshot(page, `${name} whole`, { fullPage: true });
    }
  }
}

for (const [size, viewport] of Object.entries({ "1440x900": WIDE, "390x844": PHONE })) {
  for (const colorScheme of ["light", "dark"]) {
    browserTest(`looks ${size} ${colorScheme}`, { context: { viewport, colorScheme } }, ({ page }) =>
      looksGood(page, `looks ${size} ${colorScheme}`),
    );
  }
}

browserTest("nothing has to be scrolled sideways at 360 px", { context: { viewport: SMALL } }, async ({ page }) => {
  await looksGood(page, "looks 360x740 light");
  await click(page, "controls");
  await element(page, "add-consumer").waitFor();
  assert.deepEqual(await sideways(page), [], "with the controls drawn out");
  await screenshot(page, "looks 360x740 controls");
  await page.mouse.click(350, 600);
  await waitFor(page, "controls", "aria-expanded", "false");
});

browserTest("a window of a few pixels does no harm", async ({ page }) => {
  await open(page);
  for (const width of [120, 40, 1]) {
    await page.setViewportSize({ width, height: 60 });
    const drawn = () => {
      const room = document.querySelector(".axis").clientWidth;
      return room < 130 && Number(document.querySelector(".timebar").getAttribute("width")) === room;
    };
    await page.waitForFunction(drawn);
  }
  await page.setViewportSize(WIDE);
  await page.waitForFunction(() => {
    const room = document.querySelector(".stage-room").clientWidth;
    return room > 700 && Number(document.querySelector(".stage > .sheet").getAttribute("width")) === room;
  });
  assert.deepEqual(await clashes(page), []);
});

const context = { viewport: WIDE };
browserTest("a stalled, a frozen, a cut off and a closed consumer", { context }, async ({ page }) => {
  await open(page);
  await untilStable(page);
  await click(page, "add-consumer");
  await click(page, "stall-c1");
  for (const [name, verb] of [["c2", "freeze"], ["c3", "cut"]]) {
    await page.getByRole("button", { name: `More for ${name}` }).click();
    await click(page, `${verb}-${name}`);
  }
  await seek(page, 4.5);
  assert.deepEqual(await clashes(page), []);
  assert.deepEqual(await sideways(page), []);
  // A consumer's name and state stand beside its buttons, each in one line.
  const names = page.locator(".who span");
  const heights = await names.evaluateAll((all) => all.map((who) => who.getBoundingClientRect().height));
  assert.ok(heights.every((height) => height < 40), `names and states need the height of ${heights} px`);
  await screenshot(page, "looks conditions");
});

browserTest("12 partitions, 8 consumers", { context: { viewport: WIDE } }, async ({ page }) => {
  await open(page);
  await openFile(page, "crowd.session", crowd());
  await element(page, "lane-orders-11").waitFor();
  await pause(page);
  await seek(page, 6);
  await screenshot(page, "looks 12 partitions 8 consumers");
  assert.deepEqual(await clashes(page), []);
  assert.deepEqual(await sideways(page), []);
});
