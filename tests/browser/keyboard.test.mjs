// The keyboard reaches and operates everything: a walk by Tab comes to every place exactly once, in the order in which
// the page is read, and back again; each place is seen to have the focus; and each kind of control does by its keys what
// it does by the pointer.
import assert from "node:assert/strict";
import { browserTest, open, value, waitFor } from "./support.mjs";
import { choose, click, element, now, pause, setSpeed } from "./visitor.mjs";
import { beginWalks, walk } from "./walk.mjs";

const WIDE = { context: { viewport: { width: 1440, height: 900 } } };

/// Places that stand above the one before them, and not beside it: nobody reads so.
function upwards(places) {
  return places.filter((place, n) => {
    const last = places[n - 1];
    const isAbove = last?.region === place.region && place.top < last.top - 12 && place.middle < last.middle - 12;
    return isAbove && place.left < last.right - 12;
  });
}

/// Fails unless a walk, there and back, reaches all there is, in these regions of the page.
async function reachesEverything(page, where, regions) {
  const { places, steps } = await walk(page);
  const names = places.map(({ name }) => name);
  assert.deepEqual(steps.map(({ name }) => name), names, `${where}: each place once, and nothing else`);
  assert.deepEqual(steps.map(({ number }) => number), names.map((_, n) => n), `${where}: in this order`);
  assert.deepEqual(upwards(places).map(({ name }) => name), [], `${where}: not as one reads`);
  const passed = steps.map(({ region }) => region).filter((region, n, all) => region !== all[n - 1]);
  assert.deepEqual(passed, regions, `${where}: the regions`);
  const unseen = steps.filter(({ ringed }) => !ringed).map(({ name }) => name);
  assert.deepEqual(unseen, [], `${where}: one does not see that these have the focus`);
  const covered = steps.filter(({ covered }) => covered).map(({ name, covered }) => `${name}: ${covered}`);
  assert.deepEqual(covered, [], `${where}: hidden under something else`);
  const back = await walk(page, true);
  assert.deepEqual(back.steps.map(({ name }) => name), names.reverse(), `${where}: and back`);
}

browserTest("Tab reaches everything on the first page, and at a question", WIDE, async ({ page }) => {
  await open(page);
  await pause(page);
  await beginWalks(page);
  await reachesEverything(page, "the first page", ["head", "rail", "bench", "stage", "told", "dock"]);
  await choose(page, "crash-after-auto-commit");
  await setSpeed(page, "100");
  await element(page, "guess-more").waitFor();
  await element(page, "guess-more").locator("summary").click();
  await reachesEverything(page, "a question", ["head", "rail", "bench", "stage", "told", "dock"]);
});

browserTest("Tab reaches everything in the places of the rail", WIDE, async ({ page }) => {
  await open(page);
  await pause(page);
  await beginWalks(page);
  for (const [key, testid] of [["c", "course-place"], ["/", "symptom-place"], ["Shift+E", "editor"]]) {
    await page.keyboard.press(key);
    await element(page, testid).waitFor();
    await reachesEverything(page, testid, ["head", "rail", "place"]);
    await page.evaluate(() => document.activeElement.blur());
  }
});
