// What a question has its reader foretell is marked on the stage or typed below the question, judged by the run, and
// then seen beside what happened; what there is to try ticks itself.
import assert from "node:assert/strict";
import { browserTest, open, value, waitFor, workIsDone } from "./support.mjs";
import { choose, click, element, now, openFile, pause, play, playsToItsEnd, seek, setSpeed } from "./visitor.mjs";

const HEAD = `title en="A crash" ko="죽음"
cluster group.initial.rebalance.delay.ms=1000
topic orders partitions=4
group billing strategy=range auto.offset.reset=earliest session.timeout.ms=6000 heartbeat.interval.ms=2000 \
auto.commit.interval.ms=5000 processing_time=1ms
consumers c1 c2 group=billing
producer p1 topic=orders rate=40/s keys=round-robin
run until=stable
run until=committed consumer=c2
run for=2.5s
`;
const REST = `run for=500ms
kill c2
run until=rebalancing
run until=stable
run for=2s
answer en="All that was not committed." ko="커밋하지 않은 전부입니다."
run for=1s
`;
const lesson = (predict, more = "") =>
  `${HEAD}ask en="What will happen?" ko="무슨 일이 일어날까요?"\n${predict}\n${REST}${more}`;

/// Opens such a lesson at its question.
async function asked(page, predict, more) {
  await open(page);
  await openFile(page, "lesson.session", lesson(predict, more));
  await setSpeed(page, "10");
  await page.locator("[data-testid=guess-more], [data-testid=guess]").first().waitFor();
}

/// The place on the screen of a record of a lane that is asked about; also of one to come.
async function placeOf(page, partition, offset) {
  return page.evaluate(
    ([testid, offset]) => {
      const hit = document.querySelector(`[data-testid="${testid}"]`);
      const [first, pitch, from] = ["first", "pitch", "from"].map((name) => Number(hit.dataset[name]));
      const area = hit.getBoundingClientRect();
      const scale = area.width / Number(hit.getAttribute("width"));
      const x = from + (offset - first + 0.5) * pitch - Number(hit.getAttribute("x"));
      return { x: area.left + x * scale, y: area.top + area.height / 2 };
    },
    [`mark-${partition}`, offset],
  );
}

const committed = async (page, partition) => Number(await value(page, `lane-${partition}`, "data-committed"));

/// The column of the table that says what is at stake.
const AT_STAKE = 6;

async function reveals(page) {
  await setSpeed(page, "100");
  await element(page, "happened").waitFor();
}

// Wide enough that what happened is in sight as a whole.
const WIDE = { context: { viewport: { width: 1920, height: 1000 } } };
browserTest("records are marked by dragging, also those to come; then both are seen", WIDE, async ({ page }) => {
  await asked(page, "predict records duplicates partition=orders-2");
  const from = await committed(page, "orders-2");
  const [start, end] = [await placeOf(page, "orders-2", from), await placeOf(page, "orders-2", from + 29)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, start.y, { steps: 4 });
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
  await workIsDone(page);
  await waitFor(page, "marked-orders-2", undefined, "30 records");
  assert.equal(await element(page, "first-orders-2").inputValue(), String(from));
  await click(page, "give-answer");
  await element(page, "happened").waitFor();
  await pause(page);
  assert.equal(await value(page, "verdict"), "As you said");
  assert.match(await value(page, "you-said"), new RegExp(`30\\D*${from} … ${from + 29}$`));
  assert.match(await value(page, "happened"), new RegExp(`30\\D*${from} … ${from + 29}$`));
  assert.equal(await page.locator(".foretold .happened").count(), 1);
  assert.equal(await page.locator(".foretold .marked").count(), 1);
});

browserTest("the same by keyboard: the two ends are typed, and the difference is told", async ({ page }) => {
  await asked(page, "predict records duplicates partition=orders-2,orders-3");
  const from = await committed(page, "orders-2");
  for (const [name, typed] of [["first", from], ["last", from + 24]]) {
    await element(page, `${name}-orders-2`).focus();
    await page.keyboard.type(String(typed));
    // What is typed counts when its field is left.
    await page.keyboard.press("Tab");
  }
  await waitFor(page, "marked-orders-2", undefined, "25 records");
  await element(page, "give-answer").focus();
  await page.keyboard.press("Enter");
  await reveals(page);
  assert.equal(await value(page, "verdict"), "35 more than you marked", "60 came twice, in two partitions");
});

browserTest("nothing gives the answer away while it is asked", async ({ page }) => {
  await asked(page, "predict records duplicates partition=orders-2");
  const stage = await page.locator("[data-testid=stage]").textContent();
  assert.doesNotMatch(stage, /at stake/);
  assert.equal(await page.locator(".lane .bracket").count(), 0);
  assert.equal(await value(page, "lane-orders-2", "data-at-stake"), "", "not told, which is not none");
  const row = page.locator(".stage-twin tbody tr", { hasText: "orders-2" });
  assert.equal(await row.locator("td").nth(AT_STAKE).textContent(), "—");
  await click(page, "show-me");
  await page.locator(".lane .bracket").first().waitFor({ state: "attached" });
  await reveals(page);
  assert.match(await value(page, "you-said"), /nothing/);
  assert.equal(await value(page, "verdict"), "What happened");
});

browserTest("a question with options keeps it back as well, until the visitor goes another way", async ({ page }) => {
  await asked(page, "option en=\"30\" ko=\"30\"\noption en=\"60\" ko=\"60\" right=yes\npredict partitions moved");
  const stake = () => value(page, "lane-orders-2", "data-at-stake");
  assert.equal(await stake(), "");
  await page.keyboard.press("v");
  assert.match(await value(page, "described"), /Asked: What will happen/);
  await page.keyboard.press("Escape");
  await click(page, "kill-c1");
  assert.ok(Number(await stake()) > 0, "in a run of one's own there is no answer to come");
  await page.keyboard.press("v");
  assert.doesNotMatch(await value(page, "described"), /Asked/);
});

browserTest("partitions are named by clicking their lanes", async ({ page }) => {
  await asked(page, "predict partitions moved");
  for (const name of ["orders-2", "orders-0"]) {
    await page.getByTestId(`mark-${name}`).click({ position: { x: 120, y: 12 } });
  }
  await waitFor(page, "name-orders-2", "aria-pressed", "true");
  await click(page, "give-answer");
  await reveals(page);
  assert.equal(await value(page, "verdict"), "1 of 3 as you said", "orders-2 and orders-3 moved");
  assert.match(await value(page, "happened"), /orders-2orders-3$/);
});

browserTest("an owner is chosen from those who can be it, or by clicking the lane", async ({ page }) => {
  await asked(page, "predict owner partition=orders-0,orders-3");
  const chosen = (who) => value(page, `owner-orders-3-${who}`, "aria-pressed");
  await click(page, "owner-orders-0-c1");
  await click(page, "owner-orders-3-nobody");
  assert.equal(await chosen("nobody"), "true");
  await click(page, "clear-guess");
  assert.equal(await chosen("nobody"), "false");
  await click(page, "owner-orders-0-c1");
  await page.getByTestId("mark-orders-3").click({ position: { x: 120, y: 12 } });
  await waitFor(page, "owner-orders-3-c1", "aria-pressed", "true");
  await click(page, "give-answer");
  await reveals(page);
  assert.equal(await value(page, "verdict"), "As you said");
});

browserTest("a number is typed, a span of time in seconds", async ({ page }) => {
  await asked(page, "predict number unowned partition=orders-2");
  assert.ok(await element(page, "give-answer").isDisabled(), "nothing typed is no answer");
  await element(page, "guess-number").fill("7");
  await click(page, "clear-guess");
  await page.waitForFunction(() => document.querySelector("[data-testid=guess-number]").value === "");
  assert.ok(await element(page, "give-answer").isDisabled());
  await element(page, "guess-number").fill("1.5");
  await click(page, "give-answer");
  await reveals(page);
  assert.match(await value(page, "verdict"), /longer than you said$/);
  assert.match(await value(page, "you-said"), /1.5 s$/);
});

browserTest("records that were typed are taken back by emptying a field", async ({ page }) => {
  await asked(page, "predict records duplicates partition=orders-2");
  const from = await committed(page, "orders-2");
  await element(page, "first-orders-2").fill(String(from));
  await element(page, "last-orders-2").fill(String(from + 4));
  await page.keyboard.press("Tab");
  await waitFor(page, "marked-orders-2", undefined, "5 records");
  await element(page, "last-orders-2").fill("");
  await page.keyboard.press("Tab");
  await waitFor(page, "marked-orders-2", undefined, "0 records");
  assert.equal(await element(page, "first-orders-2").inputValue(), "");
});

browserTest("what was said is told once more at the end, and read out when it is judged", async ({ page }) => {
  await asked(page, "predict records duplicates partition=orders-2", `learned en="It comes again." ko="다시 옵니다."\n`);
  await click(page, "clear-guess");
  await element(page, "give-answer").focus();
  await page.keyboard.press("Enter");
  // What had the focus is gone, and the card has it.
  await page.waitForFunction(() => document.activeElement.closest("[data-testid=story]") !== null);
  await reveals(page);
  await waitFor(page, "spoken", undefined, /30 more than you marked\. what happened: 30, /);
  await playsToItsEnd(page);
  assert.match(await value(page, "said-in-all"), /What you said.*30 more than you marked.*What will happen\?/);
});

browserTest("the lessons before and after are one click away", async ({ page }) => {
  await open(page, "#zombie");
  await waitFor(page, "page", "data-scenario", "zombie");
  assert.match(await value(page, "next-lesson", "aria-label"), /^next lesson: ./);
  await click(page, "next-lesson");
  await waitFor(page, "page", "data-scenario", (now) => now !== "zombie");
  await waitFor(page, "page", "aria-busy", "false");
  await click(page, "previous-lesson");
  await waitFor(page, "page", "data-scenario", "zombie");
});

browserTest("what there is to try ticks itself when the visitor's own run shows it", async ({ page }) => {
  const more =
    `task en="Make them two again" ko="다시 둘로 만드세요" members=2 group=billing\n` +
    `learned en="What is not committed comes again." ko="커밋하지 않은 것은 다시 옵니다."\n`;
  await asked(page, "predict partitions moved", more);
  await click(page, "show-me");
  await playsToItsEnd(page);
  await waitFor(page, "learned", undefined, /What is not committed comes again/);
  assert.equal(await value(page, "task-1", "data-done"), "false");
  const end = await now(page);
  await click(page, "restart-c2");
  // What is read out gives way to what is read out next.
  await page.evaluate(() => {
    const region = document.querySelector("[data-testid=spoken]");
    window.heard = [];
    const listener = () => window.heard.push(region.textContent);
    new MutationObserver(listener).observe(region, { childList: true, characterData: true, subtree: true });
  });
  await setSpeed(page, "10");
  await play(page);
  await waitFor(page, "task-1", "data-done", "true");
  assert.match(await value(page, "task-1"), /ticked at/);
  await page.waitForFunction(() => window.heard.some((text) => /done: Make them two again/.test(text)));
  await pause(page);
  await seek(page, end / 1e6);
  await waitFor(page, "task-1", "data-done", "false");
});

browserTest("a new start forgets what was said", async ({ page }) => {
  await asked(page, "predict partitions moved");
  await click(page, "name-orders-1");
  await click(page, "give-answer");
  await reveals(page);
  await click(page, "rewind");
  await setSpeed(page, "10");
  await play(page);
  await element(page, "guess").waitFor();
  assert.equal(await value(page, "name-orders-1", "aria-pressed"), "false");
});

const PHONE = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, locale: "ko" } };
browserTest("on a phone a finger marks records by drawing over the lane", PHONE, async ({ page }) => {
  await open(page);
  await openFile(page, "lesson.session", lesson("predict records duplicates partition=orders-2"));
  await setSpeed(page, "10");
  await element(page, "guess").waitFor();
  await page.getByTestId("mark-orders-2").scrollIntoViewIfNeeded();
  const from = await committed(page, "orders-2");
  const [start, end] = [await placeOf(page, "orders-2", from), await placeOf(page, "orders-2", from + 19)];
  const finger = await page.context().newCDPSession(page);
  const touch = (type, at) =>
    finger.send("Input.dispatchTouchEvent", { type, touchPoints: at === null ? [] : [{ x: at.x, y: at.y }] });
  await touch("touchStart", start);
  for (let step = 1; step <= 10; step += 1) {
    await touch("touchMove", { x: start.x + ((end.x - start.x) * step) / 10, y: start.y });
  }
  await touch("touchEnd", null);
  await waitFor(page, "marked-orders-2", undefined, "레코드 20개");
});

browserTest("on a phone, in Korean, by touch", PHONE, async ({ page }) => {
  await open(page);
  await openFile(page, "lesson.session", lesson("predict partitions moved"));
  await setSpeed(page, "10");
  await element(page, "guess").waitFor();
  await page.getByTestId("name-orders-2").tap();
  await page.getByTestId("name-orders-3").tap();
  await page.getByTestId("give-answer").tap();
  await reveals(page);
  assert.equal(await value(page, "verdict"), "예측대로입니다");
});

/// What is said to be foretold in scenarios whose question has options as well, and comes about.
const FORETOLD = [
  ["add-partitions", /stage/, { ends: { "orders-3": [0, 56], "orders-4": [0, 11], "orders-5": [0, 25] } }],
  ["scale-out", /stage/, { owners: { "orders-0": "c1", "orders-1": "c2", "orders-2": "c3", "orders-3": "c4" } }],
  ["slow-member", /stage/, { names: ["orders-0", "orders-1", "orders-2", "orders-3", "orders-4", "orders-5", "orders-6",
    "orders-7"] }],
  ["two-threads", /stage/, { names: ["orders-2", "orders-3"] }],
  ["first-join", /number/, { number: 4 }],
  ["two-groups", /number/, { number: 4 }],
];
for (const [scenario, how, { ends = {}, owners = {}, names = [], number }] of FORETOLD) {
  browserTest(`${scenario}: beside the options it can be shown, or said, what will happen`, async ({ page }) => {
    await open(page);
    await choose(page, scenario);
    await setSpeed(page, "100");
    await element(page, "guess-more").waitFor();
    const summary = element(page, "guess-more").locator("summary");
    assert.match(await summary.textContent(), how);
    await summary.click();
    for (const [partition, [first, last]] of Object.entries(ends)) {
      for (const [end, offset] of [["first", first], ["last", last]]) {
        await element(page, `${end}-${partition}`).fill(String(offset));
        await element(page, `${end}-${partition}`).blur();
      }
      await waitFor(page, `marked-${partition}`, undefined, `${last + 1 - first} records`);
    }
    for (const [partition, owner] of Object.entries(owners)) {
      assert.equal(await element(page, `owner-${partition}-c5`).count(), 1, "who has come can be chosen");
      await click(page, `owner-${partition}-${owner}`);
    }
    for (const name of names) await click(page, `name-${name}`);
    if (number !== undefined) await element(page, "guess-number").fill(String(number));
    // Slow enough for the answer not to be over before it is looked at.
    await setSpeed(page, "1");
    await click(page, "give-answer");
    await pause(page);
    for (let lines = 0; lines < 3 && (await element(page, "happened").count()) === 0; lines += 1) {
      await page.keyboard.press("Shift+>");
      await workIsDone(page);
    }
    assert.equal(await value(page, "verdict"), "As you said");
  });
}
