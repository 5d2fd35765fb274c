// "Why?": whatever is chosen on the stage is explained by a chain of sentences that ends in what somebody did.
import assert from "node:assert/strict";
import { browserTest, open, value, waitFor } from "./support.mjs";
import { choose, click, element, now, playsToItsEnd } from "./visitor.mjs";

/// The sentences of the answer that is shown.
const reasons = (page) =>
  element(page, "reasons")
    .locator("li button")
    .evaluateAll((lines) => lines.map((line) => line.textContent.replace(/^[\d:.]+ /, "")));

browserTest("a partition's new owner has it because the old one was killed", async ({ page }) => {
  await open(page);
  await playsToItsEnd(page);
  assert.match(await value(page, "why"), /Why orders-2\?/, "unasked, what became of what c2 had is explained");
  await element(page, "lane-orders-3").focus();
  await page.keyboard.press("Enter");
  await waitFor(page, "why", undefined, /Why orders-3\?/);
  const chain = await reasons(page);
  assert.match(chain[0], /owns orders-3$/);
  assert.match(chain.at(-1), /^because c2 was killed/);
  await element(page, "reasons").locator("li button").last().click();
  assert.ok((await now(page)) < 11_000_000, "a sentence leads to its instant");
  await page.keyboard.press("Escape");
  await element(page, "why").waitFor({ state: "hidden" });
});

browserTest("a consumer's state and a group's last rebalance are explained, too", async ({ page }) => {
  await open(page);
  await choose(page, "session-timeout");
  await playsToItsEnd(page);
  for (const chosen of ["consumer-c2", "coordinator-billing"]) {
    await element(page, chosen).focus();
    await page.keyboard.press("Enter");
    await waitFor(page, "why", undefined, (text) => text?.includes("killed"));
  }
  assert.match(await value(page, "why"), /Why billing\?/);
  await click(page, "rewind");
  await waitFor(page, "why", undefined, (text) => !text.includes("killed"));
});
