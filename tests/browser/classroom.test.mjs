// A lesson from its start to its end, by keyboard alone and by touch alone, in both languages; and how soon there is
// something to understand and something to foretell.
import assert from "node:assert/strict";
import { browserTest, open, openFirst, value, waitFor } from "./support.mjs";
import { framesUntil, holdClock, takeClock } from "./clock.mjs";
import { element, now } from "./visitor.mjs";

const LANGUAGES = ["en", "ko"];
/// More than this nobody waits at the bare address, in seconds: for what a caption names, and for a question.
const FIRST_EVENT = 5;
const FIRST_QUESTION = 30;
const ANSWER = /That is the answer|답이 나왔습니다/;

for (const lang of LANGUAGES) {
  browserTest(`a lesson by keyboard alone, ${lang}`, async ({ page }) => {
    await open(page, `?lang=${lang}`);
    for (let times = 0; times < 4; times += 1) await page.keyboard.press("+");
    await element(page, "question").waitFor();
    await page.locator("[data-testid=question] button").first().waitFor();
    await page.keyboard.press("2");
    await page.locator(".question button.picked, .question button.right").first().waitFor();
    // At its answer the lesson waits until that is read.
    await page.locator(".question.revealed").waitFor();
    await element(page, "play").waitFor();
    assert.match(await value(page, "notice"), ANSWER);
    await page.keyboard.press("Space");
    await element(page, "learned").waitFor();
    assert.equal(await page.locator(".question button.right").count(), 1, "the answer is told");
    assert.equal(await value(page, "task-1", "data-done"), "false");
    // The first task of this lesson: start c2 again, and close it once it has work.
    await page.keyboard.press("2");
    await page.keyboard.press("r");
    await page.keyboard.press("Space");
    await waitFor(page, "lane-orders-2", "data-owner", "c2");
    await page.keyboard.press("q");
    await waitFor(page, "task-1", "data-done", "true");
    await page.keyboard.press("n");
    await waitFor(page, "page", "data-scenario", (seen) => seen !== "crash-after-auto-commit");
  });
}

for (const lang of LANGUAGES) {
  const phone = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } };
  browserTest(`a lesson by touch alone on a phone, ${lang}`, phone, async ({ page }) => {
    await open(page, `?lang=${lang}`);
    await element(page, "question").waitFor();
    await page.locator("[data-testid=question] li button").nth(1).tap();
    await page.locator(".question.revealed").waitFor({ timeout: 120_000 });
    await element(page, "play").waitFor();
    await element(page, "play").tap();
    await element(page, "learned").waitFor({ timeout: 120_000 });
    assert.equal(await page.locator(".question button.right").count(), 1, "the answer is told");
    await element(page, "next-scenario").tap();
    await waitFor(page, "page", "data-scenario", (seen) => seen !== "crash-after-auto-commit");
  });
}

browserTest("at the bare address there is soon something to understand, and to foretell", async ({ page, t }) => {
  // Counted in frames of one length from the first one on, however busy the machine is.
  await takeClock(page);
  await openFirst(page);
  await holdClock(page);
  const shown = (await now(page)) / 1e6;
  const isStable = async () => (await value(page, "coordinator-billing", "data-state")) === "Stable";
  const event = shown + (await framesUntil(page, isStable, FIRST_EVENT));
  const isAsked = async () => (await element(page, "question").count()) > 0;
  const question = event + (await framesUntil(page, isAsked, FIRST_QUESTION));
  t.diagnostic(`something happens after ${event.toFixed(1)} s, a question comes after ${question.toFixed(1)} s`);
  assert.ok(event <= FIRST_EVENT, `${event} s`);
  assert.ok(question <= FIRST_QUESTION, `${question} s`);
});
