// Links and memory: a scenario, a moment and everything that was done are in the address; nothing is lost by a reload,
// in a second tab, without storage; a link that is broken says how, and the rest of it opens.
import assert from "node:assert/strict";
import { browserTest, open, value, waitFor } from "./support.mjs";
import { click, dropFile, element, now, openFile, pause, report, save, seek, session, transcript } from "./visitor.mjs";

const WORLD =
  "topic orders partitions=4\ngroup billing session.timeout.ms=6000 heartbeat.interval.ms=2000\n" +
  "consumers c1 c2 group=billing\nproducer p1 topic=orders rate=20/s\nrun for=20s\n";

/// Goes to the page with this fragment, as somebody does who was sent the link.
async function follow(page, fragment) {
  await page.goto("about:blank");
  await open(page, `#${fragment}`);
}

/// Everything that can be read off the state: the report and every line of the transcript.
const state = async (page) => ({ report: (await report(page)).text, transcript: await transcript(page) });

/// The fragment, once it is another one than before.
async function fragmentAfter(page, before = "") {
  await page.waitForFunction((before) => location.hash !== before && location.hash !== "", before);
  return (await page.evaluate(() => location.hash)).slice(1);
}

async function killsAndAdds(page) {
  await pause(page);
  await seek(page, 4);
  await click(page, "kill-c2");
  await waitFor(page, "consumer-c2", "data-state", "killed");
  await seek(page, 6.5);
  await click(page, "add-consumer");
  await element(page, "consumer-c4").waitFor();
  await seek(page, 9.25);
}

browserTest("a bare address stays bare until something is done", async ({ page }) => {
  await open(page);
  await waitFor(page, "time", "data-time-us", (seen) => Number(seen) > 300_000);
  assert.equal(await page.evaluate(() => location.hash), "");
  await pause(page);
  assert.match(await fragmentAfter(page), /^crash-after-auto-commit@[\d.]+s$/);
  assert.equal(await page.evaluate(() => history.length), 2, "the address was replaced, not added to");
});

browserTest("a name opens a scenario, and a moment of it is gone to", async ({ page }) => {
  await follow(page, "zombie@12.4s");
  await page.locator('[data-testid="page"][data-scenario="zombie"]').waitFor();
  await waitFor(page, "time", "data-time-us", "12400000");
  await element(page, "play").waitFor();
});

browserTest("kill, add and reload lose nothing, and another page opens the same state", async ({ page, context }) => {
  await open(page);
  await killsAndAdds(page);
  const fragment = await fragmentAfter(page);
  await page.waitForFunction(() => location.hash.includes("@9.25s~"));
  const before = await state(page);
  await page.reload();
  await waitFor(page, "time", "data-time-us", "9250000");
  await waitFor(page, "page", "aria-busy", "false");
  assert.deepEqual(await state(page), before);
  const link = await page.evaluate(() => location.href);
  const other = await context.newPage();
  await other.goto(link);
  await waitFor(other, "time", "data-time-us", "9250000");
  await waitFor(other, "page", "aria-busy", "false");
  assert.deepEqual(await state(other), before);
  // What was done can be undone there, too.
  await click(other, "undo");
  await element(other, "consumer-c4").waitFor({ state: "detached" });
  assert.ok(fragment.startsWith("crash-after-auto-commit@"));
});

browserTest("a file of one's own is in its link as a whole", async ({ page }) => {
  await open(page);
  await pause(page);
  await openFile(page, "own.session", WORLD);
  await element(page, "lane-orders-3").waitFor();
  await pause(page);
  await seek(page, 5);
  await click(page, "kill-c1");
  await page.waitForFunction(() => location.hash.startsWith("#@5s~"));
  const before = await state(page);
  await page.reload();
  await waitFor(page, "time", "data-time-us", "5000000");
  await waitFor(page, "page", "aria-busy", "false");
  assert.deepEqual(await state(page), before);
});

browserTest("a broken link says what is wrong, opens what can be read, and stays in the address", async ({ page }) => {
  await open(page);
  await killsAndAdds(page);
  await page.waitForFunction(() => location.hash.includes("@9.25s~"));
  const whole = (await page.evaluate(() => location.hash)).slice(1);
  for (const [broken, says] of [
    [whole.slice(0, -12), /is cut off: \d+ of its \d+ bytes/],
    [whole.replace(/.$/, (last) => (last === "A" ? "B" : "A")), /was changed on its way|cut off/],
    [whole.replace("~", "~!"), /`!`, which is in no link/],
  ]) {
    await follow(page, broken);
    await waitFor(page, "time", "data-time-us", "9250000");
    assert.match(await value(page, "problem"), says);
    assert.equal((await page.evaluate(() => location.hash)).slice(1), broken);
  }
  await follow(page, "zombi@3s");
  assert.match(await value(page, "problem"), /Did you mean `zombie`\?/);
  await element(page, "lane-orders-0").waitFor();
});

browserTest("two hundred mutated links never break the page", { timeout: 240_000 }, async ({ page }) => {
  await open(page);
  await killsAndAdds(page);
  await page.waitForFunction(() => location.hash.includes("@9.25s~"));
  const whole = (await page.evaluate(() => location.hash)).slice(1);
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const letters = "ABCxyz019-_~@.%s!é";
  for (let at = 0; at < 200; at++) {
    let broken = whole;
    for (let times = 1 + random(3); times > 0; times--) {
      const place = random(broken.length);
      const letter = letters[random(letters.length)];
      const [before, after] = [broken.slice(0, place), broken.slice(place + 1)];
      const added = before + letter + broken.slice(place);
      broken = [before + letter + after, before + after, added, before][random(4)];
    }
    await page.evaluate((fragment) => (location.hash = fragment), broken);
    const time = await page.evaluate(() => window.groupscope.state().time);
    assert.ok(Number.isFinite(time), broken);
  }
  await page.evaluate((fragment) => (location.hash = fragment), "zombie@2s");
  await page.locator('[data-testid="page"][data-scenario="zombie"]').waitFor();
  await waitFor(page, "time", "data-time-us", "2000000");
  assert.equal(await page.locator(".panic").count(), 0);
});

browserTest("work is kept, found again in My work, opened and removed", async ({ page, context }) => {
  await open(page);
  await killsAndAdds(page);
  await page.waitForFunction(() => location.hash.includes("@9.25s~"));
  const before = await state(page);
  const other = await context.newPage();
  await open(other);
  await click(other, "my-work");
  const list = element(other, "work-list");
  await list.locator("li").first().waitFor();
  assert.equal(await list.locator("li").count(), 1);
  await list.locator("li button.work").first().click();
  await waitFor(other, "time", "data-time-us", "9250000");
  await waitFor(other, "page", "aria-busy", "false");
  assert.deepEqual(await state(other), before);
  assert.match(await other.evaluate(() => location.hash), /@9\.25s~/, "the address is that of what is open");
  // The second tab writes an entry of its own.
  await click(other, "kill-c1");
  await click(other, "my-work");
  await other.waitForFunction(() => Object.keys(localStorage).filter((key) => key.includes("work.")).length === 2);
  await other.keyboard.press("Escape");
  await click(other, "my-work");
  await list.locator("li button.quiet").first().click();
  await other.waitForFunction(() => Object.keys(localStorage).filter((key) => key.includes("work.")).length === 1);
});

browserTest("without storage the address still has everything, and that is said", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await open(page);
  await killsAndAdds(page);
  await page.waitForFunction(() => location.hash.includes("@9.25s~"));
  const before = await state(page);
  await page.reload();
  await waitFor(page, "time", "data-time-us", "9250000");
  await waitFor(page, "page", "aria-busy", "false");
  assert.deepEqual(await state(page), before);
});

browserTest("what is shared can be saved in every form, and a picture brings the session back", async ({ page }) => {
  await open(page);
  await killsAndAdds(page);
  await page.waitForFunction(() => location.hash.includes("@9.25s~"));
  const before = await state(page);
  await click(page, "share");
  await element(page, "share-dialog").waitFor();
  assert.match(await element(page, "share-link").inputValue(), /#crash-after-auto-commit@9\.25s~/);
  await element(page, "qr").waitFor();
  const saved = async (id) => {
    const [download] = await Promise.all([page.waitForEvent("download"), click(page, `share-${id}`)]);
    const { readFile } = await import("node:fs/promises");
    return readFile(await download.path());
  };
  const numbers = (await saved("save-numbers")).toString().trim().split("\n").map((line) => line.split(","));
  const column = numbers[0].indexOf("duplicates");
  const sum = numbers.slice(1).reduce((sum, line) => sum + Number(line[column]), 0);
  assert.equal(sum, JSON.parse(before.report).totals.duplicates);
  assert.equal((await saved("save-report")).toString().trim(), before.report.trim());
  assert.match((await saved("save-sequence")).toString(), /^sequenceDiagram\n/);
  assert.ok((await saved("save-journal")).toString().split("\n").length > 20);
  const png = await saved("save-png");
  assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  const colours = await page.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const seen = new Set();
    const { data } = context.getImageData(0, 0, image.width, image.height);
    for (let at = 0; at < data.length; at += 4 * 97) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
    return seen.size;
  }, png.toString("base64"));
  assert.ok(colours > 12, `the picture has ${colours} colours`);
  const svg = (await saved("save-svg")).toString();
  const wrong = await page.evaluate((svg) => {
    const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
    return parsed.querySelector("parsererror")?.textContent ?? "";
  }, svg);
  assert.equal(wrong, "");
  assert.doesNotMatch(svg, /class=|var\(/);
  await page.keyboard.press("Escape");
  await follow(page, "zombie");
  await pause(page);
  await dropFile(page, "stage.svg", svg);
  await waitFor(page, "time", "data-time-us", "9250000");
  await waitFor(page, "page", "aria-busy", "false");
  assert.deepEqual(await state(page), before);
});
