// A consumer group (KIP-848) on the page: the panel's third protocol is a migration while the group reads, and the
// stage shows epochs in the place of generation and leader.
import assert from "node:assert/strict";
import { browserTest, open, value, waitFor } from "./support.mjs";
import { choose, click, element, goesOnUntil, pause, playsToItsEnd, untilStable } from "./visitor.mjs";
import { report, seek, session } from "./visitor.mjs";

const CONSUMERS = ["c1", "c2", "c3"];

const billing = async (page) => (await report(page)).groups[0];

/// Presses one of the three, and goes on until all consumers speak that protocol.
async function migrate(page, protocol, arrived) {
  await click(page, `protocol-${protocol}`);
  const isPressed = async () => (await value(page, `protocol-${protocol}`, "aria-pressed")) === "true";
  await goesOnUntil(page, `all speak ${protocol}`, async () => (await isPressed()) && arrived(await billing(page)));
}

browserTest("a group migrates to the new protocol while it reads", async ({ page }) => {
  await open(page);
  await untilStable(page);
  const isNew = (group) => group.members.every((member) => member.epoch > 0) && group.assignment_epoch > 0;
  // Between two restarts it is Stable, too, with less for the one that came last.
  const share = (group) => group.members.every((member) => member.assignment.length === 2);
  // What the coordinator has given, a client takes over in its next poll.
  const states = () => Promise.all(CONSUMERS.map((name) => value(page, `consumer-${name}`, "data-state")));
  const took = async () => (await states()).every((state) => state === "Stable");
  await migrate(page, "consumer-protocol", async (group) =>
    isNew(group) && group.state === "Stable" && share(group) && (await took()));
  const seen = (await report(page)).groups[0];
  assert.equal(seen.assignor, "uniform", "the broker's assignor computes the target");
  assert.ok(seen.members.every((member) => member.reconciliation === "STABLE"), JSON.stringify(seen.members));
  assert.equal(await value(page, "coordinator-billing", "data-leader"), "", "nobody leads");
  assert.equal(await element(page, "assignor").count(), 0, "no assignor of the clients counts");
  assert.match(await element(page, "coordinator-billing").textContent(), /group\s*epoch.*STABLE/s);
});

browserTest("who acts in the middle of a migration is told that it stopped, and can go on with the others", async ({
  page,
}) => {
  await open(page);
  await untilStable(page);
  await click(page, "protocol-consumer-protocol");
  const all = /Still to be restarted: c1, c2, c3\./;
  await waitFor(page, "protocol-restarts", undefined, all);
  await click(page, "protocol-consumer-protocol");
  await click(page, "undo");
  await element(page, "protocol-restarts").waitFor({ state: "detached" }); // pressed twice, it is one act
  await click(page, "redo");
  await waitFor(page, "protocol-restarts", undefined, all);
  const told = async () => (await value(page, "protocol-restarts"))?.includes("Still to be restarted: c2, c3.");
  await goesOnUntil(page, "c1 is restarted", told);
  await click(page, "add-partition-orders");
  await waitFor(page, "notice", undefined, /This stopped the rolling restart\. Still to be restarted: c2, c3\./);
  await element(page, "protocol-restarts").waitFor({ state: "detached" });
  await click(page, "notice-offer");
  await waitFor(page, "protocol-restarts", undefined, /c2, c3/);

  await click(page, "add-partition-orders");
  const everybody = (group) => group.state === "Stable" && group.members.length === 3;
  const isBack = (group) => group.assignment_epoch > 0 && everybody(group);
  await goesOnUntil(page, "c1 is back", async () => isBack(await billing(page)));
  await migrate(page, "consumer-protocol", everybody);
  const closed = (await session(page)).match(/^close c\d$/gm);
  assert.deepEqual(closed, ["close c1", "close c2", "close c3"], "c1 spoke it already, and was left alone");
});

browserTest("the coordinator's list of rebalances has the epochs of a consumer group", async ({ page }) => {
  await open(page);
  await choose(page, "new-join");
  await playsToItsEnd(page);
  await element(page, "coordinator-billing").focus();
  await page.keyboard.press("Enter");
  await waitFor(page, "rebalances", undefined, /epoch \d/);
  const lines = await element(page, "rebalances").locator("li").allTextContents();
  assert.deepEqual(lines, ["00.104 epoch 3: c2 joins", "00.003 epoch 2: c1 joins"], "the newest first");
});
