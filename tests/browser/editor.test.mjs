// The session as text: it is that of the session; mistakes are said at their lines and nothing typed is lost; a changed
// text runs from the start or up to the present instant, and what was open comes back; words are suggested.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, browserTest, open, screenshot, value, waitFor } from "./support.mjs";
import { click, element, now, pause, seek, session } from "./visitor.mjs";

const DEFAULT = readFileSync(join(ROOT, "static", "scenarios", "crash-after-auto-commit.session"), "utf8");
const WORLD =
  "topic orders partitions=2\ngroup billing session.timeout.ms=6000 heartbeat.interval.ms=2000\n" +
  "consumers c1 c2 group=billing\nproducer p1 topic=orders rate=20/s\nrun for=20s\n";

const field = (page) => element(page, "session-text");

async function openEditor(page, address = "") {
  await open(page, address);
  await pause(page);
  await page.keyboard.press("Shift+E");
  await field(page).waitFor();
}

/// Types at the end of what stands in the field.
async function typeAtEnd(page, text) {
  await field(page).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(text);
}

const focused = (page) => page.evaluate(() => document.activeElement?.dataset?.testid);

browserTest("the text is the session's, and after a deed what would be saved", async ({ page }) => {
  await openEditor(page);
  assert.equal(await field(page).inputValue(), DEFAULT);
  await waitFor(page, "editor-state", "data-state", "open");
  await click(page, "back-to-stage");
  await field(page).waitFor({ state: "detached" });
  await seek(page, 4);
  await click(page, "kill-c2");
  await waitFor(page, "consumer-c2", "data-state", "killed");
  await page.keyboard.press("Shift+E");
  await field(page).waitFor();
  assert.equal(await field(page).inputValue(), await session(page));
});

browserTest("a mistake is said at its line, and what is typed stays", async ({ page }) => {
  await openEditor(page);
  await field(page).fill(WORLD.replace("run for=20s", "kil c2\nrun for=20s"));
  await waitFor(page, "editor-mistakes", undefined, /line 5, column 1.*`kil` is not a verb.*`kill`/s);
  await waitFor(page, "editor-state", "data-state", "wrong");
  assert.equal(await page.locator(".stripes rect").count(), 1);
  // It cannot be run, nor is it lost on the way to the stage and back.
  await click(page, "run-text");
  await waitFor(page, "editor-state", undefined, /not run/);
  await click(page, "back-to-stage");
  await field(page).waitFor({ state: "detached" });
  await element(page, "lane-orders-5").waitFor();
  await click(page, "edit-text");
  await field(page).waitFor();
  assert.match(await field(page).inputValue(), /^kil c2$/m);
  await waitFor(page, "editor-mistakes", undefined, /line 5/);
  // Only when it runs is it known that nobody has this name.
  await field(page).fill(`${WORLD}kill c2\nkill c2\n`);
  await waitFor(page, "editor-state", "data-state", "changed");
  await click(page, "run-text");
  await waitFor(page, "editor-mistakes", undefined, /line 7/);
  assert.match(await field(page).inputValue(), /kill c2\nkill c2\n$/);
});

browserTest("a changed text runs from the start, and what was open comes back", async ({ page }) => {
  await openEditor(page);
  await field(page).fill(WORLD);
  await waitFor(page, "editor-state", "data-state", "changed");
  await click(page, "run-text");
  await field(page).waitFor({ state: "detached" });
  await element(page, "lane-orders-5").waitFor({ state: "detached" });
  await element(page, "lane-orders-1").waitFor();
  await pause(page);
  await click(page, "notice-offer");
  await element(page, "lane-orders-5").waitFor();
  // The text that was run is kept, and it is said that the session is another one.
  await page.keyboard.press("Shift+E");
  await field(page).waitFor();
  assert.equal(await field(page).inputValue(), WORLD);
  await element(page, "session-moved").waitFor();
  await click(page, "take-text");
  await page.waitForFunction((text) => document.querySelector("[data-testid=session-text]").value === text, DEFAULT);
  await element(page, "session-moved").waitFor({ state: "detached" });
});

browserTest("a changed text runs up to the present instant", async ({ page }) => {
  await openEditor(page, "#crash-after-auto-commit@9s");
  assert.equal(await now(page), 9_000_000);
  await field(page).fill(`${WORLD.replace("run for=20s", "run for=3s\nkill c2\nrun for=17s")}`);
  await click(page, "run-text-to-now");
  await field(page).waitFor({ state: "detached" });
  await waitFor(page, "time", "data-time-us", "9000000");
  await waitFor(page, "consumer-c2", "data-state", "killed");
});

browserTest("words are suggested and taken with the keyboard and the pointer", async ({ page }) => {
  await openEditor(page);
  await field(page).fill(WORLD);
  await typeAtEnd(page, "ki");
  await waitFor(page, "suggestions", undefined, /kill/);
  await page.keyboard.press("Enter");
  await page.keyboard.type(" c");
  await waitFor(page, "suggestions", undefined, /c1.*c2/s);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  assert.match(await field(page).inputValue(), /\nkill c2$/);
  await page.keyboard.type("\nrun until=");
  await waitFor(page, "suggestions", undefined, /stable/);
  await page.keyboard.press("Escape");
  await element(page, "suggestions").waitFor({ state: "detached" });
  await page.keyboard.press("Control+Space");
  await element(page, "suggestions").locator("li", { hasText: "stable" }).click();
  assert.match(await field(page).inputValue(), /\nrun until=stable$/);
  // The browser takes it back.
  await page.keyboard.press("Control+Z");
  assert.doesNotMatch(await field(page).inputValue(), /until=stable/);
  // Keys of the page are letters here.
  await page.keyboard.type(" k?i");
  assert.equal(await focused(page), "session-text");
  await element(page, "terminal").waitFor({ state: "detached" });
});

for (const [name, width, height] of [["phone", 390, 844], ["tablet", 1024, 768]]) {
  const context = { viewport: { width, height }, locale: "ko-KR" };
  browserTest(`on a ${name} in Korean the editor fits`, { context }, async ({ page }) => {
    await openEditor(page);
    await field(page).fill(WORLD.replace("run for", "rum for"));
    await waitFor(page, "editor-state", "data-state", "wrong");
    const cut = await page.evaluate(() => {
      const parts = [...document.querySelectorAll(".editor, .editor-bar, .editor aside, .text-room, .mistakes")];
      const found = parts.filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.className);
      return document.documentElement.scrollWidth > innerWidth ? [...found, "page"] : found;
    });
    assert.deepEqual(cut, []);
    assert.match(await value(page, "editor-mistakes"), /5번째 줄/);
    await screenshot(page, `editor ${name} ko`);
  });
}

browserTest("a text that was run and put aside again is still there after a reload", async ({ page }) => {
  await openEditor(page);
  await field(page).fill(WORLD);
  await click(page, "run-text");
  // The run is shown in the place of its text.
  await element(page, "lane-orders-1").waitFor();
  await open(page, "#zombie");
  await waitFor(page, "page", "data-scenario", "zombie");
  await page.reload();
  await waitFor(page, "page", "data-whole", "true");
  await pause(page);
  await page.keyboard.press("Shift+E");
  await field(page).waitFor();
  assert.equal(await field(page).inputValue(), WORLD);
  await waitFor(page, "editor-state", "data-state", "changed");
});
