// The keyboard reaches and operates everything: a walk by Tab comes to every place exactly once, in the order in
// which the page is read, and back again; each place is seen to have the focus; and each kind of control does by its
// keys what it does by the pointer.
import assert from "node:assert/strict";
import { browserTest, open, value, waitFor } from "./support.mjs";
import { choose, click, element, now, pause, playsToItsEnd, setSpeed } from "./visitor.mjs";
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

/// Kafka's own settings have a dot in their names, ours have none.
const isKafkas = (name) => name?.includes(".");

/// Fails unless a walk, there and back, reaches all there is, in these regions of the page. In one column the sheet of
/// styles has the regions in another order than the document.
async function reachesEverything(page, where, regions, { inOneColumn = false } = {}) {
  const { places, steps, came } = await walk(page);
  const names = places.map(({ name }) => name);
  assert.deepEqual(steps.map(({ name }) => name), names, `${where}: each place once, and nothing else`);
  assert.deepEqual(steps.map(({ number }) => number), names.map((_, n) => n), `${where}: in this order`);
  if (!inOneColumn) assert.deepEqual(upwards(places).map(({ name }) => name), [], `${where}: not as one reads`);
  const passed = steps.map(({ region }) => region).filter((region, n, all) => region !== all[n - 1]);
  assert.deepEqual(passed, regions, `${where}: the regions`);
  const unseen = steps.filter(({ ringed }) => !ringed).map(({ name }) => name);
  assert.deepEqual(unseen, [], `${where}: one does not see that these have the focus`);
  const links = came.map(({ name }) => name.match(/^a docs-(\S+)/)?.[1]);
  const settings = places.map(({ name }) => name.match(/ setting-(\S+)/)?.[1]).filter(isKafkas);
  assert.deepEqual(links, settings, `${where}: after each of Kafka's settings, its place in the documentation`);
  const hidden = [...steps, ...came].filter(({ covered }) => covered);
  const covered = hidden.map(({ name, covered }) => `${name}: ${covered}`);
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

const OTHERS = "Tab reaches everything where runs are compared, deploys counted, and a lesson is over";
browserTest(OTHERS, WIDE, async ({ page }) => {
  await open(page);
  await pause(page);
  await beginWalks(page);
  for (const [key, testid, regions] of [
    ["b", "compare-table", ["head", "rail", "stage", "told", "dock"]],
    ["d", "deploy-compute", ["head", "rail", "place"]],
  ]) {
    await page.keyboard.press(key);
    await element(page, testid).waitFor();
    await reachesEverything(page, testid, regions);
    await page.evaluate(() => document.activeElement.blur());
    await page.locator(".rail [aria-current=page]").click();
    await element(page, "stage").waitFor();
  }
  await playsToItsEnd(page);
  // As high as the card of the story is: what is scrolled within it stands elsewhere than it is read.
  await page.setViewportSize({ width: 1440, height: 1500 });
  await reachesEverything(page, "the end of a lesson", ["head", "rail", "bench", "stage", "told", "dock"]);
});

const ENLARGED = { context: { viewport: { width: 320, height: 256 } } };
browserTest("at 400 % nothing that has the focus is under a bar that stays", ENLARGED, async ({ page }) => {
  await open(page);
  await pause(page);
  await beginWalks(page);
  const regions = ["head", "rail", "stage", "told", "dock"];
  await reachesEverything(page, "the first page", regions, { inOneColumn: true });
  await page.keyboard.press("i");
  await element(page, "terminal").waitFor();
  await reachesEverything(page, "the terminal", regions, { inOneColumn: true });
});

const focused = (page) => page.evaluate(() => document.activeElement?.dataset?.testid ?? null);

/// One control of each kind: the keys that operate it, and what is another one afterwards.
const CONTROLS = [
  { name: "a button by Enter", testid: "step", keys: ["Enter"], changes: now },
  { name: "a button by Space", testid: "step-back", keys: ["Space"], changes: now },
  { name: "a list", testid: "speed", keys: ["ArrowDown"], changes: (page) => element(page, "speed").inputValue() },
  { name: "a menu", testid: "time-menu", keys: ["Enter"], changes: (page) => element(page, "next-entry").isVisible() },
  { name: "an entry of it", testid: "next-entry", keys: ["Enter"], changes: now },
  { name: "the menu again, by Escape", testid: "time-menu", keys: ["Escape"],
    changes: (page) => element(page, "next-entry").isVisible() },
  { name: "the theme", testid: "theme", keys: ["Enter"], changes: (page) => value(page, "theme", "aria-label") },
  { name: "a place of the rail", testid: "course", keys: ["Enter"],
    changes: (page) => element(page, "course-place").isVisible() },
  { name: "a link", testid: "lesson-clean-close", keys: ["Enter"],
    changes: (page) => value(page, "page", "data-scenario") },
  { name: "a switch", testid: "protocol-cooperative", keys: ["Space"],
    changes: (page) => value(page, "protocol-cooperative", "aria-pressed") },
  { name: "a field", testid: "rate-orders", keys: ["Control+a", "7", "Tab"],
    changes: (page) => element(page, "rate-orders").inputValue() },
  { name: "a deed on a consumer", testid: "kill-c2", keys: ["Enter"],
    changes: (page) => value(page, "consumer-c2", "data-state") },
  { name: "what is behind it", testid: "more-c1", keys: ["Enter"],
    changes: (page) => value(page, "more-c1", "aria-expanded") },
  { name: "a deed with something to say", testid: "do-orders", keys: ["ArrowDown", "Tab"],
    changes: (page) => page.locator("[data-testid^=go-]").count() },
  { name: "a theme of settings", testid: "theme-Fetching", keys: ["Space"],
    changes: (page) => value(page, "theme-Fetching", "aria-expanded") },
  { name: "a setting", testid: "setting-session.timeout.ms", keys: ["Control+a", "9", "Tab"],
    changes: (page) => element(page, "setting-session.timeout.ms").inputValue() },
  { name: "a lane", testid: "lane-orders-1", keys: ["Enter"],
    changes: (page) => value(page, "lane-orders-1", "class") },
  { name: "a card", testid: "consumer-c1", keys: ["Space"], changes: (page) => value(page, "consumer-c1", "class") },
  { name: "the coordinator", testid: "coordinator-billing", keys: ["Enter"],
    changes: (page) => value(page, "coordinator-billing", "class") },
  { name: "the legend", testid: "toggle-legend", keys: ["Enter"],
    changes: (page) => value(page, "toggle-legend", "aria-expanded") },
  { name: "a filter", testid: "lines-requests", keys: ["Space"],
    changes: (page) => value(page, "lines-requests", "aria-pressed") },
  // Onward first: at the start there is nothing to the left.
  { name: "the time axis", testid: "scrub", keys: ["ArrowRight"], changes: now },
  { name: "the time axis, back", testid: "scrub", keys: ["ArrowLeft"], changes: now },
  { name: "its size", testid: "zoom-in", keys: ["Enter"], changes: (page) => value(page, "scrub", "aria-valuemax") },
  { name: "the diagram", testid: "show-sequence", keys: ["Enter"],
    changes: (page) => element(page, "sequence").isVisible() },
  { name: "a tab", testid: "axis-tab", keys: ["ArrowRight"], changes: (page) => element(page, "terminal").isVisible() },
];

browserTest("each kind of control does its work by its keys", WIDE, async ({ page }) => {
  await open(page);
  await pause(page);
  for (const { name, testid, keys, changes } of CONTROLS) {
    // Whatever plays changes by itself.
    if (await element(page, "pause").isVisible()) await pause(page);
    await element(page, testid).focus();
    const before = await changes(page);
    for (const key of keys) await page.keyboard.press(key);
    const deadline = Date.now() + 10_000;
    while ((await changes(page)) === before) assert.ok(Date.now() < deadline, `${name}: ${keys} does nothing`);
  }
});

/// What opens over the page: the button that opens it, and what it is.
const DIALOGS = [["help", "help-list"], ["share", "share-dialog"], ["my-work", "work-list"]];

browserTest("a dialog takes the focus, keeps it, and gives it back", WIDE, async ({ page }) => {
  await open(page);
  await pause(page);
  await beginWalks(page);
  for (const [opener, testid] of DIALOGS) {
    await element(page, opener).focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog:modal").waitFor();
    const inside = () => page.evaluate(() => document.activeElement.closest("dialog:modal") !== null);
    assert.ok(await inside(), `${testid}: the focus is not inside`);
    await reachesEverything(page, testid, ["dialog"]);
    await page.keyboard.press("Escape");
    await page.locator("dialog:modal").waitFor({ state: "hidden" });
    assert.equal(await focused(page), opener, `${testid}: the focus does not come back`);
  }
});
