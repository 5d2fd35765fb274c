// Whatever a script can do, a visitor can: lists on consumers, topics, groups and the whole, filled in and carried out.
import assert from "node:assert/strict";
import { browserTest, open, value, waitFor } from "./support.mjs";
import { click, element, now, pause, play, session, untilStable } from "./visitor.mjs";

/// Chooses a deed from the list of `target`, fills in its fields, and returns the line it is about to do.
async function fillIn(page, target, deed, fields = {}) {
  await element(page, `do-${target}`).selectOption(deed);
  for (const [name, text] of Object.entries(fields)) {
    const field = element(page, `field-${target}-${name}`);
    const isList = await field.evaluate((node) => node.tagName === "SELECT");
    await (isList ? field.selectOption(text) : field.fill(text));
  }
  return value(page, `line-${target}`);
}

async function doIt(page, target, deed, fields) {
  const line = await fillIn(page, target, deed, fields);
  await click(page, `go-${target}`);
  return line;
}

browserTest("a consumer is frozen for three seconds from its list, and the saved script says so", async ({ page }) => {
  await open(page);
  await untilStable(page);
  await click(page, "more-c1");
  assert.equal(await doIt(page, "c1", "freeze", { for: "3s" }), "freeze c1 for=3s");
  await waitFor(page, "consumer-c1", "data-state", "frozen");
  assert.match(await session(page), /^freeze c1 for=3s$/m);
});

browserTest("a paused partition says so on its lane until it is resumed", async ({ page }) => {
  await open(page);
  await untilStable(page);
  await click(page, "more-c1");
  await doIt(page, "c1", "pause-partitions", { PARTITIONS: "orders-0" });
  // The application calls pause() before its next poll.
  await play(page);
  await waitFor(page, "lane-orders-0", "data-paused", "true");
  assert.equal(await value(page, "lane-orders-1", "data-paused"), "false", "only what was named is paused");
  assert.match(await value(page, "lane-orders-0"), /paused/);
  await doIt(page, "c1", "resume-partitions");
  await waitFor(page, "lane-orders-0", "data-paused", "false");
});

browserTest("what is missing is named, what is wrong is refused in place, and nothing changed", async ({ page }) => {
  await open(page);
  await untilStable(page);
  const before = await session(page);
  await click(page, "more-c2");
  await fillIn(page, "c2", "processing");
  assert.equal(await value(page, "go-c2"), "TIME is needed");
  assert.equal(await element(page, "go-c2").isDisabled(), true);
  await doIt(page, "c2", "processing", { TIME: "soon" });
  await element(page, "refusal").waitFor();
  assert.match(await value(page, "refusal"), /takes a time such as .*, not `soon`/);
  assert.equal(await session(page), before);
  assert.equal(await value(page, "field-c2-TIME"), "", "an input has no text");
  assert.equal(await element(page, "field-c2-TIME").inputValue(), "soon", "what was typed is still there");
});

browserTest("topics, groups and the whole have lists too", async ({ page }) => {
  await open(page);
  await untilStable(page);
  const lines = [
    await doIt(page, "orders", "burst", { PRODUCER: "p1", records: "60" }),
    await doIt(page, "orders", "delete-records", { "TOPIC-NUMBER": "orders-0", before: "3" }),
    await doIt(page, "billing", "failover", { for: "500ms" }),
    await doIt(page, "world", "topic", { NAME: "refunds", partitions: "2" }),
    await doIt(page, "world", "consumers", { NAMES: "r1", group: "audit", topics: "refunds" }),
  ];
  await element(page, "consumer-r1").waitFor();
  const saved = await session(page);
  for (const line of lines.slice(0, 4)) assert.ok(saved.includes(`\n${line}\n`), `${line} is not in\n${saved}`);
  assert.match(saved, /^consumers r1 group=audit topics=refunds/m);
});

browserTest("pasted consumer.properties: every line is answered, secrets are not kept", async ({ page }) => {
  await open(page);
  await untilStable(page);
  await element(page, "paste-billing").locator("summary").click();
  const text = element(page, "paste-text-billing");
  const understood = () => element(page, "paste-billing").locator(".understood").textContent();
  await text.fill("session.timout.ms=9000\nheartbeat.interval.ms=60000\nmax.poll.records=ten");
  assert.match(await understood(), /line 1: .*Did you mean `session.timeout.ms`\?/);
  assert.match(await understood(), /line 3: max.poll.records takes/);
  assert.equal(await element(page, "paste-go-billing").isDisabled(), true);
  // Chromium takes a minute to type as many lines; it takes none to be given them.
  await text.evaluate((field) => {
    field.value = Array.from({ length: 2_000 }, (_, line) => `my.own.key.${line}=x`).join("\n");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await page.getByText("And 1800 more.").waitFor();
  await text.fill("# mine\nsession.timeout.ms = 9000\nssl.key.password=hunter2\nmax.poll.records:50\n");
  assert.match(await understood(), /session.timeout.ms=9000/);
  assert.match(await understood(), /ssl.key.password .*not kept/);
  await click(page, "paste-go-billing");
  await element(page, "consumer-c4").waitFor();
  const saved = await session(page);
  assert.match(saved, /^consumers c4 .*session.timeout.ms=9000 .*max.poll.records=50/m);
  assert.ok(!saved.includes("hunter2"));
});

browserTest("a paste of ten megabytes is refused in a sentence and the page goes on", async ({ page }) => {
  await open(page);
  await untilStable(page);
  await pause(page);
  const before = await now(page);
  await element(page, "paste-billing").locator("summary").click();
  await element(page, "paste-text-billing").evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", "x=y\n".repeat(2_500_000));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await page.getByText(/The text has 10000000 bytes/).waitFor();
  await click(page, "step");
  await waitFor(page, "time", "data-time-us", (time) => Number(time) > before);
});
