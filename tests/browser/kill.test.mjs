// The main story: a consumer is killed on the running page, its session expires, others take its partitions over,
// and every number on the screen is the one that the saved session has when it is run natively.
import assert from "node:assert/strict";
import { browserTest, open, screenshot, value, waitFor } from "./support.mjs";
import { click, element, now, pause, play, playsToItsEnd, ran, report, save, screen, setSpeed } from "./visitor.mjs";
import { seek, session, showsWhat, transcript } from "./visitor.mjs";

const OF_C2 = ["orders-2", "orders-3"];

/// Kills c2 in the default scenario before its first commit, lets its session expire, and pauses; returns when it was
/// killed.
async function killAndWait(page) {
  await pause(page);
  await seek(page, 6.5);
  for (const lane of OF_C2) assert.ok(Number(await value(page, `lane-${lane}`, "data-at-stake")) > 30, lane);
  await click(page, "kill-c2");
  await waitFor(page, "consumer-c2", "data-state", "killed");
  await play(page);
  const taken = (owner) => owner !== null && owner !== "" && owner !== "c2";
  await setSpeed(page, "50");
  for (const lane of OF_C2) await waitFor(page, `lane-${lane}`, "data-owner", taken);
  await waitFor(page, "coordinator-billing", "data-state", "Stable");
  await pause(page);
  const [line] = (await transcript(page)).match(/^.*c2 killed.*$/m);
  return Math.round(Number(line.trim().split(" ")[0]) * 1e6);
}

browserTest("c2 is killed; its partitions go to others; the numbers are the native ones", async ({ page }) => {
  await open(page);
  await element(page, "pause").waitFor();
  await waitFor(page, "time", "data-time-us", (time) => Number(time) > 0);

  const killed = await killAndWait(page);
  assert.ok(killed < 9_000_000, "c2 was to be killed before the script kills it");
  const told = await transcript(page);
  assert.equal(told.match(/c2 killed/g).length, 1, "c2 is killed once: what the script had ahead was set aside");
  assert.match(told, /c2 .*removed.*session\.timeout\.ms/s, "the coordinator removes c2 when its session expires");

  const seen = await screen(page);
  const [billing] = seen.groups;
  assert.equal(billing.generation, 2, "the rebalance after the session timeout gives generation 2");
  assert.ok(seen.time_us - killed >= 4_000_000, "a session of 6 s, kept by a heartbeat each 2 s, lasts 4 s or more");
  for (const name of OF_C2) {
    const lane = seen.partitions.find((lane) => lane.name === name);
    assert.match(lane.owner, /^c[13]$/, `${name} has a new owner`);
    assert.ok(lane.running, `${name}'s new owner runs`);
  }
  await screenshot(page, "killed");

  // One more second, so that what c2 had not committed has been processed again.
  await setSpeed(page, "1");
  await play(page);
  await waitFor(page, "total-duplicates", "data-value", (records) => Number(records) > 0);
  await pause(page);

  const { path, name } = await save(page);
  assert.equal(name, "crash-after-auto-commit.session");
  const native = ran(path);
  assert.equal((await report(page)).text, native.text, "the page's report is the native one, byte for byte");
  await showsWhat(page, native, "the saved session, run natively");
});

browserTest("before the kill c2 is alive; undo gives the script its future back", async ({ page }) => {
  await open(page);
  const killed = await killAndWait(page);
  const ownedByC2 = async (when) => {
    assert.equal(await value(page, "consumer-c2", "data-state"), "Stable", `${when} c2 is a Stable member`);
    assert.equal(await value(page, "consumer-c2", "data-partitions"), OF_C2.join(","), `${when} c2 has its partitions`);
    for (const lane of OF_C2) assert.equal(await value(page, `lane-${lane}`, "data-owner"), "c2");
    const { time_us, groups } = await screen(page);
    assert.ok(time_us < killed, `${when} it is before the kill`);
    assert.equal(groups[0].generation, 1, `${when} the group is in its first generation`);
  };
  const deadAtTheEnd = async () => {
    await element(page, "scrub").press("End");
    assert.equal(await value(page, "consumer-c2", "data-state"), "killed", "at the end c2 is dead");
  };

  // By keyboard: back, step by step, until it is before the kill.
  const scrub = element(page, "scrub");
  await scrub.focus();
  while ((await now(page)) >= killed) {
    const before = await now(page);
    await scrub.press("ArrowLeft");
    // An arrow on the scrubber goes back in time.
    await waitFor(page, "time", "data-time-us", (time) => Number(time) < before);
  }
  await ownedByC2("scrubbed back by keyboard,");

  // By pointer: the handle is taken from the end to half of the time before the kill.
  await deadAtTheEnd();
  const [from, to] = [await value(page, "scrub", "aria-valuemin"), await value(page, "scrub", "aria-valuemax")];
  const area = await scrub.locator(".hit").boundingBox();
  const handle = await scrub.locator(".handle").boundingBox();
  const y = handle.y + handle.height / 2;
  const x = (millis) => area.x + ((millis - from) / (to - from)) * area.width;
  await page.mouse.move(handle.x + handle.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(x(killed / 1000 + 1500), y, { steps: 4 });
  assert.equal(await value(page, "consumer-c2", "data-state"), "killed", "dragged to just after the kill, c2 is dead");
  await page.mouse.move(x(killed / 1000 - 300), y, { steps: 4 });
  await ownedByC2("dragged back,");
  await page.mouse.up();

  // Without the visitor's kill the script's own comes, later, and the scenario ends as it always does.
  await page.keyboard.press("Control+z");
  await waitFor(page, "undo", "disabled", (disabled) => disabled !== null);
  await ownedByC2("after undo,");
  await play(page);
  await playsToItsEnd(page);
  const script = ran("static/scenarios/crash-after-auto-commit.session");
  assert.equal((await report(page)).text, script.text, "after undo the script runs to its own end");
  await showsWhat(page, script, "the scenario, run natively");

  // And redo leaves it again, at the very same instant.
  await click(page, "redo");
  const again = (await session(page)).split("\n").filter((line) => line === "kill c2").length;
  assert.equal(again, 1, "redo kills c2 once more, and only once");
});
