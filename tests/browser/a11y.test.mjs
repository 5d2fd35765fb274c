// For everyone: no violation of WCAG 2.2 AA that a program can find, and the keyboard alone suffices.
import assert from "node:assert/strict";
import { violations } from "./a11y.mjs";
import { browserTest, open, value, waitFor } from "./support.mjs";
import { click, element, now, openFile, pause, playsTo, setSpeed, untilStable } from "./visitor.mjs";

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

for (const [size, viewport] of Object.entries(SIZES)) {
  browserTest(`no violation of WCAG 2.2 AA, ${size}`, { context: { viewport } }, async ({ page }) => {
    await open(page);
    await untilStable(page);
    assert.deepEqual(await violations(page), [], "reading");
    // A dead consumer, a chosen one, a question, a notice, a refusal and an error: all that can stand on the page.
    await page.keyboard.press("3");
    await page.keyboard.press("r");
    await element(page, "refusal").waitFor({ state: "attached" });
    if (size === "narrow") await click(page, "controls");
    await click(page, "kill-c2");
    if (size === "narrow") {
      assert.deepEqual(await violations(page), [], "with the controls drawn out");
      await click(page, "controls");
    }
    await page.keyboard.press("3");
    await page.keyboard.press("r");
    await openFile(page, "bad.session", "kil c2\n");
    await element(page, "problem").waitFor();
    assert.deepEqual(await violations(page), [], "with an error, a refusal and a killed consumer");
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await element(page, "help-list").waitFor();
    assert.deepEqual(await violations(page), [], "with the list of keys");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+z");
    await setSpeed(page, "10");
    await page.keyboard.press("Space");
    await playsTo(page, 17_000_000);
    await pause(page);
    assert.deepEqual(await violations(page), [], "after the rebalance, with duplicates");
  });
}

/// Moves the focus on by Tab until it is on this element; fails if that never happens.
async function tabTo(page, testid) {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((id) => document.activeElement?.dataset.testid === id, testid)) return;
  }
  assert.fail(`Tab never reaches ${testid}`);
}

browserTest("by keyboard alone: pause, step, play, kill, scrub back, open a menu", async ({ page }) => {
  await open(page);
  await waitFor(page, "coordinator-billing", "data-state", "Stable");
  await tabTo(page, "pause");
  await page.keyboard.press("Enter");
  await element(page, "play").waitFor();
  const played = await page.evaluate(() => document.activeElement.dataset.testid);
  assert.equal(played, "play", "the focus stays in its place");
  const before = await now(page);
  await tabTo(page, "step");
  await page.keyboard.press("Enter");
  await waitFor(page, "time", "data-time-us", (time) => Number(time) > before); // a step by keyboard
  await tabTo(page, "kill-c2");
  await page.keyboard.press("Enter");
  await waitFor(page, "consumer-c2", "data-state", "killed");
  const focusedAfter = await page.evaluate(() => document.activeElement?.dataset.testid);
  await tabTo(page, "consumer-c3");
  await page.keyboard.press("Enter");
  assert.match(await value(page, "consumer-c3", "class"), /selected/, "a card is chosen by Enter");
  await tabTo(page, "scrub");
  await page.keyboard.press("Home");
  await waitFor(page, "time", "data-time-us", "0"); // the scrubber goes to the beginning
  await page.keyboard.press("End");
  await waitFor(page, "time", "data-time-us", (time) => Number(time) > before); // and to the end
  assert.equal(focusedAfter, "restart-c2", "the focus stays with the consumer that was killed");
});

browserTest("what happens is said to screen readers, and the stage has a table twin", async ({ page }) => {
  await open(page);
  await untilStable(page);
  await page.keyboard.press("2");
  await page.keyboard.press("k");
  await waitFor(page, "spoken", undefined, /c2 killed/);
  const cells = page.getByRole("table", { name: "State of each partition" }).getByRole("row");
  assert.equal(await cells.count(), 7, "a row for each partition, below the heads");
  assert.match(await cells.nth(3).textContent(), /orders-2.*c2/);
});
