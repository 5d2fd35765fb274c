// What was once wrong on the stage and around it, in the scenarios where it was seen: each test fails when it is so
// again.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { browserTest, open, value, waitFor } from "./support.mjs";
import { chooseAtRest, click, element, now, openFile, pause, seek, session, untilStable } from "./visitor.mjs";

const WIDE = { context: { viewport: { width: 1440, height: 900 } } };

/// The scenario at this instant, at rest.
async function seeAt(page, scenario, seconds) {
  await open(page);
  await chooseAtRest(page, scenario);
  await seek(page, seconds);
}

/// The same at the script's end.
async function seeTheEnd(page, scenario) {
  await seeAt(page, scenario, 0);
  for (let before = -1, at = 0; at > before; ) {
    before = at;
    await nextCaption(page);
    at = await now(page);
  }
  return now(page);
}

async function nextCaption(page) {
  await page.keyboard.press(">");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/// The texts of the parts that `css` finds, part by part.
const textsOf = (page, css) =>
  page.locator(css).evaluateAll((parts) =>
    parts.map((part) => [...part.querySelectorAll("text")].map((text) => text.textContent)),
  );

/// Boxes of what is drawn.
const boxesOf = (page, css) =>
  page.locator(css).evaluateAll((parts) =>
    parts.map((part) => {
      const { left, right, top, bottom } = part.getBoundingClientRect();
      return { left, right, top, bottom, words: part.textContent };
    }),
  );

const over = (a, b) => {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return wide > 1 && high > 1;
};

browserTest("topics that differ at their end have lanes with different names", WIDE, async ({ page }) => {
  await seeTheEnd(page, "regex-topic");
  const lanes = await page.locator('.stage .lane[data-testid^="lane-"]').evaluateAll((all) =>
    all.map((lane) => [lane.dataset.testid.slice("lane-".length), lane.querySelector("text").textContent]),
  );
  assert.ok(lanes.length >= 3);
  assert.equal(new Set(lanes.map(([, name]) => name)).size, lanes.length, JSON.stringify(lanes));
  for (const [partition, name] of lanes) {
    assert.ok(partition.endsWith(name.replace(/^.*…/, "")), `${name} is no end of ${partition}`);
  }
});

browserTest("a card names or counts each of its partitions, and cuts none", WIDE, async ({ page }) => {
  for (const scenario of ["range-skew", "regex-topic", "book-examples"]) {
    await seeTheEnd(page, scenario);
    const cards = await page.locator('.stage .card[data-testid^="consumer-"]').evaluateAll((all) =>
      all.map((card) => ({
        owned: card.dataset.partitions.split(",").filter(Boolean),
        said: [...card.querySelectorAll("text")].map((text) => text.textContent),
      })),
    );
    for (const { owned, said } of cards.filter(({ owned }) => owned.length > 0)) {
      const numbers = (words) => (words.match(/(?:-| )\d+(?= |$|,)/g) ?? []).length;
      const topics = new Set(owned.map((name) => name.replace(/-\d+$/, "")));
      const names = (words) => [...topics].some((topic) => words.includes(topic));
      const tells = (words) => names(words) || /^…|^\d+ partitions$/.test(words);
      const line = said.find(tells);
      assert.ok(line, `${scenario}: ${said.join(" | ")} names none of ${owned}`);
      assert.ok(!line.endsWith("…"), `${scenario}: "${line}" is cut`);
      const counted = line.match(/(\d+) (?:partitions|of )/g);
      const sum = counted ? counted.reduce((sum, part) => sum + parseInt(part, 10), 0) : numbers(line);
      assert.equal(sum, owned.length, `${scenario}: "${line}" of ${owned}`);
    }
  }
});

browserTest("every generation is named on the time axis", WIDE, async ({ page }) => {
  for (const scenario of ["two-bounce", "rolling-deploy", "slow-handler"]) {
    await seeTheEnd(page, scenario);
    const group = await page.evaluate(() => {
      const box = document.querySelector('.stage [data-testid^="coordinator-"]');
      return { generation: Number(box.dataset.generation) };
    });
    const named = await page.locator(".timebar text").evaluateAll((texts) =>
      texts.flatMap((text) => {
        const [, from, to] = text.textContent.match(/^gen (\d+)(?: to (\d+))?$/) ?? [];
        if (from === undefined || text.getBoundingClientRect().width === 0) return [];
        return Array.from({ length: Number(to ?? from) - Number(from) + 1 }, (_, n) => Number(from) + n);
      }),
    );
    const missing = Array.from({ length: group.generation }, (_, n) => n + 1).filter((n) => !named.includes(n));
    assert.ok(group.generation >= 1 && named.length > 0);
    assert.deepEqual(missing, [], `${scenario}, up to generation ${group.generation}: ${named}`);
  }
});

browserTest("requests travel between card and coordinator, and lie on nothing of a lane", WIDE, async ({ page }) => {
  await seeAt(page, "join-eager", 0);
  let seen = 0;
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("}");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    const envelopes = await boxesOf(page, ".stage .envelope");
    seen += envelopes.length;
    const cards = await boxesOf(page, '.stage .card[data-testid^="consumer-"]');
    const right = Math.max(...cards.map((card) => card.right));
    for (const envelope of envelopes) {
      assert.ok(envelope.left >= right - 1.5, `step ${step}: ${envelope.words} lies on the cards or left of them`);
    }
    const lanes = await boxesOf(page, ".stage .lane text");
    const hits = envelopes.flatMap((one) => lanes.filter((other) => over(one, other)));
    assert.deepEqual(hits, [], `step ${step}`);
  }
  assert.ok(seen > 60, `${seen} envelopes were looked at`);
});

browserTest("charts and rows have one axis with ticks that ends soon after the script", WIDE, async ({ page }) => {
  const end = (await seeTheEnd(page, "zombie")) / 1e6;
  const last = Number(await value(page, "scrub", "aria-valuemax")) / 1000;
  assert.ok(last >= end && last <= end * 1.35 + 1, `the axis goes to ${last} s, the script to about ${end} s`);
  const { grounds, plot, ticks, most } = await page.evaluate(() => {
    const all = (css) => [...document.querySelectorAll(`.timebar ${css}`)];
    const ends = (line) => [line.getAttribute("x1"), line.getAttribute("x2")].map(Number);
    return {
      grounds: all(".chart .ground").map(ends),
      plot: ends(all(".track")[0]),
      ticks: all("text").filter((text) => /^\d+ s$|^\d+:\d\d$/.test(text.textContent)).length,
      most: all(".value .most").map((text) => text.textContent),
    };
  });
  assert.ok(grounds.length >= 4 && ticks >= 4, `${grounds.length} charts, ${ticks} ticks`);
  for (const ends of grounds) {
    for (const n of [0, 1]) assert.ok(Math.abs(ends[n] - plot[n]) < 1, JSON.stringify([ends, plot]));
  }
  assert.ok(!most.includes("1,000") && !most.includes("1000"), `scales are tight: ${most}`);
});

browserTest("no label and no marker of a lane lies on those of another", WIDE, async ({ page }) => {
  for (const [scenario, seconds] of [["range-skew", 6], ["book-examples", 5], ["join-eager", 10], ["scale-out", 20]]) {
    await seeAt(page, scenario, seconds);
    const parts = await page.evaluate(() => {
      const of = (lane, css) => [...lane.querySelectorAll(css)].map((part) => {
        const { left, right, top, bottom, height } = part.getBoundingClientRect();
        const air = part.tagName === "text" ? height * 0.22 : 0;
        const named = part.textContent || part.getAttribute("class");
        return { lane: lane.dataset.testid, left, right, top: top + air, bottom: bottom - air, named };
      });
      const lanes = [...document.querySelectorAll('.stage .lane[data-testid^="lane-"]')];
      const all = lanes.flatMap((lane) => [...of(lane, "text"), ...of(lane, ".marker")]);
      return all.filter(({ left, right }) => right > left);
    });
    assert.ok(parts.length > 10);
    const touches = (a) => (b) => a.lane !== b.lane && over(a, b);
    const said = (a) => (b) => `${scenario}: "${a.named}" of ${a.lane} and "${b.named}" of ${b.lane}`;
    const found = parts.flatMap((a, n) => parts.slice(n + 1).filter(touches(a)).map(said(a)));
    assert.deepEqual(found, []);
  }
});

browserTest("before anybody has joined, the group is Empty, and nobody is said to be dead", WIDE, async ({ page }) => {
  for (const scenario of ["crash-after-auto-commit", "first-join", "two-groups"]) {
    await seeAt(page, scenario, 0);
    const states = await page.locator(".stage .coordinator .state.lit").allTextContents();
    const boxes = await page.locator(".stage .coordinator").count();
    assert.deepEqual(states, Array(boxes).fill("Empty"), scenario);
    assert.doesNotMatch((await page.locator(".stage text").allTextContents()).join("\n"), /Dead/, scenario);
  }
});

browserTest("racks stand on cards and ribbons, and bytes across racks are counted", WIDE, async ({ page }) => {
  await seeTheEnd(page, "rack-aware");
  assert.ok((await page.locator(".stage .card .rack").count()) >= 2);
  const [far] = await textsOf(page, '.stage [data-testid="coordinator-far"]');
  assert.match(far.join(" "), /\d+(\.\d+)? [kM]B across racks/);
  assert.ok((await page.locator(".stage .notch").count()) > 0, "ribbons across racks are notched");
});

browserTest("the clock of an earlier process is told from that of the present one", WIDE, async ({ page }) => {
  await seeAt(page, "commit-every-n", 0);
  const slots = () =>
    page.locator(".stage .coordinator .member").evaluateAll((all) =>
      all.map((slot) => ({
        names: [...slot.querySelectorAll("text")].map((text) => text.textContent).filter((name) => name === "c1"),
        ended: slot.querySelectorAll(".badge.ended").length,
      })),
    );
  for (let seconds = 13.5; ; seconds += 0.5) {
    assert.ok(seconds < 29, "at some time there are two of one name");
    await seek(page, seconds);
    const told = await slots();
    if (told.length < 2) continue;
    assert.ok(told.every(({ names }) => names.length === 1), "both are c1's");
    assert.deepEqual(told.map(({ ended }) => ended).sort(), [0, 1], "one of them has the empty badge of who is gone");
    return;
  }
});

browserTest("clocks stand in the order of the cards, each beside its own", WIDE, async ({ page }) => {
  const end = (await seeTheEnd(page, "two-bounce")) / 1e6;
  for (const share of [0.2, 0.5, 0.8, 1]) {
    await seek(page, Math.round(end * share));
    const middles = await page.evaluate(() => {
      const of = (css, name) => [...document.querySelectorAll(css)].map((part) => {
        const { top, bottom } = part.getBoundingClientRect();
        return { name: name(part), top, bottom };
      });
      const cards = of('.stage .card[data-testid^="consumer-"]', (card) => card.dataset.testid.split("-")[1]);
      const slots = of(".stage .coordinator .member", (slot) => {
        const names = [...slot.querySelectorAll("text")].map((text) => text.textContent);
        const present = slot.querySelector(".badge.ended") === null;
        return present && names.find((name) => cards.some((card) => card.name === name));
      });
      return { cards, slots: slots.filter(({ name }) => name) };
    });
    assert.ok(middles.slots.length >= 1);
    for (const slot of middles.slots) {
      const card = middles.cards.find(({ name }) => name === slot.name);
      assert.ok(over({ left: 0, right: 9, ...slot }, { left: 0, right: 9, ...card }), JSON.stringify([slot, card]));
    }
    const order = middles.slots.map(({ name }) => name);
    assert.deepEqual(order, middles.cards.map(({ name }) => name).filter((name) => order.includes(name)));
  }
});

browserTest("gaps and duplicates that have left the cells are all counted at the lane", WIDE, async ({ page }) => {
  for (const scenario of ["poison-pill", "retention-overtakes", "crash-after-auto-commit"]) {
    await seeTheEnd(page, scenario);
    const lanes = await page.locator('.stage .lane[data-testid^="lane-"]').evaluateAll((all) =>
      all.map((lane) => {
        const { testid, gaps, duplicates } = lane.dataset;
        const words = [...lane.parentElement.querySelectorAll("text")].map((text) => text.textContent).join("\n");
        const sum = (pattern) => [...words.matchAll(pattern)].reduce((sum, [, count]) => sum + Number(count), 0);
        return {
          testid,
          gaps: [Number(gaps), sum(/(\d+) lost/g)],
          duplicates: [Number(duplicates), sum(/(\d+) duplicates?/g)],
        };
      }),
    );
    assert.ok(lanes.some(({ gaps, duplicates }) => gaps[0] + duplicates[0] > 0), scenario);
    for (const { testid, gaps, duplicates } of lanes) {
      assert.equal(gaps[1], gaps[0], `${scenario}, ${testid}: gaps`);
      assert.equal(duplicates[1], duplicates[0], `${scenario}, ${testid}: duplicates`);
    }
  }
});

browserTest("a lane that lags keeps in sight what is read now, and counts the rest", WIDE, async ({ page }) => {
  await seeAt(page, "scale-out", 0);
  const told = new Set();
  for (const seconds of [6, 12, 18, 24]) {
    await seek(page, seconds);
    const lanes = await page.locator('.stage .lane[data-testid^="lane-"]').evaluateAll((all) =>
      all.map((lane) => {
        const box = (css) => lane.querySelector(css)?.getBoundingClientRect();
        const [hit, marker] = [box(".hit"), box(".marker.position")];
        const words = [...lane.querySelectorAll("text")].map((text) => text.textContent);
        return {
          testid: lane.dataset.testid,
          lag: Number(lane.dataset.lag),
          words: words.join(" | "),
          // Of a lane of which little was read the position is at the beginning.
          inside: Number(lane.dataset.position) < 20 || (marker.left > hit.left + 20 && marker.right < hit.right),
          beyond: Number(words.join("\n").match(/^(\d+)(?: unread)? ›$/m)?.[1] ?? 0),
        };
      }),
    );
    for (const { testid, lag, words, beyond, inside } of lanes) {
      assert.ok(lag < 100 || beyond > lag / 2, `${seconds} s, ${testid}: ${words}`);
      told.add(beyond);
      assert.ok(inside, `${seconds} s, ${testid}: its position is at the edge`);
      assert.ok(beyond <= lag, `${seconds} s, ${testid}: ${words}`);
    }
  }
  assert.ok(told.size > 4, `what is out of sight is counted, and differs: ${[...told]}`);
});

browserTest("why nobody reads an added partition: its leader does not know it yet", WIDE, async ({ page }) => {
  await open(page);
  await untilStable(page);
  const then = Number(await value(page, "time", "data-time-us")) / 1e6;
  await click(page, "add-partition-orders");
  await element(page, "lane-orders-6").waitFor();
  await element(page, "lane-orders-6").locator("> .ring").click({ force: true });
  const why = await waitFor(page, "why", undefined, /orders-6/);
  assert.match(why, /does not know orders-6 yet/);
  assert.match(why, /metadata\.max\.age\.ms/);
  const times = [...why.matchAll(/ at (\d+\.\d{3}) s/g)].map(([, time]) => Number(time));
  assert.ok(times.length > 0, why);
  assert.ok(times.every((time) => time >= then - 0.001), `nothing before there was an orders-6: ${times}`);
});

browserTest("an error on the page leaves its landmarks in order", async ({ page }) => {
  await open(page);
  await pause(page);
  await openFile(page, "bad.session", "kil c2\n");
  await element(page, "problem").waitFor();
  const rules = [
    "landmark-banner-is-top-level", "landmark-complementary-is-top-level", "landmark-contentinfo-is-top-level",
    "landmark-main-is-top-level", "landmark-no-duplicate-banner", "landmark-no-duplicate-contentinfo",
    "landmark-no-duplicate-main", "landmark-one-main", "landmark-unique",
  ];
  const { violations } = await new AxeBuilder({ page }).withRules(rules).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`), []);
});

browserTest("before the first commit there is no lag, and the lanes say so", WIDE, async ({ page }) => {
  await seeAt(page, "crash-after-auto-commit", 1.5);
  assert.equal(await value(page, "total-lag"), "—");
  const lanes = await textsOf(page, '.stage .lane[data-testid^="lane-"]');
  assert.ok(lanes.length === 6 && lanes.every((texts) => texts.includes("no commit")), JSON.stringify(lanes));
  assert.equal(await value(page, "lane-orders-0", "data-lag"), "");
  assert.ok((await page.locator('[data-testid="lane-orders-0"] .cell.unread').getAttribute("d")).length > 0);
  await seek(page, 9);
  assert.match(await value(page, "total-lag"), /^\d+$/);
});

browserTest("the first join looks like no fault: nothing on the stage is red", WIDE, async ({ page }) => {
  await seeAt(page, "crash-after-auto-commit", 0);
  let refused = 0;
  const red = () => page.evaluate(() => {
    const seen = (part) => part.getBoundingClientRect().width > 0;
    const found = [...document.querySelectorAll(".stage .t-gap, .stage .envelope.refused, .stage .verdict.bad")];
    return found.filter(seen).map((part) => part.textContent);
  });
  for (let step = 0; step < 80; step += 1) {
    assert.deepEqual(await red(), [], `at ${await value(page, "time")}`);
    refused += /MEMBER_ID_REQUIRED/.test(await page.evaluate(() => window.groupscope.transcript())) ? 1 : 0;
    if ((await value(page, "coordinator-billing", "data-state")) === "Stable") break;
    await page.keyboard.press("}");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
  assert.equal(await value(page, "coordinator-billing", "data-state"), "Stable");
  assert.ok(refused > 0, "the members were told MEMBER_ID_REQUIRED, as everybody who joins for the first time");
});

browserTest("a session saved at a question goes on to its answer", async ({ page }) => {
  await seeAt(page, "crash-after-auto-commit", 0);
  while ((await element(page, "question").count()) === 0) await nextCaption(page);
  const saved = await session(page);
  assert.match(saved, /^ask /m);
  assert.match(saved, /^kill c2/m);
  assert.match(saved, /^answer /m);
});
