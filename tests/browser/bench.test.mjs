// The bench: every setting stands in a field, an edit is put in force by commands of the session, and what does not fit
// is said in its place.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { ROOT, browserTest, open, value, waitFor } from "./support.mjs";
import {
  choose, click, element, now, pause, play, playsTo, ran, report, session, setSpeed, untilStable,
} from "./visitor.mjs";

/// The properties that the documentation lists, with their defaults.
const PROPERTIES = readFileSync(join(ROOT, "docs", "properties.md"), "utf8")
  .split("## 한국어")[0]
  .split("\n")
  .map((line) => line.match(/^\| (?:\[`([\w.]+)`\]\([^)]*\)|`([\w.]+)`) \| [^|]* \| (`[^`]*`|none) \| /))
  .filter(Boolean)
  .map(([, linked, plain, text]) => [linked ?? plain, text === "none" ? "" : text.replaceAll("`", "")]);
const KNOBS = [
  "commit", "commit_every", "listener", "listener_throws", "callback_time",
  "processing_time", "poll_timeout", "spike", "spike_every",
  "workers", "queue", "order", "on_poison", "rack",
];

async function begin(page) {
  await open(page);
  await untilStable(page);
}

async function openAllThemes(page) {
  const folded = page.locator(".settings [aria-expanded=false]");
  while ((await folded.count()) > 0) await folded.first().press("Enter");
}

const field = (page, name) => element(page, `setting-${name}`);
const type = (page, name, text) => field(page, name).fill(text);
const classes = (page, name) => value(page, `row-${name}`, "class");
const commands = async (page) => (await session(page)).split("\n").filter((line) => /^(close|restart) /.test(line));

/// The session opened natively leads to the same numbers.
async function sameNatively(page) {
  const file = join(tmpdir(), `groupscope-bench-${process.pid}.session`);
  writeFileSync(file, await session(page));
  assert.equal(ran(file).text, (await report(page)).text);
}

browserTest("every property and every own setting has a row with its default", async ({ page }) => {
  assert.ok(PROPERTIES.length >= 32, `${PROPERTIES.length} properties are documented`);
  await begin(page);
  await click(page, "reset-all");
  await openAllThemes(page);
  for (const [name, text] of PROPERTIES) {
    assert.equal(await value(page, `row-${name}`, "data-default"), text, name);
    assert.equal(await field(page, name).inputValue(), text, name);
    assert.doesNotMatch(await classes(page, name), /differs/, name);
  }
  for (const name of KNOBS) {
    const text = await value(page, `row-${name}`, "data-default");
    assert.equal(await field(page, name).inputValue(), text, name);
  }
  assert.equal(await page.locator(".setting").count(), PROPERTIES.length + KNOBS.length);
  await field(page, "fetch.min.bytes").focus();
  const about = await element(page, "row-fetch.min.bytes").textContent();
  assert.match(about, /How many bytes a broker gathers.*whole number, 0 and more.*Default: 1\./);
});

browserTest("an edit is marked by a word and an arrow, and the arrow takes it back", async ({ page }) => {
  await begin(page);
  const before = await session(page);
  await type(page, "auto.commit.interval.ms", "800");
  assert.match(await classes(page, "auto.commit.interval.ms"), /differs edited/);
  const row = element(page, "row-auto.commit.interval.ms");
  assert.match(await row.textContent(), /differs from 5000.*was 5000/);
  await page.getByRole("button", { name: "Reset auto.commit.interval.ms to 5000" }).click();
  assert.equal(await field(page, "auto.commit.interval.ms").inputValue(), "5000");
  assert.doesNotMatch(await classes(page, "auto.commit.interval.ms"), /differs|edited/);
  assert.equal(await element(page, "offer").count(), 0, "there is nothing to put in force");
  // What the scenario sets is not the default either; back at it, it is an edit.
  assert.match(await classes(page, "session.timeout.ms"), /differs/);
  await click(page, "reset-session.timeout.ms");
  assert.equal(await field(page, "session.timeout.ms").inputValue(), "45000");
  assert.match(await classes(page, "session.timeout.ms"), /edited/);
  await click(page, "discard");
  assert.equal(await field(page, "session.timeout.ms").inputValue(), "6000");
  assert.equal(await session(page), before, "nothing was done");
});

browserTest("rolling restarts one consumer after the other, as commands of the session", async ({ page }) => {
  await begin(page);
  await click(page, "theme-Processing");
  await type(page, "max.poll.records", "7");
  assert.match(await value(page, "offer"), /1 edit not in force.*this takes a restart/);
  await click(page, "apply-rolling");
  await waitFor(page, "restarts-ahead", undefined, /c2, c3/);
  assert.equal(await element(page, "offer").count(), 0, "what is put in force is no edit any more");
  await setSpeed(page, "10");
  await play(page);
  await element(page, "restarts-ahead").waitFor({ state: "detached" });
  const restarted = await now(page);
  await playsTo(page, restarted + 10_000_000);
  await pause(page);
  await waitFor(page, "coordinator-billing", "data-state", "Stable");
  const [c1, c2, c3] = ["c1", "c2", "c3"].map((name) => [`close ${name}`, `restart ${name} max.poll.records=7`]);
  assert.deepEqual(await commands(page), [...c1, ...c2, ...c3]);
  assert.equal(await field(page, "max.poll.records").inputValue(), "7");
  await sameNatively(page);
  await click(page, "undo");
  assert.deepEqual(await commands(page), [], "it was one act");
});

browserTest("all at once: all close, and start when all have closed", async ({ page }) => {
  await begin(page);
  await field(page, "enable.auto.commit").selectOption("false");
  await click(page, "apply-at-once");
  await setSpeed(page, "10");
  await play(page);
  await playsTo(page, (await now(page)) + 15_000_000);
  await pause(page);
  const restart = (name) => `restart ${name} commit=auto enable.auto.commit=false`;
  assert.deepEqual(await commands(page), [
    "close c1", "close c2", "close c3", restart("c1"), restart("c2"), restart("c3"),
  ]);
  await sameNatively(page);
});

browserTest("one consumer, one to be added, and what takes no restart", async ({ page }) => {
  await begin(page);
  await element(page, "settings-of").selectOption("c2");
  await type(page, "group.instance.id", "second");
  await click(page, "apply-restart");
  assert.match(await session(page), /^close c2$/m);
  await element(page, "settings-of").selectOption("all of billing");
  // c2 closes before it starts again with its new name.
  await setSpeed(page, "10");
  await play(page);
  await waitFor(page, "row-group.instance.id", "class", /differs/);
  await pause(page);
  assert.equal(await field(page, "group.instance.id").getAttribute("placeholder"), "not all the same");
  await element(page, "settings-of").selectOption("c4, to be added");
  await type(page, "session.timeout.ms", "9000");
  await click(page, "apply-next");
  await element(page, "consumer-c4").waitFor();
  assert.match(await session(page), /^consumers c4 group=billing .*session\.timeout\.ms=9000/m);
  await element(page, "settings-of").selectOption("c1");
  await click(page, "theme-Processing");
  await type(page, "processing_time", "20ms");
  assert.match(await value(page, "offer"), /This takes no restart/);
  await click(page, "apply-now");
  assert.match(await session(page), /^processing c1 20ms$/m);
  await sameNatively(page);
});

browserTest("from the start: the same run with other settings, the brokers' too", async ({ page }) => {
  await begin(page);
  const before = { text: await session(page), time: await now(page) };
  await click(page, "theme-Brokers");
  await type(page, "group.initial.rebalance.delay.ms", "0");
  await type(page, "auto.commit.interval.ms", "800");
  assert.equal(await element(page, "apply-rolling").count(), 0, "a restart changes no broker");
  await click(page, "apply-start");
  await waitFor(page, "notice", undefined, /same run with other settings/);
  const text = await session(page);
  assert.match(text, /^cluster .*group\.initial\.rebalance\.delay\.ms=0/m);
  assert.match(text, /^group billing .*auto\.commit\.interval\.ms=800/m);
  assert.equal(await now(page), before.time);
  await sameNatively(page);
  await element(page, "notice").getByRole("button").click();
  assert.equal(await session(page), before.text, "what was is brought back");
});

browserTest("presets fill in what differs, and leave it to be put in force", async ({ page }) => {
  await begin(page);
  await setSpeed(page, "10");
  await click(page, "preset-defaults");
  assert.equal(await field(page, "session.timeout.ms").inputValue(), "45000");
  assert.match(await classes(page, "session.timeout.ms"), /edited/);
  await click(page, "apply-at-once");
  await play(page);
  await playsTo(page, (await now(page)) + 12_000_000);
  await pause(page);
  assert.doesNotMatch(await classes(page, "session.timeout.ms"), /differs|edited/, "it is in force");
  await click(page, "preset-classroom");
  for (const [name, text] of [["session.timeout.ms", "6000"], ["heartbeat.interval.ms", "2000"]]) {
    assert.equal(await field(page, name).inputValue(), text);
    assert.match(await classes(page, name), /differs edited/);
  }
  await click(page, "apply-at-once");
  await play(page);
  await playsTo(page, (await now(page)) + 12_000_000);
  await pause(page);
  assert.match(await session(page), /^restart \w+ .*session\.timeout\.ms=6000 heartbeat\.interval\.ms=2000/m);
  await sameNatively(page);
});

browserTest("what does not fit is said at its field, and nothing typed is lost", async ({ page }) => {
  await begin(page);
  const before = await session(page);
  await type(page, "session.timeout.ms", "soon");
  await type(page, "heartbeat.interval.ms", "1000");
  assert.match(await value(page, "wrong-session.timeout.ms"), /takes milliseconds from 1 .*`soon` is not a whole/);
  assert.equal(await field(page, "session.timeout.ms").getAttribute("aria-invalid"), "true");
  assert.equal(await element(page, "apply-rolling").isDisabled(), true);
  assert.match(await value(page, "offer"), /1 value to correct first/);
  // Two that do not fit together.
  await type(page, "session.timeout.ms", "900");
  await waitFor(page, "wrong-heartbeat.interval.ms", undefined, /must be lower than session\.timeout\.ms \(900\)/);
  await type(page, "session.timeout.ms", "3000");
  await click(page, "kill-c3");
  await element(page, "settings-of").selectOption("c1");
  assert.equal(await field(page, "session.timeout.ms").inputValue(), "3000", "others' settings, the same edits");
  await click(page, "undo");
  assert.equal(await field(page, "session.timeout.ms").inputValue(), "3000", "and after an undo");
  assert.equal(await session(page), before);
  // What the world refuses is said here as well.
  await click(page, "more-c2");
  await click(page, "freeze-c2");
  await element(page, "settings-of").selectOption("all of billing");
  await click(page, "apply-at-once");
  await element(page, "refusal").waitFor();
  assert.match(await value(page, "refusal"), /c2 is frozen/);
  assert.equal(await field(page, "session.timeout.ms").inputValue(), "3000", "and after a refusal");
});

browserTest("a setting is found by its name and by its meaning, and groups fold", async ({ page }) => {
  await begin(page);
  assert.equal(await element(page, "row-fetch.min.bytes").count(), 0, "folded");
  await element(page, "find-setting").fill("gathers");
  assert.deepEqual(await page.locator(".setting .dotted").allTextContents(), ["fetch.min.bytes"]);
  await element(page, "find-setting").fill("retry");
  assert.ok((await page.locator(".setting").count()) >= 2);
  await element(page, "find-setting").fill("no such thing");
  await page.getByText("No setting has this").waitFor();
  await element(page, "find-setting").fill("");
  await click(page, "theme-Committing");
  assert.equal(await element(page, "row-commit").count(), 0);
});

browserTest("by keyboard alone: a setting is edited, explained and put in force", async ({ page }) => {
  await begin(page);
  await field(page, "auto.commit.interval.ms").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("800");
  assert.equal(await field(page, "auto.commit.interval.ms").inputValue(), "800", "the field keeps the keys");
  await page.keyboard.press("Tab");
  const focused = () => page.evaluate(() => document.activeElement.dataset.testid);
  assert.equal(await focused(), "reset-auto.commit.interval.ms");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "docs-auto.commit.interval.ms");
  const link = element(page, "docs-auto.commit.interval.ms");
  assert.match(await link.getAttribute("href"), /^https:\/\/kafka\.apache\.org\/.*auto\.commit\.interval\.ms$/);
  for (let presses = 0; presses < 40 && (await focused()) !== "apply-rolling"; presses += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await element(page, "restarts-ahead").waitFor();
  assert.match(await session(page), /^close c1$/m);
});

for (const [width, height, colorScheme] of [[1280, 800, "light"], [320, 640, "dark"]]) {
  const viewport = { width, height };
  const context = { viewport, colorScheme };
  const rule = `the bench breaks no rule of WCAG 2.2 AA at ${viewport.width} px, ${colorScheme}`;
  browserTest(rule, { context }, async ({ page }) => {
    await begin(page);
    if (viewport.width < 700) await click(page, "controls");
    await openAllThemes(page);
    await type(page, "session.timeout.ms", "soon");
    await type(page, "max.poll.records", "7");
    const found = await new AxeBuilder({ page }).include(".controls").analyze();
    const told = found.violations.flatMap(({ id, nodes }) => {
      return nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`);
    });
    assert.deepEqual(told, []);
    const wide = await page.locator(".controls").evaluate((panel) => panel.scrollWidth - panel.clientWidth);
    assert.ok(wide <= 0, `${wide} px lie beside the panel`);
    const offer = await element(page, "offer").boundingBox();
    assert.ok(offer.y >= 0 && offer.y + offer.height <= viewport.height, "how to put it in force is in view");
  });
}

// ---- what was wrong once

browserTest("names of settings go to a new line at their dots only", async ({ page }) => {
  await begin(page);
  await openAllThemes(page);
  await click(page, "more-c1");
  await element(page, "do-c1").selectOption("restart");
  const torn = await page.locator(".dotted").evaluateAll((names) => {
    const lines = (name) => {
      const walker = document.createTreeWalker(name, NodeFilter.SHOW_TEXT);
      const parts = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) parts.push(node);
      return parts.filter((part) => {
        const range = document.createRange();
        range.selectNodeContents(part);
        return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
      });
    };
    const outside = (name) => name.getBoundingClientRect().right > name.closest("aside").getBoundingClientRect().right;
    return names.filter((name) => lines(name).length > 0 || outside(name)).map((name) => name.textContent);
  });
  assert.deepEqual(torn, []);
  assert.ok((await page.locator(".deed .dotted").count()) > 10, "the form of a restart is open");
});

const FORCED = { context: { forcedColors: "active" } };
browserTest("with forced colours the chosen protocol is told by more than its colour", FORCED, async ({ page }) => {
  await begin(page);
  const look = (id) => element(page, id).evaluate((button) => {
    const style = getComputedStyle(button);
    return [style.backgroundColor, style.textDecorationLine];
  });
  const [chosen, other] = [await look("protocol-eager"), await look("protocol-cooperative")];
  assert.notEqual(chosen[0], other[0]);
  assert.deepEqual([chosen[1], other[1]], ["underline", "none"]);
  const grounds = (all) => all.map((one) => getComputedStyle(one).backgroundColor);
  const swatches = await page.locator(".swatch").evaluateAll(grounds);
  const ground = await page.locator(".controls").evaluate((panel) => getComputedStyle(panel).backgroundColor);
  assert.equal(new Set([...swatches, ground]).size, swatches.length + 1, `${swatches} on ${ground}`);
});

browserTest("the verdict on pasted properties is in view", async ({ page }) => {
  await begin(page);
  await element(page, "paste-billing").locator("summary").click();
  const lines = ["session.timout.ms=9000", "heartbeat.interval.ms=60000", "max.poll.records=ten"];
  await element(page, "paste-text-billing").fill([...lines, ...Array(40).fill("my.own.key=1")].join("\n"));
  const inView = (locator) => locator.evaluate((node) => {
    const [box, room] = [node.getBoundingClientRect(), node.closest("aside").getBoundingClientRect()];
    return box.height > 0 && box.top >= room.top - 1 && box.bottom <= room.bottom + 1;
  });
  assert.ok(await inView(element(page, "paste-billing").locator(".understood .bad").first()), "the first thing wrong");
  assert.ok(await inView(element(page, "paste-go-billing")), "the button");
});

browserTest("a consumer's further buttons stay on its line beside a scroll bar that takes room", async ({ page }) => {
  await begin(page);
  await page.addStyleTag({ content: ".controls { padding-right: 33px !important; }" });
  for (const name of ["c1", "c2", "c3"]) {
    const middle = async (button) => {
      const box = await element(page, `${button}-${name}`).boundingBox();
      return box.y + box.height / 2;
    };
    assert.ok(Math.abs((await middle("more")) - (await middle("kill"))) < 3, name);
  }
});

browserTest("the table twin and its caption take no room on the stage", async ({ page }) => {
  await begin(page);
  const box = await page.locator(".stage-twin").boundingBox();
  assert.ok(box.width <= 1 && box.height <= 1);
  const caption = page.locator(".stage-twin caption");
  assert.equal(await caption.textContent(), "State of each partition");
});

for (const [locale, name] of [["en-US", "Bench"], ["ko-KR", "작업대"]]) {
  browserTest(`the place where things are changed has one name, ${name}`, { context: { locale } }, async ({ page }) => {
    await open(page);
    assert.equal((await value(page, "bench")).trim(), name);
    assert.equal(await page.locator("aside.controls").getAttribute("aria-label"), name);
    assert.equal(await element(page, "controls").getAttribute("aria-label"), name);
    await page.keyboard.press("?");
    const keys = await element(page, "help-list").textContent();
    assert.match(keys.toLowerCase(), new RegExp(`\\bm.*${name.toLowerCase()}`));
    assert.doesNotMatch(keys, /controls|조작/);
  });
}

browserTest("the bench is in Korean", { context: { locale: "ko-KR" } }, async ({ page }) => {
  await open(page);
  await choose(page, "first-join");
  await pause(page);
  const parts = ".controls :is(h2, h3 button > span:first-child, summary, .presets button)";
  for (const part of await page.locator(parts).allTextContents()) {
    assert.match(part, /[가-힣]/, part);
  }
});
