// What decides is in view: in no scenario does the stage scroll, and what a question is about stands on the stage when
// it is asked, and when its answer is told.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { browserTest, open, openFirst, ROOT, value, waitFor } from "./support.mjs";
import { chooseAtRest, now } from "./visitor.mjs";

const WIDE = { viewport: { width: 1440, height: 900 } };
const FILES = readdirSync(join(ROOT, "static", "scenarios")).filter((file) => file.endsWith(".session"));
const SCENARIOS = FILES.sort().map((file) => file.replace(/\.session$/, ""));

/// Goes to the next caption; whether there was one.
async function nextCaption(page) {
  const before = await now(page);
  await page.keyboard.press(">");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return (await now(page)) > before;
}

/// What is in the way of seeing the whole stage, in words.
function outOfSight(page) {
  return page.evaluate(() => {
    const of = (element, name) => {
      const [high, wide] = [element.scrollHeight - element.clientHeight, element.scrollWidth - element.clientWidth];
      return high > 0 || wide > 0 ? [`${name} scrolls by ${wide} x ${high}`] : [];
    };
    return [
      ...of(document.querySelector(".stage-room"), "the stage"),
      ...of(document.scrollingElement, "the page"),
    ];
  });
}

/// What the question that stands is about, as far as its words name it: lanes, cards, groups. Those words are the
/// question's, and once it is answered the right option's and the answer's too. Without a name it is about all.
function decisive(page) {
  return page.evaluate(() => {
    const question = document.querySelector("[data-testid=question]");
    if (!question) return null;
    const answered = question.classList.contains("revealed");
    const said = [question.querySelector("p"), ...question.querySelectorAll("button.right")];
    if (answered) said.push(document.querySelector(".story .answer"));
    const words = new Set(said.flatMap((part) => part.textContent.match(/[\w.-]*\w/g) ?? []));
    const drawn = (prefix) => [...document.querySelectorAll(`.stage [data-testid^="${prefix}-"]`)];
    const name = ({ dataset }) => dataset.testid.replace(/^[a-z]+-/, "");
    const all = ["lane", "consumer", "coordinator"].flatMap(drawn);
    const is = (element) => {
      const named = name(element);
      const topic = named.replace(/-\d+$/, "");
      const lane = element.dataset.testid.startsWith("lane-");
      return [...words].some((word) => word === named || (lane && (named.endsWith(`-${word}`) || topic === word)));
    };
    const named = all.filter(is);
    return {
      answered,
      asked: question.querySelector("p").textContent,
      named: named.map(({ dataset }) => dataset.testid),
      about: (named.length > 0 ? named : all).map(({ dataset }) => dataset.testid),
    };
  });
}

/// Those of these parts of the stage that are not wholly in sight, or whose middle belongs to something else.
function hidden(page, testids) {
  return page.evaluate((testids) => {
    const room = document.querySelector(".stage-room").getBoundingClientRect();
    const window = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    const within = (one, other) =>
      one.left >= other.left - 1 && one.top >= other.top - 1 && one.right <= other.right + 1 &&
      one.bottom <= other.bottom + 1;
    return testids.flatMap((testid) => {
      const part = document.querySelector(`.stage [data-testid="${testid}"]`);
      // Who is long gone shares a line with others of that kind.
      const shown = part.getBoundingClientRect().width > 0 ? part : document.querySelector(".stage [data-testid=gone]");
      if (!shown) return [`${testid} is not drawn`];
      const box = shown.getBoundingClientRect();
      if (!within(box, room) || !within(box, window)) return [`${testid} sticks out: ${JSON.stringify(box)}`];
      // The coordinator is an L around the rest: what is looked at is its state.
      const looked = (shown.querySelector(".state.lit, .state") ?? shown).getBoundingClientRect();
      const middle = document.elementFromPoint((looked.left + looked.right) / 2, (looked.top + looked.bottom) / 2);
      const owner = middle?.closest("[data-testid]")?.dataset.testid;
      // What a lane is marked with by the pointer is seen through.
      const marked = owner === testid.replace(/^lane-/, "mark-");
      return shown.contains(middle) || marked ? [] : [`${owner ?? middle?.className} lies over ${testid}`];
    });
  }, testids);
}

/// Lanes with duplicates or gaps that neither a cell nor a count shows.
function untold(page) {
  return page.evaluate(() => {
    const shows = (lane, kind) => {
      const cell = [...lane.querySelectorAll(`.cell.${kind}`)].some((path) => path.getAttribute("d"));
      const counts = [...lane.parentElement.querySelectorAll(".past-count.flawed")];
      return cell || counts.length > 0;
    };
    return [...document.querySelectorAll('.stage .lane[data-testid^="lane-"]')].flatMap((lane) => {
      const { testid, duplicates, gaps } = lane.dataset;
      const wanted = [["duplicate", duplicates], ["gap", gaps]].filter(([, count]) => Number(count) > 0);
      return wanted.filter(([kind]) => !shows(lane, kind)).map(([kind, count]) => `${testid}: ${count} x ${kind}`);
    });
  });
}

for (const scenario of SCENARIOS) {
  const rule = `${scenario}: nothing scrolls, and what its questions are about is in sight`;
  browserTest(rule, { context: WIDE }, async ({ page, t }) => {
    await open(page);
    await chooseAtRest(page, scenario);
    let [asked, answered, faults] = [0, 0, []];
    let last;
    do {
      const at = `at ${await value(page, "time")}: `;
      faults.push(...[...(await outOfSight(page)), ...(await untold(page))].map((fault) => at + fault));
      const moment = await decisive(page);
      const which = JSON.stringify(moment && [moment.asked, moment.answered]);
      if (moment && which !== last) {
        if (moment.answered) answered += 1;
        else asked += 1;
        const about = moment.named.join(", ") || "all";
        t.diagnostic(`${at}${moment.asked} ${moment.answered ? "(answered)" : ""} -> ${about}`);
        faults.push(...(await hidden(page, moment.about)).map((fault) => at + fault));
      }
      last = which;
    } while (await nextCaption(page));
    assert.deepEqual(faults, []);
    const text = await page.evaluate(() => window.groupscope.session());
    const questions = text.split("\n").filter((line) => /^(at=\S+ )?ask\b/.test(line)).length;
    assert.deepEqual([asked, answered], [questions, questions], "each question is asked, and answered");
  });
}

browserTest("how long it takes to see what the first caption names", { context: WIDE }, async ({ page, t }) => {
  await openFirst(page);
  const begun = Date.now();
  await waitFor(page, "caption", undefined, /Three consumers read six partitions/);
  assert.equal(await page.getByTestId("speed").inputValue(), "auto");
  await page.waitForFunction(() => {
    const lanes = [...document.querySelectorAll('.stage [data-testid^="lane-"]')];
    return lanes.length === 6 && lanes.every(({ dataset }) => dataset.ownerRunning === "true");
  });
  const simulated = (await now(page)) / 1e6;
  t.diagnostic(`from the first picture to six partitions with a reader: ${Date.now() - begun} ms (at ${simulated} s)`);
});
