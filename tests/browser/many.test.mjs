// Many partitions: bars, the grid of cells, folded clocks, what is to be looked at; all of it on one screen, and few
// elements. Times are measured by `make bench`, not here.
import assert from "node:assert/strict";
import { browserTest, open, screenshot, value, waitFor } from "./support.mjs";
import { click, element, now, openFile, pause, play, seek, setSpeed, timePasses } from "./visitor.mjs";
import { crowdOf } from "./crowd.mjs";

const context = { viewport: { width: 1440, height: 900 } };

/// Opens a crowd and goes to this instant of it.
async function crowdAt(page, world, seconds, ...lines) {
  await open(page);
  await pause(page);
  await openFile(page, "crowd.session", crowdOf({ rate: 400, seconds: 20, ...world }, ...lines));
  await element(page, "crowd-billing").waitFor();
  await pause(page);
  await seek(page, seconds);
}

/// What of the stage has to be scrolled to, in pixels.
const beyond = (page) =>
  page.evaluate(() => {
    const room = document.querySelector(".stage-room");
    return room.scrollHeight - room.clientHeight;
  });

const elements = (page, css) => page.evaluate((css) => document.querySelectorAll(css).length, css);

const disturbed = ["run for=9s", "freeze c2", "run for=500ms", "kill c3"];

browserTest("60 and 200 partitions are bars grouped by owner, on one screen", { context }, async ({ page }) => {
  for (const world of [{ partitions: 60, consumers: 6 }, { partitions: 200, consumers: 20 }]) {
    await crowdAt(page, world, 12, ...disturbed);
    assert.equal(await value(page, "crowd-billing", "data-style"), "bars");
    assert.equal(await elements(page, "[data-testid^=lane-]"), world.partitions);
    assert.equal(await elements(page, ".crowd [data-testid^=consumer-]"), world.consumers);
    assert.equal(await value(page, "consumer-c3", "data-state"), "killed");
    assert.equal(await elements(page, ".block.unread-all"), 2);
    assert.equal(await beyond(page), 0);
    await screenshot(page, `many-${world.partitions}`);
  }
});

browserTest("1,000 partitions are cells, on one screen, in few elements", { context }, async ({ page }) => {
  await crowdAt(page, { partitions: 1000, consumers: 200, rate: 1000 }, 12, ...disturbed);
  assert.equal(await value(page, "crowd-billing", "data-style"), "grid");
  assert.equal(await elements(page, ".crowd [data-testid^=consumer-]"), 200);
  assert.equal(await beyond(page), 0);
  await screenshot(page, "many-1000");
  const drawing = await elements(page, ".stage-drawing *");
  assert.ok(drawing <= 2400, `${drawing} elements on the stage and in its table`);
  const told = await page.locator(".stage-twin").allTextContents();
  assert.match(told.join(" "), /orders-999 lag \d+/);
});

browserTest("a page has at most 3,000 elements, whatever the crowd", { context }, async ({ page }) => {
  const worlds = [
    { partitions: 24, consumers: 8 },
    { partitions: 200, consumers: 20 },
    { partitions: 1000, consumers: 200, rate: 1000 },
  ];
  for (const world of worlds) {
    await open(page);
    await pause(page);
    await openFile(page, "crowd.session", crowdOf({ rate: 400, seconds: 14, ...world }, ...disturbed));
    await element(page, `consumer-c${world.consumers}`).waitFor();
    await pause(page);
    await seek(page, 12);
    const all = await elements(page, "*");
    assert.ok(all <= 3000, `${all} elements for ${world.partitions} partitions of ${world.consumers} consumers`);
  }
});

/// The consumers that have a line in the left panel.
const listed = (page) =>
  page.locator(".consumers li .who span").evaluateAll((all) => all.map((one) => one.firstChild.textContent));

browserTest("every consumer of a crowd is reached in the left panel by keys", { context }, async ({ page }) => {
  await crowdAt(page, { partitions: 200, consumers: 60 }, 12, "run for=9s", "kill c50");
  const first = await listed(page);
  assert.equal(first.length, 24);
  assert.ok(first.includes("c1") && first.includes("c50"), `who was killed is among ${first.join(" ")}`);
  await element(page, "find-consumer-billing").fill("c4");
  assert.deepEqual(await listed(page), ["c4", ...Array.from({ length: 10 }, (_, at) => `c4${at}`)]);
  // The line of one on which somebody acted stays.
  await element(page, "kill-c44").focus();
  await page.keyboard.press("Enter");
  await waitFor(page, "consumer-c44", "data-state", "killed");
  await element(page, "restart-c44").waitFor();
  await element(page, "find-consumer-billing").fill("");
  assert.ok((await listed(page)).includes("c44"));
  const more = element(page, "more-consumers-billing");
  assert.equal(await more.getAttribute("data-consumers"), "36");
  await more.focus();
  await page.keyboard.press("Enter");
  await waitFor(page, "more-consumers-billing", "data-consumers", "12");
  await more.focus();
  await page.keyboard.press("Enter");
  await more.waitFor({ state: "detached" });
  assert.equal((await listed(page)).length, 60);
  assert.equal(await elements(page, ".consumers .chosen"), 0);
  // What is chosen on the stage has a line.
  await crowdAt(page, { partitions: 200, consumers: 60 }, 12);
  await element(page, "consumer-c33").focus();
  await page.keyboard.press("Enter");
  await page.locator(".consumers .chosen").waitFor();
  assert.match(await page.locator(".consumers .chosen .who").textContent(), /c33/);
});

browserTest("a bar is chosen by a click and by keys, and the right column says why", { context }, async ({ page }) => {
  await crowdAt(page, { partitions: 60, consumers: 6 }, 8);
  await element(page, "lane-orders-41").click();
  await waitFor(page, "why", undefined, /orders-41/);
  // One tab stop for all of them; the arrows go from bar to bar.
  assert.equal(await elements(page, ".crowd [data-stop][tabindex='0']"), 1);
  await element(page, "lane-orders-41").focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await waitFor(page, "why", undefined, /orders-40/);
  const focused = await page.evaluate(() => document.activeElement.dataset.testid);
  assert.equal(focused, "lane-orders-40");
});

browserTest("a cell and a consumer of the grid are chosen by a click and by keys", { context }, async ({ page }) => {
  await crowdAt(page, { partitions: 400, consumers: 100 }, 8);
  const block = element(page, "consumer-c7");
  await block.focus();
  await page.keyboard.press("Enter");
  await waitFor(page, "why", undefined, /c7/);
  assert.match(await value(page, "loupe"), /c7/);
  const owned = (await value(page, "consumer-c7", "data-partitions")).split(",");
  const box = await block.locator("path.unread").boundingBox();
  await page.mouse.click(box.x + box.width - 3, box.y + box.height / 2);
  await waitFor(page, "why", undefined, new RegExp(owned.at(-1)));
  assert.equal(await value(page, `lane-${owned.at(-1)}`, "data-owner"), "c7");
});

browserTest("what is to be looked at leads to why", { context }, async ({ page }) => {
  await crowdAt(page, { partitions: 200, consumers: 20 }, 12, ...disturbed);
  const list = await page.locator("[data-testid^=look-]").evaluateAll((all) => all.map((one) => one.dataset.testid));
  assert.ok(list.includes("look-session-0") && list.includes("look-unowned-0"), list.join(" "));
  await element(page, "look-unowned-0").click();
  await waitFor(page, "why", undefined, /orders-/);
  await element(page, "look-session-0").focus();
  await page.keyboard.press("Enter");
  await waitFor(page, "why", undefined, /c[23]/);
});

browserTest("clocks are counted, and those that run out stand by name", { context }, async ({ page }) => {
  await crowdAt(page, { partitions: 200, consumers: 20 }, 12, ...disturbed);
  const told = await value(page, "coordinator-billing");
  assert.match(told, /20 session clocks/);
  assert.match(told, /18 healthy/);
  assert.equal(await elements(page, ".coordinator .member"), 2);
});

browserTest("while time stands still no animation frame is asked for", { context }, async ({ page }) => {
  await page.addInitScript(() => {
    window.framesAsked = 0;
    const ask = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) => {
      window.framesAsked += 1;
      return ask(callback);
    };
  });
  await crowdAt(page, { partitions: 200, consumers: 20 }, 8);
  await setSpeed(page, "1");
  await play(page);
  await timePasses(page, 8_300_000);
  assert.ok((await page.evaluate(() => window.framesAsked)) > 0, "frames are counted");
  await pause(page);
  const asked = await page.evaluate(async () => {
    await new Promise((done) => setTimeout(done, 100));
    const before = window.framesAsked;
    await new Promise((done) => setTimeout(done, 600));
    return window.framesAsked - before;
  });
  assert.equal(asked, 0);
});

browserTest("the charts of 1,000 partitions keep up with their present values", { context }, async ({ page }) => {
  await crowdAt(page, { partitions: 1000, consumers: 200, rate: 1000 }, 11.9);
  const lag = Number(await page.evaluate(() => document.querySelector("[data-testid=total-lag]").dataset.value));
  assert.ok(lag > 0);
  const most = await page.evaluate(() => document.querySelector(".times .value.lag .most").textContent);
  const scale = Number(most.replace(/\D/g, ""));
  assert.ok(scale * 2 >= lag, `a lag of ${lag} beside a scale up to ${most}`);
});

browserTest("the picker shows every title whole where there is room for it", async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await open(page);
  const cut = await page.evaluate(() => {
    const list = document.querySelector("[data-testid=scenario]");
    const style = getComputedStyle(list);
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = style.font;
    const room = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return [...list.options].map((option) => option.textContent).filter((title) => pen.measureText(title).width > room);
  });
  assert.deepEqual(cut, []);
  // At 1440 pixels it takes what the buttons leave.
  await page.setViewportSize({ width: 1440, height: 900 });
  const free = await page.evaluate(() => {
    const box = (css) => document.querySelector(css).getBoundingClientRect();
    return box(".transport").left - box("[data-testid=scenario]").right;
  });
  assert.ok(free >= 8 && free <= 32, `${free} pixels are free beside it`);
});

browserTest("what is drawn share by share is, at rest, what is drawn at once", { context }, async ({ page }) => {
  await open(page);
  await pause(page);
  await openFile(page, "lanes.session", crowdOf({ partitions: 12, consumers: 8, rate: 200, seconds: 30 }));
  await element(page, "lane-orders-11").waitFor();
  await pause(page);
  await seek(page, 6);
  // A look that has no cells keeps its path, empty.
  const drawn = () =>
    page.evaluate(() => {
      const html = document.querySelector("[data-testid=stage]").innerHTML;
      return html.replace(/<path[^>]* d=""[^>]*><\/path>/g, "");
    });
  const look = async () => {
    await pause(page);
    const at = await now(page);
    const [shared, clock] = [await drawn(), at / 1e6];
    await seek(page, 1);
    await seek(page, clock);
    assert.equal(await now(page), at);
    assert.equal(await drawn(), shared, `at ${clock} s`);
    return at;
  };
  await setSpeed(page, "1");
  await play(page);
  await timePasses(page, 7_000_000);
  let at = await look();
  // A reader is lost, and others take over what it read: with lanes, cards and ribbons the rest of the stage changes.
  await click(page, "kill-c3");
  await setSpeed(page, "2");
  await play(page);
  await timePasses(page, at + 4_000_000);
  at = await look();
  await play(page);
  await timePasses(page, at + 6_000_000);
  await look();
});

browserTest("while time runs every lane of a large world moves", { context }, async ({ page }) => {
  await open(page);
  await pause(page);
  await openFile(page, "lanes.session", crowdOf({ partitions: 12, consumers: 8, rate: 200, seconds: 30 }));
  await element(page, "lane-orders-11").waitFor();
  await pause(page);
  await setSpeed(page, "1");
  await play(page);
  await timePasses(page, 6_000_000);
  // Words come four times a second: with them alone a lane would change in 8 of 120 frames at 60 frames a second.
  const changes = await page.evaluate(async () => {
    const lanes = [...document.querySelectorAll("[data-testid^=lane-orders-]")];
    const counts = lanes.map(() => 0);
    const last = lanes.map((lane) => lane.innerHTML);
    for (let frame = 0; frame < 120; frame++) {
      await new Promise(requestAnimationFrame);
      lanes.forEach((lane, place) => {
        const now = lane.innerHTML;
        if (now !== last[place]) counts[place] += 1;
        last[place] = now;
      });
    }
    return counts;
  });
  assert.equal(changes.length, 12);
  assert.ok(Math.min(...changes) >= 15, `of 120 frames the lanes changed in ${changes.join(", ")}`);
});
