// What a room foretells and how it is told; and that the page for a room is for everyone: its keys, its focus, what is
// read out of it.
import assert from "node:assert/strict";
import { HALL, SCENARIO, onward, present, told, untilOpen, written } from "./room.mjs";
import { violations } from "./a11y.mjs";
import { browserTest, open, screenshot, theSite, value, waitFor, workIsDone } from "./support.mjs";
import { element } from "./visitor.mjs";

const spoken = (page) => value(page, "room-spoken").then((text) => text.replaceAll("\u00a0", " "));
const inRoom = (page, css) => page.locator(`.presenter ${css}`);

/// On to the answer of the question that is open.
async function untilAnswer(page) {
  for (let step = 0; step < 12; step += 1) {
    await onward(page);
    if (/▨/.test(await spoken(page))) return;
  }
  assert.fail("no answer came");
}

/// Where a record of the lane that is asked about is on the screen.
const placeOf = (page, partition, offset) => page.evaluate(([partition, offset]) => {
  const hit = document.querySelector(`.presenter [data-testid="mark-${partition}"]`);
  const [first, pitch, from] = ["first", "pitch", "from"].map((name) => Number(hit.dataset[name]));
  const area = hit.getBoundingClientRect();
  const scale = area.width / Number(hit.getAttribute("width"));
  const x = from + ((offset ?? first) - first + 0.5) * pitch - Number(hit.getAttribute("x"));
  return { first, x: area.left + x * scale, y: area.top + area.height / 2 };
}, [partition, offset]);

browserTest("partitions are named by digits and by their lanes, as in the page's own column; then both are told",
  { context: HALL }, async ({ page }) => {
    await present(page, "#join-cooperative");
    await untilOpen(page);
    assert.equal(await inRoom(page, ".foretold-lane.asked").count(), 6, "all are asked about");
    assert.equal(await inRoom(page, ".seen, .happened").count(), 0);
    await page.keyboard.press("2");
    await inRoom(page, "[data-testid=mark-orders-3]").click();
    await workIsDone(page);
    for (const [choice, pressed] of [[1, "false"], [2, "true"], [3, "false"], [4, "true"]]) {
      assert.equal(await value(page, `room-choice-${choice}`, "aria-pressed"), pressed, `choice ${choice}`);
    }
    assert.equal(await value(page, "name-orders-1", "aria-pressed"), "true", "the page says what the room says");
    assert.equal(await inRoom(page, ".foretold-lane.said").count(), 2);
    assert.equal(await inRoom(page, "[data-testid=ring]").count(), 0, "what is marked is not ringed");
    await page.keyboard.press("4");
    assert.equal(await inRoom(page, ".foretold-lane.said").count(), 1, "said again, it is taken back");
    // By the ring and Enter: the first lane that is asked about.
    for (const key of ["ArrowDown", "Enter"]) await page.keyboard.press(key);
    assert.equal(await value(page, "room-choice-1", "aria-pressed"), "true");
    await untilAnswer(page);
    const named = await inRoom(page, ".foretold-lane.seen").evaluateAll((lanes) =>
      lanes.map((lane) => lane.dataset.partition));
    assert.ok(named.length > 0 && named.length < 6, "some had no reader");
    assert.match(await spoken(page), new RegExp(`▨ what happened: ${named.join(", ")} `));
    assert.ok((await spoken(page)).startsWith(`${await value(page, "verdict")}.`), "the same verdict");
    assert.equal(await inRoom(page, ".foretold-lane.said").count(), 2, "what was said stands beside it");
    await page.keyboard.press("2");
    assert.equal(await inRoom(page, ".foretold-lane.said").count(), 2, "it is too late to say something else");
  });

browserTest("after the last caption a clicker plays to the end, or jumps there, and the page has the tasks",
  { context: HALL }, async ({ page }) => {
    await present(page, "#off-by-one");
    const last = Number(await value(page, "presenter", "data-captions"));
    while (await told(page) < last) await onward(page);
    await page.keyboard.press("Escape");
    await element(page, "presenter").waitFor({ state: "detached" });
    assert.equal(await element(page, "learned").count(), 0, "the script goes on after its last caption");
    await page.keyboard.press("g");
    await element(page, "presenter").waitFor();
    for (const key of ["PageDown", "PageDown"]) await page.keyboard.press(key);
    await workIsDone(page);
    await page.keyboard.press("Escape");
    await element(page, "learned").waitFor();
    assert.ok(await element(page, "tasks").isVisible());
  });

browserTest("the option that a room says is what the page says when the room is left", { context: HALL },
  async ({ page }) => {
    await present(page);
    await untilOpen(page);
    await page.keyboard.press("1");
    await workIsDone(page);
    assert.equal(await value(page, "room-choice-1", "aria-pressed"), "true");
    await untilAnswer(page);
    await page.keyboard.press("Escape");
    await page.locator(".presenter").waitFor({ state: "detached" });
    assert.equal(await page.locator(".question button.wrong").count(), 1, "what was said is still said");
    assert.equal(await page.locator(".question button.right").count(), 1);
  });

browserTest("records are marked by dragging, and by the ring with Enter; what happened is drawn beside them",
  { context: HALL }, async ({ page }) => {
    await present(page, "#commit-first");
    await untilOpen(page);
    assert.match(await spoken(page), /Drag over the lane, or press Enter/);
    const { first } = await placeOf(page, "orders-0");
    const [start, end] = [await placeOf(page, "orders-0", first + 10), await placeOf(page, "orders-0", first + 19)];
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(end.x, end.y, { steps: 4 });
    await page.mouse.up();
    await workIsDone(page);
    assert.match(await spoken(page), new RegExp(`◇ you said: 10 \\(${first + 10} … ${first + 19}\\)`));
    assert.equal(await inRoom(page, ".marked").count(), 1);
    assert.equal(await value(page, "first-orders-0"), "");
    assert.equal(await element(page, "first-orders-0").inputValue(), String(first + 10), "the column has it, too");
    // Anew: the newest record, and the fourth before it.
    for (const key of ["ArrowDown", "Shift+ArrowRight", "Enter"]) await page.keyboard.press(key);
    assert.match(await spoken(page), /◇ you said: 1 \(/);
    for (let n = 0; n < 4; n += 1) await page.keyboard.press("Shift+ArrowLeft");
    await page.keyboard.press("Enter");
    assert.match(await spoken(page), /◇ you said: 5 \(/);
    assert.equal(await inRoom(page, ".happened").count(), 0, "nothing has happened yet");
    await untilAnswer(page);
    assert.match(await spoken(page), /^\d+ more than you marked\. ▨ what happened: 10 \(\d+ … \d+\)/);
    assert.equal(await inRoom(page, ".happened").count(), 1);
    assert.ok((await inRoom(page, ".happened").boundingBox()).width > 40);
    assert.equal(await inRoom(page, ".marked").count(), 1);
    assert.deepEqual((await written(page)).filter(({ size, shown }) => shown && size < 36), []);
    await screenshot(page, "room prediction answer");
  });

browserTest("of several partitions digits name the owners from above, or of the one that is ringed", { context: HALL },
  async ({ page }) => {
    await present(page, "#book-examples");
    await untilOpen(page);
    assert.match(await spoken(page), /Who has T1-0$/);
    for (const digit of ["1", "1", "2"]) await page.keyboard.press(digit);
    const names = () => inRoom(page, ".foretold text").allTextContents();
    assert.deepEqual(await names(), ["→ C1", "→ C1", "→ C2"]);
    assert.match(await spoken(page), /Who has T2-0$/);
    for (const key of ["ArrowDown", "2"]) await page.keyboard.press(key);
    assert.deepEqual(await names(), ["→ C2", "→ C1", "→ C2"]);
    assert.match(await spoken(page), /Who has T1-0$/);
    await untilAnswer(page);
    assert.match(await spoken(page), /^2 of 6 as you said\. ▨ what happened: T1-0 → C1, T1-1 → C1, T1-2 → C2/);
    assert.equal(await inRoom(page, ".foretold-lane.said.seen").count(), 2);
  });

browserTest("of a number the lane is shown that it is asked of, and later the number; who says nothing is not judged",
  { context: HALL }, async ({ page }) => {
    await present(page, "#session-timeout");
    await untilOpen(page);
    assert.deepEqual(
      await inRoom(page, ".foretold-lane.asked").evaluateAll((all) => all.map((lane) => lane.dataset.partition)),
      ["orders-2"],
    );
    await page.keyboard.press("3");
    assert.equal(await value(page, "room-choice-3", "aria-pressed"), "true");
    await untilAnswer(page);
    assert.match(await spoken(page), /^▨ what happened: \d[\d.]* s /);
  });

for (const [lang, heading, rows] of [
  ["en", "For a room", /→ PageDown.*next caption.*↓ ↑.*Shift\+→.*Enter.*prediction.*\. b.*black.*Esc g/s],
  ["ko", "강의 화면", /→ PageDown.*다음 설명.*↓ ↑.*Shift\+→.*Enter.*예측.*\. b.*검은 화면.*Esc g/s],
]) {
  browserTest(`the list of keys has those of the page for a room, ${lang}`, async ({ page }) => {
    await open(page, `?lang=${lang}`);
    await page.keyboard.press("?");
    await page.getByRole("heading", { name: heading }).waitFor();
    const text = await page.getByTestId("room-keys").evaluate((table) =>
      [...table.querySelectorAll("kbd, td")].map((at) => at.textContent).join(" "));
    assert.match(text, rows);
  });
}

browserTest("with single characters switched off no letter does anything here, and everything can still be done",
  { context: HALL }, async ({ page }) => {
    await open(page, SCENARIO);
    await page.keyboard.press("?");
    await element(page, "letter-keys").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    assert.equal(await element(page, "presenter").count(), 0);
    await element(page, "present").click();
    await element(page, "presenter").waitFor();
    await untilOpen(page);
    for (const key of ["b", "q", "g", "1"]) await page.keyboard.press(key);
    assert.equal(await element(page, "presenter").count(), 1);
    for (const id of ["black", "room-code-dialog"]) assert.equal(await element(page, id).isVisible(), false, id);
    assert.equal(await value(page, "room-choice-1", "aria-pressed"), "false");
    await element(page, "room-choice-1").focus();
    await page.keyboard.press("Enter");
    assert.equal(await value(page, "room-choice-1", "aria-pressed"), "true");
    await page.keyboard.press(".");
    await element(page, "black").waitFor();
    await page.keyboard.press("x");
    assert.ok(await element(page, "black").isVisible(), "a letter is no key");
    await page.keyboard.press("PageDown");
    await element(page, "black").waitFor({ state: "hidden" });
    await element(page, "room-code").click();
    await element(page, "room-code-dialog").waitFor();
    await page.keyboard.press("Escape");
    await element(page, "room-code-dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("Escape");
    await element(page, "presenter").waitFor({ state: "detached" });
  });

browserTest("leaving the whole screen closes the code, or else the page for a room", { context: HALL },
  async ({ page }) => {
    const leaveFull = () => page.evaluate(() => document.exitFullscreen());
    await open(page, SCENARIO);
    for (const withCode of [true, false]) {
      await element(page, "present").click();
      await page.waitForFunction(() => document.fullscreenElement?.matches(".presenter"));
      if (withCode) {
        await page.keyboard.press("q");
        await element(page, "room-code-dialog").waitFor();
        await leaveFull();
        await element(page, "room-code-dialog").waitFor({ state: "hidden" });
        assert.equal(await element(page, "presenter").count(), 1, "only the code was closed");
        await page.keyboard.press("Escape");
      } else {
        await leaveFull();
      }
      await element(page, "presenter").waitFor({ state: "detached" });
    }
  });

browserTest("one key that closes the code and leaves the whole screen does not leave the page for a room",
  { context: HALL }, async ({ page }) => {
    await open(page, SCENARIO);
    await element(page, "present").click();
    await page.waitForFunction(() => document.fullscreenElement?.matches(".presenter"));
    await page.keyboard.press("q");
    await element(page, "room-code-dialog").waitFor();
    // Some browsers tell the page of the key as well, and first.
    await page.keyboard.press("Escape");
    await page.evaluate(() => document.fullscreenElement && document.exitFullscreen());
    await page.waitForFunction(() => !document.fullscreenElement);
    await workIsDone(page);
    assert.equal(await element(page, "presenter").count(), 1);
    assert.equal(await element(page, "room-code-dialog").isVisible(), false);
    await page.keyboard.press("Escape");
    await element(page, "presenter").waitFor({ state: "detached" });
  });

browserTest("black covers everything, also the code; a key brings back what was there", { context: HALL },
  async ({ page }) => {
    await present(page);
    await page.keyboard.press("q");
    await element(page, "room-code-dialog").waitFor();
    await element(page, "room-code-close").focus();
    await page.keyboard.press(".");
    await element(page, "black").waitFor();
    const covered = await page.evaluate(() => [[2, 2], [960, 540], [1917, 1077]].map(([x, y]) =>
      document.elementFromPoint(x, y)?.dataset.testid));
    assert.deepEqual(covered, ["black", "black", "black"]);
    await screenshot(page, "room black");
    await page.keyboard.press("Space");
    await element(page, "black").waitFor({ state: "hidden" });
    assert.ok(await element(page, "room-code-dialog").isVisible());
    await page.keyboard.press("q");
    await element(page, "room-code-dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("b");
    await element(page, "black").click();
    await element(page, "black").waitFor({ state: "hidden" });
    assert.ok(await page.evaluate(() => document.activeElement.matches(".presenter, .presenter *")));
  });

browserTest("what is told is read out once, and of what was chosen whether it was right", { context: HALL },
  async ({ page }) => {
    const once = async (words) => {
      const tree = await element(page, "presenter").ariaSnapshot();
      assert.equal(tree.split(words).length - 1, 1, `${words} in\n${tree}`);
    };
    const named = (role, name) => element(page, "presenter").getByRole(role, { name, exact: true }).count();
    await present(page);
    await untilOpen(page);
    await once("will be processed twice");
    assert.equal(await named("button", "None: they were processed"), 1);
    await page.keyboard.press("1");
    await untilAnswer(page);
    assert.equal(await named("img", "Right: 30: what was processed since the commit"), 1);
    assert.equal(await named("img", "Wrong: None: they were processed"), 1);
    await once("what happened: ");
    const answer = (await spoken(page)).replace(/^.*▨ what happened: [^)]*\) /, "");
    assert.ok(answer.length > 20, answer);
    await once(answer);
  });

browserTest("the focus goes back to what opened it, or else to the stage", { context: HALL }, async ({ page }) => {
  await open(page, SCENARIO);
  const button = element(page, "present");
  assert.equal(await button.getAttribute("aria-label"), "Present");
  assert.match(await button.getAttribute("title"), /\(g\)$/);
  const focus = () => page.evaluate(() => {
    const { dataset, className } = document.activeElement;
    return dataset.testid ?? className;
  });
  const from = async (testid, key) => {
    await element(page, testid).focus();
    await page.keyboard.press(key);
  };
  for (const [opens, wanted] of [
    [() => from("present", "Enter"), "present"],
    [() => from("consumer-c2", "g"), "consumer-c2"],
    [async () => { await from("share", "Enter"); await from("share-present", "Enter"); }, "share"],
    // What was pressed with the pointer keeps no focus anywhere on the page: the space bar plays.
    [() => button.click(), "stage-area"],
    [async () => { await page.evaluate(() => document.activeElement.blur()); await page.keyboard.press("g"); },
      "stage-area"],
  ]) {
    await opens();
    await element(page, "presenter").waitFor();
    await page.keyboard.press("Escape");
    await element(page, "presenter").waitFor({ state: "detached" });
    assert.equal(await focus(), wanted);
  }
});

for (const width of [1440, 1410, 1280, 1024, 640, 390]) {
  for (const locale of ["en", "ko"]) {
    const context = { viewport: { width, height: 800 }, locale };
    browserTest(`the button that shows the page to a room has its place, ${width}, ${locale}`, { context },
      async ({ page }) => {
        await open(page, SCENARIO);
        await element(page, "present").scrollIntoViewIfNeeded();
        const [tools, all] = await page.evaluate(() => {
          const area = (of) => of.getBoundingClientRect().toJSON();
          return [[...document.querySelectorAll(".tools button")].map(area), document.documentElement.scrollWidth];
        });
        assert.ok(all <= width, "nothing sticks out");
        for (const [n, { left, top, right, bottom }] of tools.entries()) {
          assert.ok(left >= 0 && right <= width && right - left >= 24 && bottom - top >= 24, `${n}: ${left} ${right}`);
        }
        // The head stands in one row.
        if (width >= 1024) assert.ok((await page.locator(".head").boundingBox()).height < 60);
        await element(page, "present").click();
        await element(page, "presenter").waitFor();
      });
  }
}

for (const locale of ["en", "ko"]) {
  browserTest(`no violation of WCAG 2.2 AA before a room and on a phone in it, ${locale}`,
    { context: { ...HALL, locale } }, async ({ page }) => {
      await present(page);
      await untilOpen(page);
      assert.deepEqual(await violations(page), [], "at a question");
      await page.keyboard.press("q");
      await element(page, "room-code-dialog").waitFor();
      assert.deepEqual(await violations(page), [], "with the question for an address");
      await element(page, "room-reach").fill("https://example.org/");
      await page.keyboard.press("Enter");
      await element(page, "qr").locator("visible=true").waitFor();
      assert.deepEqual(await violations(page), [], "with the code");
      const address = await value(page, "room-code-address");
      await page.keyboard.press("Escape");
      await page.keyboard.press(".");
      await element(page, "black").waitFor();
      assert.deepEqual(await violations(page), [], "black");
      await page.keyboard.press(".");
      await page.keyboard.press("1");
      await untilAnswer(page);
      assert.deepEqual(await violations(page), [], "at an answer");
      await page.goto("about:blank");
      await present(page, "#join-cooperative");
      await untilOpen(page);
      assert.deepEqual(await violations(page), [], "with partitions to choose from");
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto("about:blank");
      await page.goto((await theSite()) + address.slice("https://example.org/".length));
      await element(page, "audience").waitFor();
      await element(page, "question").waitFor();
      assert.deepEqual(await violations(page), [], "on a phone");
      await element(page, "show-answer").click();
      await page.locator(".question.revealed").waitFor();
      assert.deepEqual(await violations(page), [], "on a phone, at the answer");
    });
}
