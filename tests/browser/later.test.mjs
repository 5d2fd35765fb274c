// The program comes in parts: the first module shows and plays, the others are fetched afterwards.
import assert from "node:assert/strict";
import { browserTest, open, openFirst, value, waitFor } from "./support.mjs";
import { click, element, now, openFile, pause, timePasses } from "./visitor.mjs";

const SECOND = /_later\.wasm$/;
const whole = (page) => waitFor(page, "page", "data-whole", "true");

/// Holds the second module back until the function that this gives is called.
async function holdBack(page) {
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  await page.route(SECOND, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

browserTest("the second module is asked for once, after the first picture", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await open(page);
  const second = asked.filter((url) => SECOND.test(url));
  assert.equal(second.length, 1, "asked for once");
  assert.ok(asked.indexOf(second[0]) > asked.findIndex((url) => /_bg\.wasm$/.test(url)), "after the first");
});

browserTest("without the second module the simulation plays, and can be acted upon", async ({ page }) => {
  const release = await holdBack(page);
  await openFirst(page);
  const start = await now(page);
  await timePasses(page, start + 100_000);
  await click(page, "kill-c1");
  await waitFor(page, "consumer-c1", "data-state", "killed");
  assert.equal(await value(page, "page", "data-whole"), "false");
  release();
  await whole(page);
});

browserTest("what was asked for before the second module came is done when it comes", async ({ page }) => {
  const release = await holdBack(page);
  await openFirst(page);
  await pause(page);
  const script = "title en=\"Mine\"\ntopic orders partitions=2\ngroup g\nconsumers c1 group=g\nrun for=5s\n";
  await openFile(page, "mine.session", script);
  await page.keyboard.press("?");
  release();
  await whole(page);
  await page.locator("[data-testid=help-list][open]").waitFor();
  await element(page, "coordinator-g").waitFor({ state: "attached" });
});

const MISSING = "a second module that does not come is asked for again, and said to be missing";
browserTest(MISSING, { expectErrors: true }, async ({ page }) => {
  let refused = 0;
  await page.route(SECOND, (route) => {
    refused += 1;
    return refused === 1 ? route.abort() : route.continue();
  });
  await openFirst(page);
  await page.getByTestId("notice").getByText("A part of the page did not come").waitFor();
  await whole(page);
  assert.equal(refused, 2, "asked for again");
  await click(page, "consumer-c1");
  await page.getByTestId("why").waitFor();
});
