// The lanes: all of a lane can be pressed, what lies before its cells leads to the newest record there, and the legend
// can be put away.
import assert from "node:assert/strict";
import { browserTest, open, value, waitFor } from "./support.mjs";
import { choose, click, element, now, pause, playsToItsEnd, seek } from "./visitor.mjs";

const CONTEXT = { context: { viewport: { width: 1440, height: 900 } } };

browserTest("a lane takes the mouse wherever it is pressed, without a record too", CONTEXT, async ({ page }) => {
  await open(page);
  await pause(page);
  await click(page, "rewind");
  await waitFor(page, "lane-orders-2", "data-log-end", "0");
  const lane = await element(page, "lane-orders-2").locator("> .ring").boundingBox();
  const label = element(page, "lane-orders-2");
  for (const share of [0.02, 0.12, 0.5, 0.95]) {
    await page.mouse.click(lane.x + lane.width * share, lane.y + lane.height * 0.55);
    await waitFor(page, "lane-orders-2", "class", (name) => name.includes("selected"));
    await page.keyboard.press("Escape");
    await waitFor(page, "lane-orders-2", "class", (name) => !name.includes("selected"));
  }
  assert.match(await label.textContent(), /orders-2/);
});

browserTest("duplicates left of the cells are counted, and lead to the newest of them", CONTEXT, async ({ page }) => {
  await open(page);
  await choose(page, "crash-after-auto-commit");
  await playsToItsEnd(page);
  const count = element(page, "past-duplicates-orders-2");
  assert.equal(await count.textContent(), `‹ ${await value(page, "lane-orders-2", "data-duplicates")} duplicates`);
  assert.equal(await element(page, "past-orders-2").count(), 0, "how many are earlier says less");
  assert.match(await value(page, "past-orders-0"), /^‹ \d+ earlier$/);
  const then = await now(page);
  await count.click();
  await waitFor(page, "why", undefined, (text) => text?.includes("#99"));
  assert.equal(await now(page), then, "time stays where it is");
  await page.keyboard.press("Escape");
  await count.focus();
  await page.keyboard.press("Enter");
  await waitFor(page, "why", undefined, (text) => text?.includes("#99"));
});

browserTest("cells keep their width while the log grows", CONTEXT, async ({ page }) => {
  await open(page);
  await pause(page);
  const width = async (seconds) => {
    await seek(page, seconds);
    const cells = element(page, "lane-orders-0").locator("> g > .cell");
    const drawn = await cells.evaluateAll((paths) => paths.map((path) => path.getAttribute("d")).join(""));
    return new Set([...drawn.matchAll(/h([\d.]+)v9h/g)].map(([, width]) => width));
  };
  const before = await width(8);
  assert.equal(before.size, 1, "committed cells are equal");
  assert.deepEqual(await width(14), before);
});

browserTest("the legend is put away, and that is remembered", CONTEXT, async ({ page }) => {
  await open(page);
  assert.match(await value(page, "legend"), /at stake/);
  await click(page, "toggle-legend");
  assert.doesNotMatch(await value(page, "legend"), /at stake/);
  await open(page);
  assert.equal(await value(page, "toggle-legend", "aria-expanded"), "false");
  await click(page, "toggle-legend");
  assert.match(await value(page, "legend"), /at stake/);
  await open(page);
  assert.equal(await value(page, "toggle-legend", "aria-expanded"), "true");
});
