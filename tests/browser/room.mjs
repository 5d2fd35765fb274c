// A page that is shown to a room: how a test opens it, and goes on in it.
import assert from "node:assert/strict";
import { holdClock, takeClock } from "./clock.mjs";
import { open, value, waitFor } from "./support.mjs";
import { element } from "./visitor.mjs";

export const HALL = { viewport: { width: 1920, height: 1080 } };
export const SCENARIO = "#crash-after-auto-commit";

/// Opens a scenario and shows it to the room. No frame comes by itself then: time passes only as `onward` lets it.
export async function present(page, address = SCENARIO) {
  if (page.url() === "about:blank" && !held.has(page)) await takeClock(page);
  held.add(page);
  await open(page, address);
  await holdClock(page);
  await page.keyboard.press("g");
  await element(page, "presenter").waitFor();
}

const held = new WeakSet();

export const told = (page) => value(page, "presenter", "data-told").then(Number);

/// On to the next caption, as a clicker goes: once to let time run, once more to be there at once.
export async function onward(page) {
  const before = await told(page);
  await page.keyboard.press("PageDown");
  if ((await told(page)) === before) await page.keyboard.press("PageDown");
  await waitFor(page, "presenter", "data-told", String(before + 1));
}

export async function untilOpen(page) {
  for (let step = 0; step < 30; step += 1) {
    if ((await value(page, "presenter", "data-open")) === "true") return;
    await onward(page);
  }
  assert.fail("no question came");
}

/// What is written in the picture, with the size of its letters and where it is, in CSS pixels.
export const written = (page) => page.evaluate(() => {
  const picture = document.querySelector(".room-picture svg");
  const scale = picture.getBoundingClientRect().width / 1920;
  return [...document.querySelectorAll(".room-picture text")].filter((text) => text.textContent.trim()).map((text) => {
    const { left, top, right, bottom } = text.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(text).fontSize) * scale;
    // Of a line's box, what letters fill.
    const inner = (bottom - top - size) / 2 + size * 0.12;
    const shown = !text.closest(".badge");
    return { text: text.textContent, size, shown, left, right, top: top + inner, bottom: bottom - inner };
  });
});
