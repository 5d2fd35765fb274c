// Every control of the page does what it says, by pointer and by key, and says so in place where it cannot.
import assert from "node:assert/strict";
import { frames, holdClock, releaseClock, takeClock } from "./clock.mjs";
import { browserTest, open, value, waitFor } from "./support.mjs";
import { choose, click, element, goesOnUntil, now, openFile, pause, play, report, screen } from "./visitor.mjs";
import { session, setSpeed, timePasses, transcript, untilStable } from "./visitor.mjs";

/// The default scenario, Stable, standing still.
async function stable(page) {
  await open(page);
  await untilStable(page);
}

/// Goes on until an attribute is as wanted.
async function until(page, testid, attribute, wanted) {
  const fits = async () => {
    const seen = await value(page, testid, attribute);
    if (typeof wanted === "function") return wanted(seen);
    return wanted instanceof RegExp ? seen !== null && wanted.test(seen) : seen === wanted;
  };
  await goesOnUntil(page, `${testid} ${attribute} is ${wanted}`, fits);
}

const member = async (page, name) => (await report(page)).groups[0].members.find((member) => member.name === name);
const did = async (page, line) => (await session(page)).split("\n").includes(line);
const more = (page, name) => page.getByRole("button", { name: `More for ${name}` }).click();

browserTest("add-consumer starts one more, and it gets its share", async ({ page }) => {
  await stable(page);
  await click(page, "add-consumer");
  await element(page, "consumer-c4").waitFor();
  await until(page, "consumer-c4", "data-partitions", /orders-\d/);
  assert.equal(await value(page, "consumer-c4", "data-state"), "Stable");
  assert.equal((await report(page)).groups[0].generation, 2, "a join is a rebalance");
});

browserTest("close: the consumer commits, leaves, and its partitions go at once", async ({ page }) => {
  await stable(page);
  await click(page, "close-c2");
  await until(page, "consumer-c2", "data-state", "closed");
  await until(page, "lane-orders-2", "data-owner", /^c[13]$/);
  await until(page, "lane-orders-3", "data-owner", /^c[13]$/);
  const { groups, totals } = await report(page);
  assert.equal(groups[0].generation, 2);
  assert.deepEqual([totals.duplicates, totals.gaps], [0, 0], "a clean close costs no duplicate and no gap");
  const lanes = groups[0].partitions.filter(({ partition }) => [2, 3].includes(partition));
  assert.equal(lanes.length, 2);
  for (const lane of lanes) assert.ok(lane.unowned_ms < 4_000, "nobody had to wait for a session timeout");
});

browserTest("stall blocks the handler while heartbeats go on; resume lets it go on", async ({ page }) => {
  await stable(page);
  await click(page, "stall-c1");
  assert.equal(await element(page, "stall-c1").textContent(), "resume", "the button is the way back");
  assert.equal((await member(page, "c1")).state, "stalled");
  const [position] = [await value(page, "lane-orders-0", "data-position")];
  await until(page, "lane-orders-0", "data-log-end", (end) => Number(end) > Number(position) + 80);
  assert.equal(await value(page, "coordinator-billing", "data-state"), "Stable", "a stalled handler still beats");
  await click(page, "stall-c1");
  assert.equal(await element(page, "stall-c1").textContent(), "stall");
  await until(page, "lane-orders-0", "data-position", (seen) => Number(seen) > Number(position) + 10);
});

browserTest("freeze stops both threads, until thawed or the session is over", async ({ page }) => {
  await stable(page);
  await more(page, "c3");
  await click(page, "freeze-c3");
  assert.equal(await value(page, "consumer-c3", "data-state"), "frozen");
  assert.equal(await element(page, "freeze-c3").textContent(), "thaw");
  await until(page, "coordinator-billing", "data-generation", "2");
  await click(page, "freeze-c3");
  await until(page, "coordinator-billing", "data-generation", "3");
  await until(page, "consumer-c3", "data-state", "Stable");
  assert.match(await transcript(page), /UNKNOWN_MEMBER_ID/, "the thawed zombie is told that it is no member any more");
});

browserTest("cut off, a consumer reaches no broker; mended, it does again", async ({ page }) => {
  await stable(page);
  await more(page, "c1");
  await click(page, "cut-c1");
  assert.equal(await value(page, "consumer-c1", "data-cut-off"), "true");
  assert.equal(await element(page, "cut-c1").textContent(), "mend");
  const end = Number(await value(page, "lane-orders-0", "data-log-end"));
  await until(page, "lane-orders-0", "data-log-end", (seen) => Number(seen) > end + 10);
  assert.ok(Number(await value(page, "lane-orders-0", "data-position")) <= end + 1, "c1 fetches nothing more");
  await click(page, "cut-c1");
  assert.equal(await value(page, "consumer-c1", "data-cut-off"), "false");
  await until(page, "lane-orders-0", "data-position", (seen) => Number(seen) > end + 5);
});

browserTest("a killed consumer can only be started again, and then joins as a new member", async ({ page }) => {
  await stable(page);
  const { member_id: first } = await member(page, "c2");
  await click(page, "kill-c2");
  for (const verb of ["kill", "close", "stall"]) {
    assert.equal(await element(page, `${verb}-c2`).count(), 0, `${verb} is not offered for a dead consumer`);
  }
  await click(page, "restart-c2");
  await until(page, "consumer-c2", "data-state", "Stable");
  const { member_id: second } = await member(page, "c2");
  assert.notEqual(second, first, "a new process is a new member");
});

browserTest("a partition is added, found by the consumers' metadata, and read", async ({ page }) => {
  await stable(page);
  await click(page, "add-partition-orders");
  assert.ok(await did(page, "add-partitions orders total=7"));
  await setSpeed(page, "100");
  await play(page);
  await waitFor(page, "lane-orders-6", "data-owner", /^c\d$/, 40_000);
});

browserTest("the rate can be typed; what is no rate is refused in place", async ({ page }) => {
  await stable(page);
  const rate = element(page, "rate-orders");
  assert.equal(await rate.inputValue(), "60");
  await rate.fill("0");
  await rate.press("Enter");
  assert.ok(await did(page, "rate p1 0/s"), "0 pauses the producer");
  const { totals } = await report(page);
  await play(page);
  await timePasses(page, (await now(page)) + 1_000_000);
  await pause(page);
  assert.ok((await report(page)).totals.produced - totals.produced <= 1, "nothing more is written");

  const before = await session(page);
  await rate.fill("many");
  await rate.press("Enter");
  await element(page, "refusal").waitFor();
  assert.match(await element(page, "refusal").textContent(), /from 0 to 100000 records a second, not `many`/);
  const topic = page.getByRole("region", { name: "Topic orders" });
  assert.equal(await topic.getByTestId("refusal").count(), 1, "it is said where it was typed");
  assert.equal(await session(page), before, "nothing was changed");
});

browserTest("a protocol that cannot be changed is refused beside its switch, where it is seen", async ({ page }) => {
  await stable(page);
  await more(page, "c2");
  await click(page, "freeze-c2");
  await waitFor(page, "consumer-c2", "data-state", "frozen");
  await page.locator("#controls").evaluate((panel) => panel.scrollTo(0, panel.scrollHeight));
  await element(page, "protocol-cooperative").evaluate((button) => button.click());
  await waitFor(page, "refusal", undefined, /c2 is frozen/);
  const [sentence, panel] = await page.evaluate(() => {
    const box = (node) => node.getBoundingClientRect().toJSON();
    return [box(document.querySelector("[data-testid=refusal]")), box(document.querySelector("#controls"))];
  });
  assert.ok(sentence.top >= panel.top && sentence.bottom <= panel.bottom, "the sentence is in the window");
});

browserTest("a command that makes no sense is refused beside its consumer", async ({ page }) => {
  await stable(page);
  const before = await session(page);
  await page.keyboard.press("2");
  await page.keyboard.press("r");
  await element(page, "refusal").waitFor();
  assert.match(await element(page, "refusal").textContent(), /^c2 /);
  const line = page.locator(".consumers li").filter({ has: element(page, "kill-c2") });
  assert.equal(await line.getByTestId("refusal").count(), 1, "beside c2");
  assert.equal(await session(page), before, "nothing was changed");
  await page.keyboard.press("Escape");
  await element(page, "refusal").waitFor({ state: "detached" });
});

browserTest("keys: space, arrows, a, a number and k, undo and redo, ?", async ({ page }) => {
  await open(page);
  await element(page, "pause").waitFor();
  await page.keyboard.press("Space");
  await element(page, "play").waitFor();
  await setSpeed(page, "1");
  await element(page, "speed").blur();
  await page.keyboard.press("Space");
  await waitFor(page, "coordinator-billing", "data-state", "Stable");
  await page.keyboard.press("Space");
  await element(page, "play").waitFor();

  const start = await now(page);
  await page.keyboard.press("ArrowRight");
  const next = await now(page);
  assert.ok(next > start, "right goes to the next line that is told");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await waitFor(page, "time", "data-time-us", String(next)); // left goes back to the one before

  await page.keyboard.press("a");
  await element(page, "consumer-c4").waitFor();
  await page.keyboard.press("k");
  assert.match(await element(page, "notice").textContent(), /Choose a consumer first/, "nobody is killed by accident");
  await page.keyboard.press("2");
  await page.keyboard.press("k");
  assert.equal(await value(page, "consumer-c2", "data-state"), "killed");
  await page.keyboard.press("Control+z");
  assert.equal(await value(page, "consumer-c2", "data-state"), "Stable", "undo: c2 was not killed");
  await page.keyboard.press("Control+Shift+z");
  assert.equal(await value(page, "consumer-c2", "data-state"), "killed", "redo: it was");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  assert.equal(await element(page, "consumer-c4").count(), 0, "undo twice: c4 was never started");

  await page.keyboard.press("?");
  await element(page, "help-list").waitFor();
  assert.match(await element(page, "help-list").textContent(), /kill -9: the process stops for good/);
  await page.keyboard.press("Escape");
  await element(page, "help-list").waitFor({ state: "hidden" });
  await page.keyboard.press("?");
  await element(page, "help-list").waitFor();
  await page.keyboard.press("Escape");
});

browserTest("play and pause by their buttons", async ({ page }) => {
  await open(page);
  await waitFor(page, "time", "data-time-us", (time) => Number(time) > 0);
  await click(page, "pause");
  await element(page, "play").waitFor();
  await setSpeed(page, "1");
  const stands = await now(page);
  await click(page, "play");
  await timePasses(page, stands + 1);
  assert.ok(await element(page, "pause").isVisible());
});

browserTest("keys that are typed into a field do nothing else", async ({ page }) => {
  await stable(page);
  const before = await session(page);
  await element(page, "rate-orders").focus();
  await page.keyboard.press("a");
  await page.keyboard.press("2");
  await page.keyboard.press("k");
  assert.equal(await session(page), before);
  assert.equal(await element(page, "consumer-c4").count(), 0);
});

browserTest("a clicked button lets go of the keys; one that was pressed by key keeps them", async ({ page }) => {
  await stable(page);
  await click(page, "add-consumer");
  await page.keyboard.press("Space");
  await element(page, "pause").waitFor();
  await page.keyboard.press("Space");
  await element(page, "play").waitFor();
  assert.equal(await element(page, "consumer-c5").count(), 0, "space played; it did not add another consumer");
  await element(page, "add-consumer").focus();
  await page.keyboard.press("Space");
  await element(page, "consumer-c5").waitFor();
  assert.ok(await element(page, "play").isVisible(), "space pressed the button; it did not play");
});

const QUIET =
  "topic orders partitions=2\ngroup billing\nconsumers c1 group=billing\n" +
  "producer p1 topic=orders rate=20/s\nrun for=600s\n";
browserTest("speed: at 10× ten seconds pass in one; plus and minus choose the neighbours", async ({ page }) => {
  await takeClock(page);
  await open(page);
  const becomes = (speed) =>
    page.waitForFunction((speed) => document.querySelector("[data-testid=speed]").value === speed, speed);
  await becomes("auto");
  for (const [key, speed] of [["+", "2"], ["-", "1"], ["-", "0.5"]]) {
    await page.keyboard.press(key);
    await becomes(speed);
  }

  // Nothing is asked in this one, so that nothing halts it.
  await openFile(page, "quiet.session", QUIET);
  await element(page, "consumer-c2").waitFor({ state: "detached" });
  await holdClock(page);
  const millis = async () => (await report(page)).time_ms;
  for (const [speed, expected] of [["1", 1_000], ["10", 10_000], ["0.5", 500]]) {
    await page.evaluate((speed) => {
      const list = document.querySelector("[data-testid=speed]");
      list.value = speed;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    }, speed);
    await frames(page, 1);
    const from = await millis();
    await frames(page, 60);
    const passed = (await millis()) - from;
    // A frame is handed over in whole microseconds, and the report has whole milliseconds.
    assert.ok(Math.abs(passed - expected) <= 2, `in sixty frames at ${speed}× pass ${passed} ms`);
  }
  await releaseClock(page);
});

browserTest("steps from entry to entry pause, and go to the very instants of the journal", async ({ page }) => {
  await open(page);
  await waitFor(page, "coordinator-billing", "data-state", "Stable");
  await page.keyboard.press("Shift+ArrowRight");
  await element(page, "play").waitFor();
  const instants = [await now(page)];
  for (let n = 0; n < 5; n += 1) {
    await page.keyboard.press("Shift+ArrowRight");
    instants.push(await now(page));
  }
  const told = (await transcript(page)).trimEnd().split("\n");
  const stamps = [...new Set(told.map((line) => Math.round(Number(line.trim().split(" ")[0]) * 1e6)))];
  assert.deepEqual(instants, stamps.slice(-6), "each step goes to the next instant at which anything happens");
  for (const instant of instants.slice(0, -1).reverse()) {
    await page.keyboard.press("Shift+ArrowLeft");
    assert.equal(await now(page), instant);
  }
});

browserTest("the theme button turns to dark, back, and is remembered", async ({ page }) => {
  await open(page);
  const theme = () => page.evaluate(() => document.documentElement.getAttribute("data-theme"));
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.equal(await theme(), null, "at first it is as the system has it");
  const light = await ground();
  await click(page, "theme");
  assert.equal(await theme(), "dark");
  assert.notEqual(await ground(), light);
  await open(page);
  assert.equal(await theme(), "dark", "remembered");
  await click(page, "theme");
  await click(page, "theme");
  assert.equal(await theme(), null, "light, then as the system has it again");
  assert.equal(await ground(), light);
});

browserTest("the language button turns the page to Korean, and changes nothing that happens", async ({ page }) => {
  await stable(page);
  const before = await screen(page);
  const caption = await element(page, "caption").textContent();
  await click(page, "language");
  await waitFor(page, "story", "lang", "ko");
  assert.match(await element(page, "caption").textContent(), /[가-힣]/);
  assert.match(await element(page, "scenario").locator("option:checked").textContent(), /[가-힣]/);
  assert.deepEqual(await screen(page), before);
  await click(page, "language");
  await waitFor(page, "story", "lang", "en");
  assert.equal(await element(page, "caption").textContent(), caption);
});

browserTest("a browser in Korean begins in Korean", { context: { locale: "ko-KR" } }, async ({ page }) => {
  await open(page);
  await waitFor(page, "story", "lang", "ko");
  await waitFor(page, "caption", undefined, /[가-힣]/);
});

browserTest("a line of the journal goes to its instant", async ({ page }) => {
  await stable(page);
  const line = element(page, "journal").getByRole("button").last();
  const [, seconds] = (await line.textContent()).match(/^(\d+\.\d+) /);
  await line.click();
  assert.equal(Math.round((await now(page)) / 1000), Math.round(Number(seconds) * 1000));
});

const LESS_MOTION = { context: { reducedMotion: "reduce" } };
browserTest("with less motion asked for, nothing plays by itself", LESS_MOTION, async ({ page }) => {
  await open(page);
  assert.ok(await element(page, "play").isVisible());
  await waitFor(page, "time", "data-time-us", "0");
  await choose(page, "join-eager");
  assert.ok(await element(page, "play").isVisible(), "what is opened does not play by itself either");
  await click(page, "play");
  await waitFor(page, "time", "data-time-us", (time) => Number(time) > 0);
});
