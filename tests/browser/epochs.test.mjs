// A consumer group (KIP-848) on the page: the panel's third protocol is a migration while the group reads, and the
// stage shows epochs in the place of generation and leader.
import assert from "node:assert/strict";
import { browserTest, open, value, waitFor } from "./support.mjs";
import { click, element, pause, report, setSpeed } from "./visitor.mjs";

const CONSUMERS = ["c1", "c2", "c3"];

/// Presses one of the three and lets time pass until all consumers speak that protocol.
async function migrate(page, protocol, arrived) {
  await setSpeed(page, "1");
  await click(page, `protocol-${protocol}`);
  await setSpeed(page, "10");
  for (let left = 600; left > 0 && !arrived((await report(page)).groups[0]); left -= 1) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  await waitFor(page, `protocol-${protocol}`, "aria-pressed", "true");
}

browserTest("a group migrates to the new protocol while it reads", async ({ page }) => {
  await open(page);
  await waitFor(page, "coordinator-billing", "data-state", "Stable");
  const isNew = (group) => group.members.every((member) => member.epoch > 0) && group.assignment_epoch > 0;
  // Between two restarts it is Stable, too, with less for the one that came last.
  const share = (group) => group.members.every((member) => member.assignment.length === 2);
  await migrate(page, "consumer-protocol", (group) => isNew(group) && group.state === "Stable" && share(group));
  await pause(page);
  const seen = (await report(page)).groups[0];
  assert.equal(seen.assignor, "uniform", "the broker's assignor computes the target");
  assert.ok(seen.members.every((member) => member.reconciliation === "STABLE"), JSON.stringify(seen.members));
  assert.equal(await value(page, "coordinator-billing", "data-leader"), "", "nobody leads");
  assert.equal(await element(page, "assignor").count(), 0, "no assignor of the clients counts");
  for (const name of CONSUMERS) assert.equal(await value(page, `consumer-${name}`, "data-state"), "Stable");
  assert.match(await element(page, "coordinator-billing").textContent(), /group\s*epoch.*STABLE/s);
});
