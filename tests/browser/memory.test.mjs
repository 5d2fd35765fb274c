// Nothing is lost: storage that is full or forbidden is said, a tab that crashed is found again, a reloaded one goes on
// with its entry, and what was done a moment ago is kept when another session is opened.
import assert from "node:assert/strict";
import { browserTest, open, waitFor } from "./support.mjs";
import { choose, click, element, pause, report, seek, transcript } from "./visitor.mjs";

/// Everything that can be read off the state: the report and every line of the transcript.
const state = async (page) => ({ report: (await report(page)).text, transcript: await transcript(page) });

const entries = (page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("work.")).length);

async function killsAt(page, seconds) {
  await pause(page);
  await seek(page, seconds);
  await click(page, "kill-c2");
  await waitFor(page, "consumer-c2", "data-state", "killed");
}

const written = (page, seconds) =>
  page.waitForFunction((at) => location.hash.includes(`@${at}s~`), seconds);

/// Reloads the page; it is then as it was before.
async function reloads(page, micros, before) {
  await page.reload();
  await waitFor(page, "time", "data-time-us", `${micros}`);
  await waitFor(page, "page", "aria-busy", "false");
  assert.deepEqual(await state(page), before);
}

for (const [name, error, says] of [
  ["full", "QuotaExceededError", /no room|full/i],
  ["forbidden", "SecurityError", /keep/i],
]) {
  browserTest(`storage that is ${name} is said once, and the address still has everything`, async ({ page }) => {
    await page.addInitScript((error) => {
      const refuse = () => {
        throw new DOMException("no", error);
      };
      if (error === "QuotaExceededError") Storage.prototype.setItem = refuse;
      else Object.defineProperty(window, "localStorage", { get: refuse });
    }, error);
    await open(page);
    await killsAt(page, 5);
    await written(page, 5);
    await page.waitForFunction(() => document.querySelector('[data-testid="notice"]').textContent !== "");
    assert.match(await element(page, "notice").textContent(), says);
    await reloads(page, 5_000_000, await state(page));
  });
}

browserTest("a tab that crashed is found again in My work", { expectErrors: true }, async ({ page, context }) => {
  await open(page);
  await killsAt(page, 5);
  await written(page, 5);
  const before = await state(page);
  const crashed = page.waitForEvent("crash");
  page.goto("chrome://crash").catch(() => {});
  await crashed;
  const other = await context.newPage();
  await open(other);
  await click(other, "my-work");
  await element(other, "work-list").locator("li button.work").first().click();
  await waitFor(other, "time", "data-time-us", "5000000");
  await waitFor(other, "page", "aria-busy", "false");
  assert.deepEqual(await state(other), before);
});

browserTest("a tab that was reloaded goes on with its entry", async ({ page }) => {
  await open(page);
  await killsAt(page, 5);
  await written(page, 5);
  assert.equal(await entries(page), 1);
  await reloads(page, 5_000_000, await state(page));
  await seek(page, 6);
  await click(page, "add-consumer");
  await written(page, 6);
  assert.equal(await entries(page), 1);
});

browserTest("what was done a moment before another scenario is opened is in My work", async ({ page }) => {
  await open(page);
  await pause(page);
  await seek(page, 5);
  await page.evaluate(() => {
    document.querySelector('[data-testid="kill-c2"]').click();
    const picker = document.querySelector('[data-testid="scenario"]');
    picker.value = "zombie";
    picker.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await page.locator('[data-testid="page"][data-scenario="zombie"]').waitFor();
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes("work.")));
  await click(page, "my-work");
  await element(page, "work-list").locator("li button.work").first().click();
  await waitFor(page, "consumer-c2", "data-state", "killed");
});

browserTest("back and forward go through what was opened, and nothing of it is lost", async ({ page }) => {
  await open(page);
  await killsAt(page, 5);
  await written(page, 5);
  const before = await state(page);
  await page.goto("about:blank");
  await page.goBack();
  await waitFor(page, "time", "data-time-us", "5000000");
  await waitFor(page, "page", "aria-busy", "false");
  assert.deepEqual(await state(page), before);
});

browserTest("what is typed and not run yet outlives a reload", async ({ page }) => {
  await open(page);
  await pause(page);
  await page.keyboard.press("Shift+E");
  await element(page, "session-text").fill("topic orders partitions=2\ngroup bil");
  await page.waitForFunction(() => sessionStorage.getItem("groupscope.draft")?.endsWith("group bil"));
  await page.reload();
  await waitFor(page, "page", "data-whole", "true");
  await page.keyboard.press("Shift+E");
  assert.equal(await element(page, "session-text").inputValue(), "topic orders partitions=2\ngroup bil");
  assert.equal(await element(page, "session-moved").count(), 0, "the session is the one it was");
  // Once it is let go of, it does not come back.
  await click(page, "take-text");
  await page.reload();
  await waitFor(page, "page", "data-whole", "true");
  await page.keyboard.press("Shift+E");
  assert.match(await element(page, "session-text").inputValue(), /^# /);
  await click(page, "deploy");
  await element(page, "deploy-text").fill("session.timeout.ms=9000");
  await element(page, "deploy-gap").fill("soon");
  await page.waitForFunction(() => sessionStorage.getItem("groupscope.deploy")?.includes("soon"));
  await page.reload();
  await waitFor(page, "page", "data-whole", "true");
  await page.keyboard.press("d");
  await element(page, "deploy-gap").waitFor();
  assert.equal(await element(page, "deploy-text").inputValue(), "session.timeout.ms=9000");
  assert.equal(await element(page, "deploy-gap").inputValue(), "soon");
});
