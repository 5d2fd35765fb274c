// The course, the symptom finder, the ways into the page, one visitor after the other, keys of a single character, and
// the stage in words.
import assert from "node:assert/strict";
import { violations } from "./a11y.mjs";
import { browserTest, open, screenshot, value, waitFor } from "./support.mjs";
import { holdClock, takeClock } from "./clock.mjs";
import { choose, chooseAtRest, click, element, now, pause, playsToItsEnd, seek, setSpeed } from "./visitor.mjs";

const KO = { context: { locale: "ko-KR" } };
const PHONE = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, locale: "ko-KR" } };
const first = "crash-after-auto-commit";

const state = (page, id) => value(page, `lesson-${id}`, "data-state");
const kept = (page) => page.evaluate(() => localStorage.getItem("groupscope.course"));
const keysKept = (page) => page.evaluate(() => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
].filter((key) => !["groupscope.theme", "groupscope.lang"].includes(key)));

/// Goes to the course, and waits until it is there.
async function toCourse(page) {
  await page.keyboard.press("c");
  await element(page, "course-place").waitFor();
}

/// How wide what stands in the page is, beside the page itself.
const widths = (page) => page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);

browserTest("the course has every scenario of the list, in its order, and opens it", async ({ page }) => {
  await open(page);
  const listed = await page.locator("[data-testid=scenario] option").evaluateAll((all) => all.map((one) => one.value));
  await click(page, "course");
  const links = page.locator("[data-testid^=lesson-]");
  assert.deepEqual(
    await links.evaluateAll((all) => all.map((one) => one.getAttribute("href").slice(1))), listed,
  );
  assert.match(await value(page, "course-done"), new RegExp(`^0 of ${listed.length} lessons$`));
  await click(page, "lesson-zombie");
  await waitFor(page, "page", "data-scenario", "zombie");
  assert.equal(await element(page, "course-place").count(), 0, "the lesson is to be seen");
});

browserTest("a lesson played to its end is done, one that was left is begun", async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "clean-close");
  await click(page, "play");
  await playsToItsEnd(page);
  await toCourse(page);
  assert.equal(await state(page, "clean-close"), "done");
  assert.match(await value(page, "course-done"), /^1 of /);
  assert.equal(await value(page, "course-go-on", "data-lesson"), "standalone", "the next one in the course");
  await click(page, "course-go-on");
  await waitFor(page, "page", "data-scenario", "standalone");
  await pause(page);
  await page.keyboard.press(">");
  await toCourse(page);
  assert.equal(await state(page, "standalone"), "begun");
  assert.match(await value(page, "lesson-standalone"), /line \d of \d/);
  await page.reload();
  await page.locator("[data-testid=page][data-whole=true]").waitFor();
  await toCourse(page);
  assert.equal(await state(page, "clean-close"), "done", "it is kept");
});

browserTest("steps lead to a lesson's end, a visitor's own deeds and a jump do not", async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "first-join");
  for (let n = 0; n < 40 && (await element(page, "afterwards").count()) === 0; n += 1) {
    await page.keyboard.press(">");
    if (await element(page, "notice").getByText(/nothing of its kind|No /).count()) break;
  }
  await chooseAtRest(page, "static-gone");
  await seek(page, 600);
  await toCourse(page);
  assert.notEqual(await state(page, "static-gone"), "done", "it was jumped to");
  await chooseAtRest(page, "session-timeout");
  await page.keyboard.press("a");
  await setSpeed(page, "100");
  await click(page, "play");
  await waitFor(page, "time", "data-time-us", (seen) => Number(seen) > 60_000_000);
  await pause(page);
  await toCourse(page);
  assert.notEqual(await state(page, "session-timeout"), "done", "the visitor left it");
});

browserTest("one goes on at the line where one was", async ({ page }) => {
  await open(page);
  await page.evaluate(() => localStorage.setItem("groupscope.course", "zombie 4\n"));
  await page.reload();
  await page.locator("[data-testid=page][data-whole=true]").waitFor();
  await toCourse(page);
  assert.match(await value(page, "course-go-on"), /4\.2 .*line 4/);
  await click(page, "course-go-on");
  await waitFor(page, "page", "data-scenario", "zombie");
  await waitFor(page, "page", "aria-busy", "false");
  assert.ok((await now(page)) > 0, "not from the beginning");
});

browserTest("progress is forgotten by one click, which says first that it is for good", async ({ page }) => {
  await open(page);
  await page.evaluate(() => localStorage.setItem("groupscope.course", "zombie done\nscale-out 2\n"));
  await page.reload();
  await page.locator("[data-testid=page][data-whole=true]").waitFor();
  await toCourse(page);
  assert.equal(await state(page, "zombie"), "done");
  assert.match(await value(page, "course-place"), /Forget progress\s*That cannot be undone/);
  await click(page, "forget-progress");
  assert.equal(await state(page, "zombie"), "open");
  assert.equal(await kept(page), null);
  assert.equal(await element(page, "forget-progress").isVisible(), false);
});

browserTest("n and its like go through the lessons", async ({ page }) => {
  await open(page);
  await page.keyboard.press("n");
  await waitFor(page, "page", "data-scenario", "off-by-one");
  await page.keyboard.press("Shift+P");
  await waitFor(page, "page", "data-scenario", first);
  await choose(page, "migrate-online");
  await page.keyboard.press("n");
  await element(page, "course-place").waitFor();
});

const FOUND = "a symptom is found by words and by a line of a log, and leads to where it can be seen";
browserTest(FOUND, async ({ page }) => {
  await open(page);
  await page.keyboard.press("/");
  const field = element(page, "symptom-search");
  await field.waitFor();
  assert.ok(await field.evaluate((node) => node === document.activeElement), "one can type at once");
  const all = await page.locator("[data-testid=symptom-list] li").count();
  assert.ok(all >= 14, `${all} symptoms`);
  await field.fill("ERROR CommitFailedException: Commit cannot be completed since the group has already rebalanced");
  assert.match(await page.locator("[data-testid=symptom-list] li").first().textContent(), /My commit failed/);
  await field.fill("twice");
  await click(page, "symptom-CameTwice");
  assert.match(await value(page, "symptom-causes"), /My records came twice.*auto\.commit\.interval\.ms/s);
  await click(page, "see-NoCommitOnRevoke");
  await waitFor(page, "page", "data-scenario", "commit-on-revoke");
  await waitFor(page, "page", "aria-busy", "false");
  assert.match(await value(page, "story"), /200 in plain/, "the question is answered");
  assert.match(await value(page, "why"), /orders-3/, "and the partition is asked");
  await element(page, "play").waitFor();
  await page.keyboard.press("/");
  assert.equal(await field.inputValue(), "twice", "what was typed is still there");
  await field.fill("xyzzy");
  assert.match(await value(page, "symptom-place"), /No symptom has this/);
});

browserTest("a symptom is found in Korean", KO, async ({ page }) => {
  await open(page);
  await click(page, "symptoms");
  await element(page, "symptom-search").fill("두 번");
  assert.match(await value(page, "symptom-list"), /레코드가 두 번 처리되었습니다/);
  await element(page, "symptom-search").fill("Caused by: FENCED_INSTANCE_ID");
  assert.equal(await page.locator("[data-testid=symptom-list] li").count(), 1);
  assert.match(await value(page, "symptom-causes"), /group\.instance\.id/);
  await click(page, "see-TwinStarted");
  await waitFor(page, "page", "data-scenario", "fenced-twin");
  await waitFor(page, "why", undefined, /c2/);
});

browserTest("the ways in stand there until something is done", async ({ page }) => {
  await open(page);
  await click(page, "way-course");
  await element(page, "course-place").waitFor();
  await click(page, "course");
  await click(page, "way-symptoms");
  await element(page, "symptom-search").waitFor();
  await click(page, "symptoms");
  await click(page, "way-own-settings");
  await waitFor(page, "paste-text-billing", undefined, (text) => text !== null);
  const typed = () => page.evaluate(() => document.activeElement.dataset.testid);
  assert.equal(await typed(), "paste-text-billing", "the field for own settings has the focus");
  await click(page, "kill-c1");
  assert.equal(await element(page, "ways-in").count(), 0, "they have gone");
});

browserTest("the next visitor finds nothing of the last one", async ({ page }) => {
  await open(page);
  await setSpeed(page, "100");
  await waitFor(page, "time", "data-time-us", (seen) => Number(seen) > 3_000_000);
  await pause(page);
  await click(page, "kill-c1");
  await page.keyboard.press("/");
  await element(page, "symptom-search").fill("lost");
  await page.keyboard.press("Escape");
  await click(page, "symptoms");
  await page.keyboard.press("t");
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith("groupscope.work.")));
  await page.keyboard.press("Shift+N");
  assert.match(await value(page, "notice"), /all that was done .* is deleted/);
  assert.ok((await keysKept(page)).length > 0, "it only said so");
  await page.keyboard.press("l");
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Shift+N")]);
  await page.locator("[data-testid=page][data-whole=true]").waitFor();
  await waitFor(page, "page", "data-scenario", first);
  await waitFor(page, "consumer-c1", "data-state", (seen) => seen !== null && seen !== "killed");
  assert.deepEqual(await keysKept(page), []);
  assert.equal(await page.evaluate(() => location.hash), "");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "ko", "the language stays");
  assert.equal(await page.evaluate(() => location.search), "", "and the address is what it was");
  assert.notEqual(await page.evaluate(() => localStorage.getItem("groupscope.theme")), null, "and the theme");
});

browserTest("where many visitors come, the next one begins afresh after a while of quiet", async ({ page }) => {
  await takeClock(page);
  await open(page, "?kiosk&lang=en");
  await pause(page);
  await click(page, "kill-c1");
  await holdClock(page);
  const passes = (seconds) => page.evaluate((count) => window.testClock.frames(count, 1_000), seconds);
  await passes(78);
  assert.equal(await element(page, "next-visitor-in").count(), 0);
  await passes(5);
  const left = Number(await value(page, "next-visitor-in", "data-seconds"));
  assert.ok(left > 4 && left < 9, `${left} s are left`);
  assert.match(await value(page, "next-visitor-in"), /begins afresh/);
  await page.mouse.move(300, 300);
  await passes(1);
  assert.equal(await element(page, "next-visitor-in").count(), 0, "somebody is there");
  assert.equal(await value(page, "consumer-c1", "data-state"), "killed");
  await passes(85);
  await element(page, "next-visitor-in").waitFor();
  await Promise.all([
    page.waitForEvent("load"),
    // The page goes while it is asked.
    passes(8).catch(() => {}),
  ]);
  await page.locator("[data-testid=page][data-whole=true]").waitFor();
  await waitFor(page, "consumer-c1", "data-state", (seen) => seen !== null && seen !== "killed");
  assert.match(page.url(), /\?kiosk&lang=en$/);
});

browserTest("keys of a single character can be switched off", async ({ page }) => {
  await open(page);
  await pause(page);
  await page.keyboard.press("?");
  await page.locator("[data-testid=help-list][open]").waitFor();
  await click(page, "letter-keys");
  await page.keyboard.press("Escape");
  await waitFor(page, "help-list", "open", null);
  await page.keyboard.press("a");
  await page.keyboard.press("c");
  await page.keyboard.press("2");
  assert.equal(await element(page, "consumer-c4").count(), 0, "no consumer was added");
  assert.equal(await element(page, "course-place").count(), 0);
  const before = await now(page);
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await now(page), before, "the others go on to work");
  await page.reload();
  await page.locator("[data-testid=page][data-whole=true]").waitFor();
  await page.keyboard.press("c");
  assert.equal(await element(page, "course-place").count(), 0, "it is remembered");
  await click(page, "help");
  await click(page, "letter-keys");
  await page.keyboard.press("Escape");
  await toCourse(page);
});

browserTest("the stage is said in words to who asks", async ({ page }) => {
  await open(page);
  await pause(page);
  await seek(page, 12);
  await page.keyboard.press("v");
  const told = await value(page, "described");
  assert.match(told, /It is 00:12\.000\./);
  assert.match(told, /Group billing: Stable, generation 1, 3 members\./);
  assert.match(told, /c2 is dead\. Nobody else has got orders-2, orders-3 yet\./);
  assert.match(told, /Asked: In half a second c2 is killed/);
  assert.ok(await element(page, "described").evaluate((node) => node.closest("[role=status]") !== null), "read out");
  await page.keyboard.press("Escape");
  assert.equal(await element(page, "described").count(), 0);
  await page.keyboard.press("l");
  await page.keyboard.press("v");
  assert.match(await value(page, "described"), /c1은 orders-0, orders-1을 읽습니다/);
  await click(page, "close-described");
  assert.equal(await element(page, "described").count(), 0);
});

browserTest("the address chooses the language", async ({ page }) => {
  await open(page, "?lang=ko");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "ko");
  await open(page, "?lang=en#zombie");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  assert.equal(await value(page, "page", "data-scenario"), "zombie");
});

browserTest("course and symptoms fit a phone, and are done by touch", PHONE, async ({ page }) => {
  await open(page);
  const fits = async (where) => {
    const [wide, room] = await widths(page);
    assert.ok(wide <= room, `${where}: ${wide} of ${room}`);
  };
  await fits("the ways in");
  await element(page, "way-course").tap();
  await element(page, "course-place").waitFor();
  await fits("the course");
  await screenshot(page, "course phone ko");
  await element(page, "lesson-clean-close").tap();
  await waitFor(page, "page", "data-scenario", "clean-close");
  await element(page, "symptoms").tap();
  await element(page, "symptom-search").fill("랙");
  await element(page, "symptom-LagOfOne").tap();
  await fits("the symptoms");
  await screenshot(page, "symptoms phone ko");
  const small = await page.locator(".workplace :is(a, button):visible").evaluateAll((all) => all
    .map((one) => [one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.height < 24).map(([text]) => text));
  assert.deepEqual(small, [], "targets that are too small");
  await element(page, "see-OffsetOfRecord").tap();
  await waitFor(page, "page", "data-scenario", "off-by-one");
});

for (const [size, viewport] of [["wide", { width: 1440, height: 900 }], ["narrow", { width: 390, height: 844 }]]) {
  browserTest(`no violation in the new places, ${size}`, { context: { viewport } }, async ({ page }) => {
    await open(page);
    await page.evaluate(() => localStorage.setItem("groupscope.course", "scale-out done\nzombie 2\n"));
    await page.reload();
    await page.locator("[data-testid=page][data-whole=true]").waitFor();
    await pause(page);
    assert.deepEqual(await violations(page), [], "the ways in");
    await page.keyboard.press("v");
    assert.deepEqual(await violations(page), [], "the stage in words");
    await page.keyboard.press("Escape");
    await toCourse(page);
    assert.deepEqual(await violations(page), [], "the course");
    await page.keyboard.press("/");
    await element(page, "symptom-search").waitFor();
    assert.deepEqual(await violations(page), [], "symptoms");
  });
}
