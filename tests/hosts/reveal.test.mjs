// Figures in a deck of reveal.js: each plays on its own slide alone, and the keys are the deck's. The deck prepares the
// slides that come next, and so the figures on them begin early.
import assert from "node:assert/strict";
import { browserTest } from "../browser/support.mjs";
import { background, heap, heard, isPlaying, own, site, staysAt, visit } from "./visit.mjs";

browserTest("reveal.js: a figure on each slide, the program once", async ({ page, t }) => {
  const address = await site("reveal");
  const requests = await visit(page, address);
  await page.locator(".reveal.ready").waitFor();
  for (let number = 0; number < 10; number += 1) {
    await page.keyboard.press("ArrowRight");
    await heard(page, "ready", `f${number}`);
  }
  await page.keyboard.press("ArrowRight");
  await page.locator("group-scope:not([id])").getByTestId("lane-orders-1").waitFor();
  const files = own(requests);
  for (const ending of ["_bg.wasm", "_shared.wasm", "_touched.wasm"]) {
    assert.equal(files.filter((name) => name.endsWith(ending)).length, 1, ending);
  }
  staysAt(address, requests);
  t.diagnostic(`reveal.js: heap ${(await heap(page)).toFixed(1)} MB with 11 figures`);
});

browserTest("reveal.js: a figure plays on its slide alone; Space and the theme are the deck's", async ({ page }) => {
  await visit(page, await site("reveal"));
  await page.locator(".reveal.ready").waitFor();
  await heard(page, "ready", "f0");
  assert.equal(await page.evaluate(() => window.heard.some((one) => one.playing)), false, "its slide is not shown yet");
  await page.keyboard.press("Space");
  await isPlaying(page, "f0", true);
  await page.keyboard.press("Space");
  await isPlaying(page, "f0", false);
  await heard(page, "ready", "f1");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY");
  await page.locator("#f1 .groupscope-page[data-theme=dark]").waitFor();
  const dark = await background(page, "f1");
  await page.evaluate(() => { document.documentElement.dataset.theme = "light"; });
  await page.locator("#f1 .groupscope-page[data-theme=light]").waitFor();
  assert.notEqual(await background(page, "f1"), dark);
});

browserTest("reveal.js: a frame plays while its slide is shown", async ({ page }) => {
  await visit(page, await site("reveal"));
  await page.locator(".reveal.ready").waitFor();
  await page.evaluate(() => {
    window.told = [];
    addEventListener("message", ({ data }) => { if (data.source === "groupscope") window.told.push(data); });
  });
  const isPlaying = (playing) => page.waitForFunction(
    (playing) => window.told.findLast((one) => one.type === "time")?.playing === playing,
    playing,
  );
  await page.evaluate(() => { location.hash = "#/12"; });
  await isPlaying(true);
  await page.evaluate(() => document.getElementById("frame").contentWindow.postMessage("slide:stop", "*"));
  await isPlaying(false);
});
