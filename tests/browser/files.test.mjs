// Files: whatever is wrong with one is said, with its place, and what is open goes on untouched; a good one opens by
// button and by dropping it; what is saved opens again as the same.
import assert from "node:assert/strict";
import { browserTest, open, screenshot, value, waitFor } from "./support.mjs";
import { choose, click, dropFile, element, openFile, pause, play, untilStable } from "./visitor.mjs";
import { playsToItsEnd, ran, report, save, screen, session, setSpeed, showsWhat } from "./visitor.mjs";

const WORLD = [
  "topic orders partitions=4",
  "group billing strategy=range session.timeout.ms=6000 heartbeat.interval.ms=2000",
  "consumers c1 c2 group=billing",
  "producer p1 topic=orders rate=20/s",
];

const script = (...lines) => `${lines.join("\n")}\n`;

// Where there is a place, it is that of the word that is wrong.
const BAD = [
  {
    what: "an unknown verb",
    contents: script(...WORLD, "run for=1s", "kil c2"),
    place: "6:1",
    says: /`kil` is not a verb.*`kill`/,
  },
  {
    what: "a property out of range",
    contents: script(WORLD[0], "group billing max.poll.records=0", "consumers c1 group=billing"),
    place: "2:32",
    says: /max\.poll\.records.*\b1\b/,
  },
  {
    what: "a misspelt property",
    contents: script(WORLD[0], "group billing sesion.timeout.ms=6000", "consumers c1 group=billing"),
    place: "2:15",
    says: /sesion\.timeout\.ms.*`session\.timeout\.ms`/,
  },
  {
    what: "a partition decrease",
    contents: script(...WORLD, "run for=3s", "add-partitions orders total=3"),
    place: "6:1",
    says: /orders has 4 partitions and Kafka cannot take any away/,
  },
  {
    what: "a heartbeat interval not below the session timeout",
    contents: script(WORLD[0], "group billing session.timeout.ms=6000 heartbeat.interval.ms=6000", ...WORLD.slice(2)),
    place: /^2:\d+$/,
    says: /heartbeat\.interval\.ms \(6000\) must be lower than session\.timeout\.ms \(6000\)/,
  },
  {
    what: "a file of 10 MB",
    contents: "# nothing but words\n".repeat((10 << 20) / 20),
    place: "",
    says: /The file has 10\.0 MB; a session file has at most 1 MB/,
  },
  {
    what: "a binary file",
    contents: Buffer.from("topic orders partitions=4\n\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"),
    place: "2:1",
    says: /not a text file.*byte 27 \(0x89\)/,
  },
];

/// Opens the page, kills c2 and pauses: a session with something in it that could be lost.
async function somethingToLose(page) {
  await open(page);
  await untilStable(page);
  await click(page, "kill-c2");
  await waitFor(page, "consumer-c2", "data-state", "killed");
  return { session: await session(page), report: (await report(page)).text, screen: await screen(page) };
}

async function nothingLost(page, before, bad) {
  assert.equal(await session(page), before.session, `${bad.what}: the open session is another one`);
  assert.equal((await report(page)).text, before.report, `${bad.what}: the world is another one`);
  assert.deepEqual(await screen(page), before.screen, `${bad.what}: the screen shows something else`);
  assert.equal(await element(page, "undo").isDisabled(), false, `${bad.what}: what was done can no longer be undone`);
}

async function isRefused(page, bad) {
  const problem = element(page, "problem");
  await problem.waitFor();
  assert.equal(await problem.getAttribute("role"), "alert", "a screen reader says it at once");
  assert.match(await problem.locator(".ends").first().textContent(), /bad\.session was not opened/);
  const place = await problem.locator("li code").first().textContent();
  if (bad.place instanceof RegExp) assert.match(place, bad.place, `${bad.what}: the place`);
  else assert.equal(place, bad.place, `${bad.what}: the place as line:column`);
  assert.match(await problem.locator("li p").first().textContent(), bad.says, `${bad.what}: the sentence`);
}

browserTest("a bad file chosen by the button is refused with its place", async ({ page }) => {
  const before = await somethingToLose(page);
  for (const bad of BAD) {
    await openFile(page, "bad.session", bad.contents);
    await isRefused(page, bad);
    await nothingLost(page, before, bad);
    await element(page, "problem").getByRole("button", { name: "Close this message" }).click();
    await element(page, "problem").waitFor({ state: "detached" });
    await nothingLost(page, before, bad);
  }
});

browserTest("a bad file dropped on the page is refused with its place", async ({ page }) => {
  const before = await somethingToLose(page);
  for (const bad of BAD) {
    await dropFile(page, "bad.session", bad.contents);
    await isRefused(page, bad);
    await nothingLost(page, before, bad);
    if (bad.place === "6:1") await screenshot(page, "a bad file");
    await page.keyboard.press("Escape");
    await element(page, "problem").waitFor({ state: "detached" });
    await nothingLost(page, before, bad);
  }
  // It goes on as if nothing had been tried.
  await play(page);
  await waitFor(page, "time", "data-time-us", (time) => Number(time) > before.screen.time_us);
});

browserTest("every error of a file is told at once", async ({ page }) => {
  await open(page);
  await openFile(page, "three.session", script("topic orders partitions=0", "kil c1", "run forever"));
  const places = element(page, "problem").locator("li code");
  await places.first().waitFor();
  assert.deepEqual(await places.allTextContents(), ["1:25", "2:1", "3:5"]);
});

browserTest("a file opens by button and by dropping it; what was done before comes back", async ({ page }) => {
  const before = await somethingToLose(page);
  const mine = script("title en=Mine ko=Mine", ...WORLD, "run for=5s");

  await openFile(page, "mine.session", mine);
  await waitFor(page, "lane-orders-4", "data-owner", null);
  assert.equal(await value(page, "lane-orders-3", "data-testid"), "lane-orders-3", "four partitions, four lanes");
  assert.equal(await element(page, "scenario").locator("option:checked").textContent(), "Mine");
  assert.match(await session(page), /^title en=Mine/m);

  await click(page, "notice-offer");
  await element(page, "lane-orders-5").waitFor();
  assert.equal(await session(page), before.session, "brought back as it was");

  await dropFile(page, "mine.session", mine);
  await waitFor(page, "lane-orders-4", "data-owner", null);
  await setSpeed(page, "100");
  await element(page, "play").waitFor();
  assert.equal((await report(page)).time_ms, 5000, "it played to its end");
});

browserTest("what is saved opens again as the same", async ({ page }) => {
  await somethingToLose(page);
  // Everything that a save has to hold: another consumer, a handler blocked and resumed, partitions, rates, assignors.
  await click(page, "add-consumer");
  await element(page, "consumer-c4").waitFor();
  await play(page);
  await setSpeed(page, "10");
  await waitFor(page, "consumer-c4", "data-state", "Stable");
  await pause(page);
  await click(page, "stall-c1");
  await click(page, "add-partition-orders");
  await element(page, "rate-orders").fill("33.5");
  await element(page, "rate-orders").press("Enter");
  await page.keyboard.press("ArrowRight");
  await click(page, "restart-c2");
  // A blocked handler would keep its consumer from closing, and the group from its other protocol.
  await click(page, "stall-c1");
  await click(page, "protocol-cooperative");
  await play(page);
  await waitFor(page, "consumer-c2", "data-state", "Stable");
  await pause(page);
  const before = { session: await session(page), report: (await report(page)).text };

  const saved = await save(page);
  assert.equal(saved.text, before.session, "the file is what automation is told");
  assert.equal(ran(saved.path).text, before.report, "run natively, it leads to the same numbers");

  for (const opened of [openFile, dropFile]) {
    await click(page, "rewind");
    await opened(page, saved.name, saved.text);
    await waitFor(page, "scenario", "data-testid", "scenario");
    await waitFor(page, "time", "data-time-us", (time) => Number(time) > 0);
    await playsToItsEnd(page);
    assert.equal((await report(page)).text, before.report, "played to its end it is where it was saved");
    assert.equal(await session(page), before.session, "and saved again it is the same text");
    await showsWhat(page, ran(saved.path), "the saved session, run natively");
  }
});

browserTest("a scenario that does not come is told", { expectErrors: true }, async ({ page }) => {
  await open(page);
  await pause(page);
  const address = "**/scenarios/zombie.session";
  for (const [fails, times] of [["abort", 1], ["404", 2]]) {
    await page.route(address, (route) => (fails === "abort" ? route.abort() : route.fulfill({ status: 404 })));
    await element(page, "scenario").selectOption("zombie");
    await element(page, "problem").getByText("scenarios/zombie.session").waitFor();
    assert.equal(await element(page, "scenario").inputValue(), "crash-after-auto-commit", `the list, failure ${times}`);
    assert.equal(await value(page, "page", "data-scenario"), "crash-after-auto-commit");
    await page.unroute(address);
    await page.keyboard.press("Escape");
    await element(page, "problem").waitFor({ state: "detached" });
  }
  await choose(page, "zombie");
  assert.equal(await element(page, "problem").count(), 0);
});
