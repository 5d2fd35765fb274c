// Eager and cooperative, seen entry by entry on the stage: while a consumer joins and one member is slow, an eager
// rebalance takes everything from everybody, and a cooperative one leaves alone what does not move.
import assert from "node:assert/strict";
import { browserTest, open, screenshot, value, waitFor } from "./support.mjs";
import { chooseAtRest, click, element, pause, play, report, screen } from "./visitor.mjs";
import { setSpeed, transcript, untilStable } from "./visitor.mjs";

/// Goes to the instant before c3 is started: a little too far, and back by the scrubber's arrow key.
async function goToTheJoin(page) {
  await setSpeed(page, "5");
  await play(page);
  await element(page, "consumer-c3").waitFor();
  await pause(page);
  await element(page, "scrub").focus();
  while ((await element(page, "consumer-c3").count()) > 0) await page.keyboard.press("ArrowLeft");
  // Arrows mean steps again, and no longer the scrubber's.
  await element(page, "scrub").blur();
}

/// Steps from entry to entry, by Shift and the right arrow, until `over` says so of what is to be seen; returns all
/// that was seen.
async function stepUntil(page, over) {
  const seen = [await screen(page)];
  while (!over(seen.at(-1))) {
    assert.ok(seen.length < 3000, "the join should be over after fewer steps");
    const before = seen.at(-1).time_us;
    await page.keyboard.press("Shift+ArrowRight");
    // A step goes to the next thing that happens.
    await waitFor(page, "time", "data-time-us", (time) => Number(time) > before);
    seen.push(await screen(page));
  }
  return seen;
}

const has = (lane) => lane.owner !== null && lane.running;
const joined = (generation) => (seen) => {
  const c3 = seen.members.find(({ name }) => name === "c3");
  return seen.groups[0].state === "Stable" && seen.groups[0].generation === generation && c3?.assignment.length === 2;
};

browserTest("eager: at some instant nobody reads anything", async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "join-eager");
  await goToTheJoin(page);
  const seen = await stepUntil(page, joined(2));
  const dark = seen.filter(({ partitions }) => partitions.every((lane) => !has(lane)));
  assert.ok(dark.length > 0, "in an eager rebalance every member revokes everything before anybody gets any back");
  assert.ok(dark[0].partitions.every(({ owner }) => owner === null), "then no lane has an owner");
  assert.equal(dark[0].groups[0].state, "PreparingRebalance", "that is so in the join phase");
  assert.ok(seen.at(-1).partitions.every(has), "when the group is Stable, every partition is read again");
  const waited = seen.filter(({ partitions }) => partitions.some((lane) => lane.owner === "c1" && has(lane)));
  assert.ok(waited.length < seen.length, "c1, which is quick, gave up its partitions as well and waited for c2");
});

browserTest("cooperative: what does not move is never without its reader", async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "join-cooperative");
  await goToTheJoin(page);
  const seen = await stepUntil(page, joined(3));
  const [first, last] = [seen[0].partitions, seen.at(-1).partitions];
  const moved = first.filter((lane, place) => lane.owner !== last[place].owner).map(({ name }) => name);
  assert.deepEqual(moved, ["orders-4", "orders-5"], "two of six partitions move to c3");
  for (const { partitions, time_us } of seen) {
    for (const [place, lane] of partitions.entries()) {
      if (moved.includes(lane.name)) continue;
      const instant = `${time_us / 1e6} s`;
      assert.equal(lane.owner, first[place].owner, `${lane.name} does not move and keeps its owner; at ${instant}`);
      assert.ok(lane.running, `${lane.name} does not move and is read all the time; at ${instant}`);
    }
  }
  const has_not = (partitions, name) => !has(partitions.find((lane) => lane.name === name));
  const free = seen.filter(({ partitions }) => moved.some((name) => has_not(partitions, name)));
  assert.ok(free.length > 0, "what moves is revoked first and assigned in the second rebalance");
  assert.equal(new Set(seen.map(({ groups }) => groups[0].generation)).size, 3, "two rebalances: generations 1, 2, 3");
});

browserTest("the toggle restarts all consumers with the other protocol", async ({ page }) => {
  await open(page);
  await untilStable(page);
  assert.equal(await value(page, "protocol-eager", "aria-pressed"), "true", "the scenario's group is an eager one");
  const switches = [["cooperative", "cooperative-sticky"], ["eager", "range"]];
  for (const [protocol, assignor] of switches) {
    const generation = Number(await value(page, "coordinator-billing", "data-generation"));
    await click(page, `protocol-${protocol}`);
    await setSpeed(page, "10");
    await play(page);
    const isNext = (seen) => Number(seen) > generation;
    await waitFor(page, "coordinator-billing", "data-generation", isNext);
    await waitFor(page, "coordinator-billing", "data-state", "Stable");
    for (const name of ["c1", "c2", "c3"]) {
      await waitFor(page, `consumer-${name}`, "data-state", "Stable");
      await waitFor(page, `consumer-${name}`, "data-partitions", /orders-\d,orders-\d/);
    }
    await pause(page);
    assert.equal(await value(page, `protocol-${protocol}`, "aria-pressed"), "true", `${protocol} is pressed`);
    assert.equal(await element(page, "assignor").inputValue(), assignor);
    assert.equal((await report(page)).groups[0].protocol, assignor, "the coordinator selected the new protocol");
  }
  const told = await transcript(page);
  for (const name of ["c1", "c2", "c3"]) {
    const count = (sentence) => told.split("\n").filter((line) => line.endsWith(sentence)).length;
    assert.equal(count(`  ${name} closed`), 2, `${name} was closed for each change of the protocol`);
    assert.equal(count(`  ${name} started again`), 2, `${name} was started again after each`);
  }
  await screenshot(page, "after the toggle");
});
