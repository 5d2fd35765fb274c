// The story beside the stage: a question is asked before the decisive moment, and its answer is then seen to happen.
import assert from "node:assert/strict";
import { browserTest, open, value, waitFor } from "./support.mjs";
import { choose, click, element, now, playsToItsEnd, setSpeed, timePasses } from "./visitor.mjs";

const option = (page, text) => element(page, "question").getByRole("button").filter({ hasText: text });

async function asked(page) {
  await element(page, "question").waitFor();
  await element(page, "play").waitFor();
  return now(page);
}

browserTest("playback waits at a question, and tells the answer when it has been seen", async ({ page }) => {
  await open(page);
  await choose(page, "join-eager");
  const before = await asked(page);
  const [picked, right] = [option(page, "go on reading"), option(page, "waits for c2")];
  await setSpeed(page, "1");
  await picked.click();
  assert.equal(await picked.getAttribute("class"), "picked");
  assert.equal(await right.getAttribute("class"), null, "nothing is given away before it has happened");
  await timePasses(page, before + 1);
  assert.ok(await element(page, "pause").isVisible(), "time goes on with the answer");
  await setSpeed(page, "100");
  await page.locator(".question button.right").waitFor();
  assert.equal(await picked.getAttribute("class"), "wrong");
  assert.equal(await right.getAttribute("class"), "right");
});

browserTest("who plays five times as fast still reads: the question is waited for", async ({ page }) => {
  await open(page);
  await setSpeed(page, "5");
  const before = await asked(page);
  assert.match(await value(page, "question"), /c2 is killed/);
  await click(page, "play");
  await timePasses(page, before + 1);
});

const PHONE = { context: { viewport: { width: 390, height: 844 } } };
browserTest("on a phone the question comes into view when it is asked", PHONE, async ({ page }) => {
  await open(page);
  await asked(page);
  await page.waitForFunction(() => {
    const { top, bottom } = document.querySelector("[data-testid=question]").getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
});

browserTest("a consumer that is gone can still be asked why", async ({ page }) => {
  await open(page);
  await playsToItsEnd(page);
  await waitFor(page, "consumer-c2", "data-state", "killed");
  await click(page, "consumer-c2");
  await waitFor(page, "why", undefined, /c2 was killed/);
});
