// The terminal: what it shows is what the command line prints of the same file at the same instant; a row leads to its
// lane and a lane to its row. Output of a real cluster becomes a session, by pasting, dropping or typing it in; what
// cannot be read is said at its line, and stays.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, browserTest, native, open, screenshot, value, waitFor } from "./support.mjs";
import { chooseAtRest, click, dropFile, element, pause, seek, session } from "./visitor.mjs";

const file = (scenario) => join(ROOT, "static", "scenarios", `${scenario}.session`);
const fixture = (name) => readFileSync(join(ROOT, "tests", "import", `${name}.txt`), "utf8");
const VIEWS = { "describe-offsets": [], "describe-members": ["--members", "--verbose"], "describe-state": ["--state"] };

/// Without the line break that a command ends with.
const printed = async (page) => (await value(page, "describe-output")).replace(/\n$/, "");

async function openTerminal(page) {
  await page.keyboard.press("i");
  await element(page, "terminal").waitFor();
}

/// Pastes a text where no field has the focus.
const pasteOutside = (page, text) =>
  page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);

const lanes = (page) =>
  page.evaluate(() => {
    const drawn = [...document.querySelectorAll('[data-testid^="lane-"]')];
    return drawn.map((lane) => lane.dataset.testid).sort();
  });

browserTest("the terminal prints what the command line prints, in three views", async ({ page }) => {
  await open(page);
  await pause(page);
  await openTerminal(page);
  for (const [scenario, instants] of [["crash-after-auto-commit", [3, 10.5, 16]], ["zombie", [12.4, 16]]]) {
    await chooseAtRest(page, scenario);
    for (const at of instants) {
      await seek(page, at);
      for (const [id, options] of Object.entries(VIEWS)) {
        await click(page, id);
        await waitFor(page, id, "aria-pressed", "true");
        const wanted = native(["describe", file(scenario), "--at", `${at}s`, ...options]).replace(/\n$/, "");
        assert.equal(await printed(page), wanted, `${scenario} at ${at} s: ${id}`);
      }
      await click(page, "describe-offsets");
    }
  }
});

browserTest("each of several groups can be described", async ({ page }) => {
  await open(page, "#two-groups@8s");
  await waitFor(page, "time", "data-time-us", "8000000");
  await openTerminal(page);
  const groups = await element(page, "describe-group").locator("option").allTextContents();
  assert.ok(groups.length > 1);
  for (const group of groups) {
    await element(page, "describe-group").selectOption(group);
    await page.waitForFunction(
      (group) => document.querySelector("[data-testid=terminal] .command").textContent.endsWith(`--group ${group}`),
      group,
    );
    const wanted = native(["describe", file("two-groups"), "--at", "8s", "--group", group]).replace(/\n$/, "");
    assert.equal(await printed(page), wanted);
  }
});

browserTest("the clients' log is that of the command line, of all and of one", async ({ page }) => {
  await open(page);
  await openTerminal(page);
  for (const scenario of ["crash-after-auto-commit", "zombie"]) {
    await chooseAtRest(page, scenario);
    const wanted = native(["run", file(scenario), "--format", "log"]).trimEnd().split("\n");
    const end = JSON.parse(native(["run", file(scenario), "--format", "json"]).trimEnd().split("\n").at(-1)).time_ms;
    await seek(page, end / 1000);
    const lines = async () => (await value(page, "client-log")).trimEnd().split("\n");
    // The pane is drawn after the stage.
    const isThere = (last) => document.querySelector("[data-testid=client-log]").textContent.trimEnd().endsWith(last);
    await page.waitForFunction(isThere, wanted.at(-1));
    // No more than the last are listed; the earlier ones come when they are asked for.
    assert.deepEqual(await lines(), wanted.slice(-(await lines()).length));
    while (await element(page, "log-earlier").isVisible()) {
      const before = (await lines()).length;
      await click(page, "log-earlier");
      await page.waitForFunction(
        (before) =>
          document.querySelector("[data-testid=client-log]").textContent.trimEnd().split("\n").length > before ||
          !document.querySelector("[data-testid=log-earlier]"),
        before,
      );
    }
    assert.deepEqual(await lines(), wanted, scenario);
    await click(page, "log-of-c2");
    await waitFor(page, "log-of-c2", "aria-pressed", "true");
    const ofOne = wanted.filter((line) => line.includes("clientId=consumer-c2,"));
    const shown = await lines();
    const named = (line) => line.includes("clientId=");
    assert.deepEqual(shown.filter(named), ofOne);
    assert.ok(shown.length < wanted.length);
    // Back in time, the log is shorter again.
    await seek(page, 1);
    const early = await lines();
    assert.ok(early.length < shown.length);
    assert.deepEqual(early, shown.slice(0, early.length));
    await click(page, "log-of-all");
  }
});

browserTest("a row leads to its lane and a lane to its row, and time is followed", async ({ page }) => {
  await open(page);
  await pause(page);
  await seek(page, 8);
  await click(page, "terminal-tab");
  await element(page, "terminal").waitFor();
  const row = page.locator("[data-testid=describe-output] .row-line", { hasText: /orders +3 / });
  await row.hover();
  await page.locator('[data-testid="lane-orders-3"][data-lit]').waitFor();
  await row.click();
  await page.locator('.lane.selected[data-testid="lane-orders-3"]').waitFor();
  assert.equal(await row.getAttribute("aria-pressed"), "true");
  await page.mouse.move(5, 5);
  assert.equal(await page.locator("[data-lit]").count(), 0);
  await page.locator('[data-testid="lane-orders-1"] .label, [data-testid="lane-orders-1"] text').first().click();
  const other = page.locator("[data-testid=describe-output] .row-line", { hasText: /orders +1 / });
  await other.and(page.locator("[aria-pressed=true]")).waitFor();
  assert.equal(await row.getAttribute("aria-pressed"), "false");
  await click(page, "play");
  await waitFor(page, "terminal", "data-time-us", (seen) => Number(seen) > 8_200_000);
  await pause(page);
  const stands = await value(page, "time", "data-time-us");
  await waitFor(page, "terminal", "data-time-us", stands);
  // The tabs are one stop; arrows go between them.
  await page.locator("[role=tab][aria-selected=true]").focus();
  await page.keyboard.press("ArrowLeft");
  await element(page, "terminal").waitFor({ state: "detached" });
  assert.equal(await value(page, "axis-tab", "aria-selected"), "true");
});

browserTest("output that is pasted anywhere becomes a session, and what was assumed stays", async ({ page }) => {
  await open(page);
  await pause(page);
  await pasteOutside(page, fixture("kafka-4-three-views"));
  await waitFor(page, "imported", undefined, /billing.*6 partitions, 3 members/);
  assert.deepEqual(await lanes(page), [0, 1, 2, 3, 4, 5].map((number) => `lane-orders-${number}`));
  await pause(page);
  await seek(page, 6);
  assert.match(await session(page), /consumers billing-2 group=billing/);
  assert.match(await value(page, "imported"), /Nothing leaves this page/);
  for (const name of ["billing-0", "billing-1", "billing-2"]) await element(page, `consumer-${name}`).waitFor();
  await element(page, "imported").waitFor();
  await click(page, "close-imported");
  await element(page, "imported").waitFor({ state: "detached" });
});

browserTest("a dropped file is recognised, with the other groups in it", async ({ page }) => {
  await open(page);
  await pause(page);
  await dropFile(page, "lag.txt", fixture("all-groups"));
  await waitFor(page, "imported", undefined, /alpha/);
  await click(page, "import-gamma");
  await waitFor(page, "imported", undefined, /Group gamma/);
  await element(page, "lane-clicks-0").waitFor();
  await dropFile(page, "kip-848.txt", fixture("kip-848"));
  await waitFor(page, "imported", undefined, /The broker assigns as they join/);
});

browserTest("what cannot be read is said at its line, and can be mended", async ({ page }) => {
  await open(page);
  await pause(page);
  await pasteOutside(page, fixture("broken-number"));
  await waitFor(page, "paste-output-verdict", undefined, /line 3.*PARTITION is a whole number.*`one`/);
  const field = element(page, "paste-output-field");
  assert.equal(await field.inputValue(), fixture("broken-number"));
  assert.ok(await element(page, "paste-output-open").isDisabled());
  await field.fill(fixture("kafka-4-offsets"));
  await page.waitForFunction(() => !document.querySelector("[data-testid=paste-output-open]").disabled);
  await click(page, "paste-output-open");
  await element(page, "imported").waitFor();
  await element(page, "paste-output-dialog").waitFor({ state: "hidden" });
  for (const name of ["broken-header", "broken-long-row", "broken-partition", "broken-topics", "broken-assignment"]) {
    await dropFile(page, `${name}.txt`, fixture(name));
    const [, line] = readFileSync(join(ROOT, "tests", "import", `${name}.out`), "utf8").match(/^(\d+):/m);
    await waitFor(page, "paste-output-verdict", undefined, new RegExp(`line ${line}`));
    await page.keyboard.press("Escape");
    await element(page, "paste-output-dialog").waitFor({ state: "hidden" });
  }
});

browserTest("the dialog says what to run, and is reached from the terminal", async ({ page }) => {
  await open(page);
  await pause(page);
  await openTerminal(page);
  await click(page, "paste-output");
  const dialog = element(page, "paste-output-dialog");
  await dialog.waitFor();
  assert.match(await dialog.textContent(), /kafka-consumer-groups\.sh --bootstrap-server HOST:9092 --describe/);
  assert.match(await dialog.textContent(), /Nothing leaves this page/);
  await element(page, "paste-output-field").fill("no table at all\n");
  await waitFor(page, "paste-output-verdict", undefined, /./);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  // What was typed is still there.
  await click(page, "paste-output");
  assert.equal(await element(page, "paste-output-field").inputValue(), "no table at all\n");
});

for (const [name, context] of Object.entries({
  phone: { viewport: { width: 390, height: 844 }, locale: "ko-KR" },
  tablet: { viewport: { width: 1024, height: 768 }, locale: "ko-KR" },
})) {
  browserTest(`on a ${name} in Korean nothing of it is cut off`, { context }, async ({ page }) => {
    await open(page);
    await pause(page);
    await seek(page, 16);
    await element(page, "terminal-tab").click();
    await element(page, "terminal").waitFor();
    await element(page, "terminal").scrollIntoViewIfNeeded();
    assert.deepEqual(await wide(page, ".terminal-bar, .terminal-foot, .dock-tabs, .terminal"), []);
    await screenshot(page, `terminal ${name} ko`);
    await click(page, "paste-output");
    assert.deepEqual(await wide(page, ".paste-output"), []);
    await screenshot(page, `paste output ${name} ko`);
    await page.keyboard.press("Escape");
    await pasteOutside(page, fixture("kip-848"));
    await element(page, "imported").waitFor();
    assert.deepEqual(await wide(page, ".imported"), []);
    await screenshot(page, `imported ${name} ko`);
  });
}

/// The parts that are wider than their place, or that stick out of the window.
function wide(page, css) {
  return page.evaluate((css) => {
    const found = [];
    for (const part of document.querySelectorAll(css)) {
      const { left, right } = part.getBoundingClientRect();
      if (part.scrollWidth > part.clientWidth + 1) found.push(`${part.className} is ${part.scrollWidth} px wide`);
      if (left < -1 || right > innerWidth + 1) found.push(`${part.className} sticks out`);
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push("the page has to be scrolled sideways");
    return found;
  }, css);
}
