// Time: steps by what is told, auto pace, the loop, what is said in passing, what is read out, and what is offered once
// the script is over or left.
import assert from "node:assert/strict";
import { framesUntil, holdClock, releaseClock, takeClock } from "./clock.mjs";
import { crowd } from "./crowd.mjs";
import { browserTest, open, value, waitFor } from "./support.mjs";
import {
  chooseAtRest, choose, click, element, now, openFile, pause, play, playsToItsEnd, report, seek, setSpeed, timePasses,
  transcript,
} from "./visitor.mjs";

const micros = (seconds) => Math.round(Number(seconds) * 1e6);


async function pressTo(page, key) {
  await page.keyboard.press(key);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return now(page);
}

browserTest("right and left go from told line to told line, with Shift from entry to entry", async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "crash-after-auto-commit");
  // Of the captions, those at the beginning and at 7.05 s come before the question at 9.545 s.
  const steps = [];
  for (let n = 0; n < 12; n += 1) steps.push(await pressTo(page, "ArrowRight"));
  const told = (await transcript(page)).split("\n").filter((line) => line !== "");
  const stamps = [...new Set(told.map((line) => micros(line.trim().split(" ")[0])))];
  const passed = stamps.filter((stamp) => stamp > 0 && stamp <= steps.at(-1));
  assert.ok(passed.length > 4 * steps.length, `${steps.length} steps pass ${passed.length} instants of the journal`);
  assert.ok(steps.some((step) => !stamps.includes(step)), "a caption or a question is a line too");
  assert.ok(steps.includes(9_545_000), "the question is one");
  for (const step of steps.slice(0, -1).reverse()) assert.equal(await pressTo(page, "ArrowLeft"), step);
  const from = await now(page);
  for (const stamp of stamps.filter((stamp) => stamp > from).slice(0, 6)) {
    assert.equal(await pressTo(page, "Shift+ArrowRight"), stamp);
  }
  assert.ok((await pressTo(page, "Shift+ArrowLeft")) > from);
  const here = await now(page);
  const there = await pressTo(page, ".");
  assert.ok(there > here);
  assert.equal(await pressTo(page, ","), steps.filter((step) => step < there).at(-1), ". and , are told lines as well");
});

browserTest("brackets go to rebalances, braces to requests, angles to captions", async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "crash-after-auto-commit");
  const state = () => value(page, "coordinator-billing", "data-state");
  await page.keyboard.press("]");
  assert.equal(await state(), "PreparingRebalance");
  const first = await now(page);
  await page.keyboard.press("]");
  assert.equal(await state(), "Stable");
  assert.equal(await pressTo(page, "["), first);
  await page.keyboard.press("]");
  const stable = await now(page);
  const request = await pressTo(page, "}");
  assert.ok(request > stable);
  assert.match((await transcript(page)).trimEnd().split("\n").at(-1), /sent|answered|:/);
  assert.ok((await pressTo(page, "{")) < request);
  assert.equal(await pressTo(page, ">"), 7_045_000, "c2's commit has a caption");
  assert.equal(await pressTo(page, ">"), 9_545_000, "and then there is the question");
  assert.match(await value(page, "notice"), /A question/);
  await waitFor(page, "spoken", undefined, /In half a second c2 is killed/);
  assert.equal(await pressTo(page, "<"), 7_045_000);
  await page.keyboard.press("]");
  assert.equal(await now(page), 9_545_000, "no step passes a question");
});

browserTest("a step beyond everything that is told ends after a minute, and says so", async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "fetch-tuning");
  await playsToItsEnd(page);
  let last = await now(page);
  for (let n = 0; n < 200; n += 1) {
    const next = await pressTo(page, "ArrowRight");
    if (/Nothing is told up to/.test(await value(page, "notice"))) {
      assert.equal(next - last, 60_000_000);
      return;
    }
    last = next;
  }
  assert.fail("something is told all the time");
});

browserTest("auto pace is the default, and leads to the first event within five seconds", async ({ page, t }) => {
  await takeClock(page);
  await open(page);
  assert.equal(await element(page, "speed").inputValue(), "auto");
  assert.equal(await element(page, "speed").locator("option").first().textContent(), "auto pace");
  await chooseAtRest(page, "crash-after-auto-commit");
  await play(page);
  await holdClock(page);
  const isStable = async () => (await value(page, "coordinator-billing", "data-state")) === "Stable";
  const seconds = await framesUntil(page, isStable, 20);
  t.diagnostic(`from the start to three consumers that read six partitions: ${seconds.toFixed(2)} s`);
  assert.ok(seconds >= 1.5 && seconds <= 5, `${seconds} s`);
  await releaseClock(page);
  await choose(page, "scale-out");
  assert.equal(await element(page, "speed").inputValue(), "auto", "the choice stays");
});

browserTest("auto pace makes short work of 45 quiet seconds", async ({ page, t }) => {
  await takeClock(page);
  await open(page);
  await chooseAtRest(page, "scale-out");
  await playsToItsEnd(page);
  await setSpeed(page, "auto");
  const from = await now(page);
  await play(page);
  await holdClock(page);
  const seconds = await framesUntil(page, async () => (await now(page)) >= from + 45_000_000, 45);
  t.diagnostic(`45 quiet seconds of simulated time in ${seconds.toFixed(2)} s`);
  assert.ok(seconds < 12, `${seconds} s`);
  await releaseClock(page);
});

browserTest("a question is waited for at the highest speed", async ({ page }) => {
  await open(page);
  await setSpeed(page, "100");
  await element(page, "play").waitFor();
  assert.equal(await now(page), 9_545_000);
  assert.ok(await element(page, "question").isVisible());
});

browserTest("a stretch is played again and again until there is no loop", async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "crash-after-auto-commit");
  await setSpeed(page, "5");
  for (let n = 0; n < 4; n += 1) await page.keyboard.press("ArrowRight");
  const from = await pressTo(page, "(");
  assert.equal(await value(page, "transport", "data-loop-from"), String(from));
  assert.equal(await value(page, "transport", "data-loop-to"), null);
  for (let n = 0; n < 2; n += 1) await page.keyboard.press("ArrowRight");
  await click(page, "time-menu");
  await click(page, "loop-to");
  const to = await now(page);
  assert.equal(await value(page, "transport", "data-loop-to"), String(to));
  await play(page);
  for (let round = 0; round < 2; round += 1) {
    await waitFor(page, "time", "data-time-us", (time) => Number(time) < to);
    await page.evaluate((to) => {
      const clock = document.querySelector("[data-testid=time]");
      return new Promise((done) => {
        let last = Number(clock.dataset.timeUs);
        const watch = new MutationObserver(() => {
          const time = Number(clock.dataset.timeUs);
          if (time > to) throw new Error("the loop was left");
          if (time < last) done(watch.disconnect());
          last = time;
        });
        watch.observe(clock, { attributes: true });
      });
    }, to);
  }
  await page.keyboard.press("u");
  assert.equal(await value(page, "transport", "data-loop-from"), null);
  await timePasses(page, to + 1);
});

const box = (page, testid) => element(page, testid).boundingBox();
const apart = (one, other) =>
  one.y + one.height <= other.y + 0.5 || other.y + other.height <= one.y + 0.5 || one.x + one.width <= other.x + 0.5 ||
  other.x + other.width <= one.x + 0.5;

for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
  const context = { viewport: { width, height } };
  browserTest(`the notice covers neither the lanes nor the question at ${width} px`, { context }, async ({ page }) => {
    await open(page);
    await setSpeed(page, "100");
    await element(page, "question").waitFor();
    await waitFor(page, "notice", undefined, /A question/);
    const notice = await box(page, "notice");
    assert.ok(notice.height > 0);
    for (const other of ["stage", "question", "transport"]) {
      const seen = await page.evaluate((testid) => {
        // What is scrolled out of its frame covers nothing.
        const element = document.querySelector(`[data-testid=${testid}]`);
        const frame = element.closest(".stage-room") ?? element;
        const [one, two] = [element.getBoundingClientRect(), frame.getBoundingClientRect()];
        const [x, y] = [Math.max(one.x, two.x), Math.max(one.y, two.y)];
        return { x, y, width: Math.min(one.right, two.right) - x, height: Math.min(one.bottom, two.bottom) - y };
      }, other);
      assert.ok(apart(notice, seen), `${other}: ${JSON.stringify([notice, seen])}`);
    }
  });
}

browserTest("the question is larger than the caption, and neither takes more than five lines", async ({ page }) => {
  await open(page);
  await setSpeed(page, "100");
  await element(page, "question").waitFor();
  const sizes = await page.evaluate(() =>
    ["[data-testid=caption]", "[data-testid=question] p"].map((css) => {
      const element = document.querySelector(css);
      const { fontSize, lineHeight } = getComputedStyle(element);
      return { size: parseFloat(fontSize), lines: Math.round(element.clientHeight / parseFloat(lineHeight)) };
    }),
  );
  assert.ok(sizes[1].size > sizes[0].size, JSON.stringify(sizes));
  assert.ok(sizes.every(({ lines }) => lines >= 1 && lines <= 5), JSON.stringify(sizes));
});

browserTest("after the script's end there are offers: the start, the next scenario, a deed", async ({ page }) => {
  await open(page);
  assert.equal(await element(page, "afterwards").count(), 0);
  await playsToItsEnd(page);
  assert.match(await value(page, "afterwards"), /The script is over/);
  assert.match(await value(page, "next-scenario"), /^next: /);
  assert.match(await value(page, "offer-try"), /start c2 again/);
  await click(page, "offer-try");
  assert.notEqual(await value(page, "consumer-c2", "data-state"), "killed", "it was tried");
  assert.match(await value(page, "afterwards"), /your own run/);
  await click(page, "offer-back");
  assert.equal(await value(page, "consumer-c2", "data-state"), "killed", "back to the script");
  await click(page, "offer-back");
  assert.equal(await now(page), 0, "back to the start");
  assert.equal(await element(page, "afterwards").count(), 0);
});

browserTest("a deed of one's own leaves the script, and the way back is offered", async ({ page }) => {
  await open(page);
  await waitFor(page, "coordinator-billing", "data-state", "Stable");
  await pause(page);
  const end = (await report(page)).time_us;
  await click(page, "add-consumer");
  await waitFor(page, "notice", undefined, /You left the script/);
  assert.match(await value(page, "afterwards"), /From 00:0\d\.\d+ on this is your own run/);
  assert.match(await value(page, "offer-try"), /kill c1/);
  await click(page, "offer-back");
  assert.equal(await element(page, "consumer-c4").count(), 0);
  assert.equal(await element(page, "afterwards").count(), 0);
  assert.equal((await report(page)).time_us, end);
  await setSpeed(page, "100");
  // At 100x it stands at the question before anybody sees it play.
  await click(page, "play");
  await element(page, "question").waitFor();
  await click(page, "add-consumer");
  const scenario = await value(page, "page", "data-scenario");
  await click(page, "next-scenario");
  await waitFor(page, "page", "data-scenario", (seen) => seen !== scenario);
});

browserTest("who begins afresh finds no answer picked", async ({ page }) => {
  await open(page);
  await setSpeed(page, "100");
  const picked = page.locator(".question button[aria-pressed=true]");
  for (const again of [() => click(page, "rewind"), () => choose(page, "crash-after-auto-commit")]) {
    await element(page, "question").waitFor();
    await element(page, "question").getByRole("button").first().click();
    await page.locator(".question.revealed").waitFor();
    await click(page, "play");
    await element(page, "afterwards").waitFor();
    await again();
    // At 100x it stands at the question again before anybody sees it play.
    if (await element(page, "play").isVisible()) await click(page, "play");
    await element(page, "question").waitFor();
    assert.equal(await picked.count(), 0);
  }
});

/// Keeps all that is read out, with the instant that the clock showed.
const listen = (page) =>
  page.evaluate(() => {
    const region = document.querySelector("[data-testid=spoken]");
    window.heard = [];
    new MutationObserver(() => {
      const time = Number(document.querySelector("[data-testid=time]").dataset.timeUs) / 1e6;
      window.heard.push([time, performance.now(), region.textContent]);
    }).observe(region, { childList: true, characterData: true, subtree: true });
  });

for (const speed of ["1", "2", "10", "auto"]) {
  browserTest(`kills, rebalances and captions are read out within a second at ${speed}×`, async ({ page, t }) => {
    await takeClock(page);
    await open(page);
    await chooseAtRest(page, "crash-after-auto-commit");
    await listen(page);
    while ((await pressTo(page, ">")) < 9_545_000);
    await setSpeed(page, speed);
    await play(page);
    await holdClock(page);
    const heard = (what) =>
      page.evaluate((what) => window.heard.some(([, , text]) => new RegExp(what).test(text)), what);
    const { late, text } = await page.evaluate(async () => {
      const said = () => window.heard.find(([, , text]) => /c2 killed/.test(text));
      const isKilled = () => document.querySelector("[data-testid=consumer-c2]").dataset.state === "killed";
      let seen;
      for (let frame = 0; frame < 3_000 && !(seen !== undefined && said()); frame += 1) {
        await window.testClock.frames(1, 1000 / 60);
        if (isKilled()) seen ??= performance.now();
      }
      return { late: said()?.[1] - seen, text: said()?.[2] };
    });
    t.diagnostic(`at ${speed}× the kill is said ${Math.round(late)} ms after it is seen: ${text}`);
    assert.ok(late <= 1_300, `${late} ms`);
    for (const what of ["The session has expired", "PreparingRebalance|rebalanc", "Stable"]) {
      await framesUntil(page, () => heard(what), 60);
    }
    const all = await page.evaluate(() => window.heard.map(([, , text]) => text));
    assert.ok(all.some((text) => /In half a second c2 is killed/.test(text)), "the question was read out");
    assert.ok(all.every((text) => text.split(/(?<=[.?!]) /).length <= 14), "and no backlog");
  });
}

browserTest("?, Escape, ? in quick succession opens the list of keys", async ({ page }) => {
  await open(page);
  const throttle = await page.context().newCDPSession(page);
  await throttle.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  for (let n = 0; n < 12; n += 1) {
    const keys = [["?", "Slash", 191], ["Escape", "Escape", 27], ["?", "Slash", 191]];
    // All of them are on their way before the first is answered.
    const pressed = keys.flatMap(([key, code, windowsVirtualKeyCode]) => {
      const text = key.length === 1 ? key : undefined;
      return ["keyDown", "keyUp"].map((type) =>
        throttle.send("Input.dispatchKeyEvent", {
          type, key, code, windowsVirtualKeyCode, text: type === "keyDown" ? text : undefined,
        }),
      );
    });
    await Promise.all(pressed);
    await page.waitForFunction(() => document.querySelector("[data-testid=help-list]").open);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.ok(await element(page, "help-list").isVisible(), `round ${n}`);
    await page.keyboard.press("Escape");
    await element(page, "help-list").waitFor({ state: "hidden" });
  }
});

browserTest("the list of keys has every step", async ({ page }) => {
  await open(page);
  await page.keyboard.press("?");
  const text = await value(page, "help-list");
  const lines = [/→ \.Go to the next line/, /Shift\+→Go to the next entry/, /\]Go to the next/, /\}Go to where/];
  for (const line of lines) assert.match(text, line);
});

browserTest("the sequence diagram: a step leads to its time, and a refusal is red", async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "join-eager");
  await seek(page, 8);
  await click(page, "show-sequence");
  const diagram = element(page, "sequence");
  await diagram.locator(".seq-step").first().waitFor();
  const steps = await diagram.locator(".seq-step").evaluateAll((all) => all.map((step) => step.ariaLabel));
  assert.ok(steps.some((label) => label.includes("JoinGroup")), steps.join("\n"));
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    const [red, drawn] = await diagram.locator(".seq-step.bad .t-gap").first().evaluate((text) => {
      const probe = text.ownerDocument.body.appendChild(text.ownerDocument.createElement("i"));
      probe.style.color = getComputedStyle(text).getPropertyValue("--gap");
      const red = getComputedStyle(probe).color;
      probe.remove();
      return [red, getComputedStyle(text).fill];
    });
    assert.equal(drawn, red, `in ${scheme} colours`);
  }
  const before = await now(page);
  await diagram.locator(".seq-step").first().press("Enter");
  await waitFor(page, "time", "data-time-us", (time) => Number(time) < before);
  assert.ok(await element(page, "play").isVisible(), "and time stands still there");
});

browserTest("what the scrubber passes by is drawn; what is written follows when it comes to rest", async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "crash-after-auto-commit");
  const [drawn, written] = await page.evaluate(async () => {
    const hook = (id) => document.querySelector(`[data-testid="${id}"]`);
    const seek = async (second) => {
      window.groupscope.seek(second);
      while (hook("time").dataset.timeUs !== String(second * 1e6)) await new Promise((done) => setTimeout(done));
    };
    // On a machine that stands still for a moment the page has come to rest meanwhile: then once more.
    for (let round = 0; round < 100; round++) {
      for (const second of [9, 3, 14]) await seek(second);
      const seen = [hook("consumer-c2").dataset.state, hook("journal").innerText];
      if (hook("page").ariaBusy === "true") return seen;
      // What was written when it came to rest is to be gone again.
      await seek(3);
      while (hook("page").ariaBusy === "true") await new Promise((done) => setTimeout(done));
    }
    return ["never in haste", ""];
  });
  assert.equal(drawn, "killed", "at 14 s c2 is dead");
  assert.doesNotMatch(written, /c2 killed/, "the words are still to come");
  await waitFor(page, "page", "aria-busy", "false");
  assert.match(await element(page, "journal").innerText(), /c2 killed/);
});

browserTest("a part of the time axis follows the present, in a large world too", async ({ page }) => {
  await open(page);
  await pause(page);
  await openFile(page, "crowd.session", crowd(40));
  await element(page, "consumer-c8").waitFor();
  await pause(page);
  await seek(page, 5);
  for (let press = 0; press < 4; press++) await click(page, "zoom-in");
  const shown = async () => {
    const [from, at, to] = await element(page, "scrub").evaluate((scrub) =>
      ["min", "now", "max"].map((name) => Number(scrub.getAttribute(`aria-value${name}`))),
    );
    assert.ok(from <= at && at <= to, `${at} ms lies on the axis, from ${from} to ${to} ms`);
    return from;
  };
  const from = await shown();
  await setSpeed(page, "5");
  await play(page);
  await timePasses(page, 20_000_000);
  assert.ok((await shown()) > from + 5_000, "it has moved on, while time runs");
});
