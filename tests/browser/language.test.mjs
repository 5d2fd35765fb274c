// The page in Korean: every scenario, menu, dialog and message, and nowhere an English sentence but where the page says
// that it is English.
import assert from "node:assert/strict";
import { browserTest, open, screenshot, value, waitFor } from "./support.mjs";
import {
  choose, click, element, openFile, pause, play, playsTo, playsToItsEnd, setSpeed, timePasses,
} from "./visitor.mjs";

const context = { locale: "ko-KR" };

/// What is the same in every language: Kafka's names, and the words of a session file. Single words never count.
const NAMES = ["log start offset", "dead letter topic", "at least once", "at most once", "exactly once"];

/// Texts, names and tooltips in which two Latin words follow each other, outside of what is marked as another language
/// and of code. The words of a property, a request, a state or an exception are one word each.
function english(page) {
  return page.evaluate((names) => {
    const found = new Set();
    const marked = (node) => node.closest("code, kbd, pre, noscript, [lang]:not([lang=ko])");
    const look = (text, where) => {
      // What a client logs as its reason to join again is quoted.
      // The fields of a request stand as they travel.
      const said = text.replace(/“[^”]*”/g, " ").replace(/^\w+ = .*$/gm, " ");
      const rest = names.reduce((rest, name) => rest.replaceAll(name, " "), said);
      // The names of requests, states and exceptions have a capital inside, or begin with one as the second word.
      const two = rest.match(/(?<![\p{L}\p{N}._#/(-])[A-Za-z]?[a-z]+ [a-z]{2,}(?![\p{L}\p{N}_(=])/u);
      if (two) found.add(`${where}: ${text.trim().slice(0, 120)} (${two[0]})`);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!marked(node.parentElement)) look(node.data, node.parentElement.tagName);
    }
    for (const name of ["aria-label", "title", "placeholder", "label", "aria-valuetext"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        if (!marked(element)) look(element.getAttribute(name), `${element.tagName} ${name}`);
      }
    }
    look(document.title, "the title");
    return [...found];
  }, NAMES);
}

const inKorean = async (page, where) => assert.deepEqual(await english(page), [], where);

/// What is marked as English stands in the answers only: errors are told in Korean.
async function markedOnlyWhereTold(page, where) {
  const places = await page.evaluate(() => {
    return [...document.querySelectorAll("#groupscope [lang=en]")]
      .filter((element) => !element.closest(".why"))
      .map((element) => element.outerHTML.slice(0, 120));
  });
  assert.deepEqual(places, [], where);
}

browserTest("the check finds an English sentence", { context }, async ({ page }) => {
  await open(page);
  for (const [text, count] of [["What happened", 1], ["c2 owns nothing", 1], ["orders-2 Stable", 0], ["kill 됨", 0]]) {
    await page.evaluate((text) => {
      document.querySelector("#probe")?.remove();
      document.querySelector(".page").insertAdjacentHTML("beforeend", `<p id="probe">${text}</p>`);
    }, text);
    assert.equal((await english(page)).length, count, text);
  }
});

browserTest("every scenario is told and drawn in Korean", { context, timeout: 600_000 }, async ({ page }) => {
  await open(page);
  await waitFor(page, "story", "lang", "ko");
  const options = element(page, "scenario").locator("option");
  const scenarios = await options.evaluateAll((all) => all.map(({ value }) => value));
  assert.ok(scenarios.length > 40, "all scenarios are in the list");
  await setSpeed(page, "100");
  for (const scenario of scenarios) {
    await choose(page, scenario);
    // While it begins, and when it has come to its end.
    await inKorean(page, `${scenario}, opened`);
    await playsToItsEnd(page);
    await inKorean(page, `${scenario}, played`);
  }
  await markedOnlyWhereTold(page, "after all scenarios");
});

browserTest("every menu, dialog and message is in Korean", { context, timeout: 300_000 }, async ({ page }) => {
  await open(page);
  await waitFor(page, "coordinator-billing", "data-state", "Stable");
  await pause(page);
  await inKorean(page, "reading");
  // Every command that a menu offers, with its fields and its help.
  await page.getByTestId("more-c1").click();
  for (const menu of ["do-c1", "do-orders", "do-billing", "do-world"]) {
    const options = await element(page, menu).locator("option").count();
    for (let place = 1; place < options; place += 1) {
      await element(page, menu).selectOption({ index: place });
      await inKorean(page, `${menu}, its option ${place}`);
    }
  }
  const folded = page.locator(".settings [aria-expanded=false]");
  while ((await folded.count()) > 0) await folded.first().press("Enter");
  for (const setting of await page.locator(".setting label :is(input, select)").all()) {
    await setting.focus();
    await inKorean(page, "a setting explained");
  }
  await element(page, "setting-max.poll.records").fill("0");
  await element(page, "wrong-max.poll.records").waitFor();
  await inKorean(page, "a setting that does not fit");
  await click(page, "discard");
  await page.locator("details.paste summary").click();
  await element(page, "paste-text-billing").fill("max.poll.records=0\nkey.deserializer=x\nsession.timeout.ms=6000\n");
  await inKorean(page, "pasted properties");
  await page.keyboard.press("Escape");
  await page.locator("body").click({ position: { x: 5, y: 5 } });
  await click(page, "help");
  await element(page, "help-list").waitFor();
  await inKorean(page, "the list of keys");
  await page.keyboard.press("Escape");
  for (const [key, what] of [["k", "nothing is chosen"], ["Control+Shift+z", "nothing to redo"]]) {
    await page.keyboard.press(key);
    await inKorean(page, what);
    assert.match(await value(page, "notice"), /[가-힣]/, what);
  }
  for (const verb of ["freeze", "cut"]) {
    await click(page, `${verb}-c1`);
    await inKorean(page, verb);
  }
  await click(page, "kill-c2");
  await click(page, "stall-c3");
  await inKorean(page, "a killed and a stalled consumer");
  await element(page, "rate-orders").fill("many");
  await element(page, "rate-orders").press("Enter");
  assert.match(await value(page, "refusal"), /[가-힣]/, "a rate that is none");
  await inKorean(page, "refused");
  for (const part of ["coordinator-billing", "consumer-c2", "lane-orders-2"]) {
    await element(page, part).focus();
    await page.keyboard.press("Enter");
    await waitFor(page, "why", "hidden", null);
    await inKorean(page, `why ${part}`);
  }
  await play(page);
  await setSpeed(page, "10");
  await timePasses(page, 14_000_000);
  await pause(page);
  await inKorean(page, "after the session ran out");
  await openFile(page, "bad.session", "kil c2\n");
  await element(page, "problem").waitFor();
  assert.match(await element(page, "problem").textContent(), /`kil`은 명령이 아닙니다/);
  await inKorean(page, "an error");
  await markedOnlyWhereTold(page, "with an error, an answer and a refusal");
  await screenshot(page, "language all messages");
});

browserTest("the toggle turns the whole page, title and document included", async ({ page }) => {
  await open(page);
  await pause(page);
  const told = () =>
    page.evaluate(() => {
      const named = (css) => document.querySelector(css).getAttribute("aria-label");
      return {
        title: document.title,
        lang: [document.documentElement.lang, document.querySelector(".page").lang],
        stage: named("[data-testid=stage]"),
        drawn: document.querySelector(".coordinator").textContent,
        time: named("[data-testid=scrub]"),
        charts: [...document.querySelectorAll(".value")].map((chart) => chart.getAttribute("aria-label")),
        buttons: [...document.querySelectorAll(".head button")].map((button) => button.title),
        twin: document.querySelector(".stage-twin caption").textContent,
      };
    });
  const english = await told();
  assert.deepEqual(english.lang, ["en", "en"]);
  await click(page, "language");
  await waitFor(page, "story", "lang", "ko");
  const korean = await told();
  assert.deepEqual(korean.lang, ["ko", "ko"]);
  for (const [what, text] of Object.entries(korean)) {
    if (what !== "lang") for (const each of [text].flat().filter(Boolean)) assert.match(each, /[가-힣]/, what);
  }
  await click(page, "language");
  await waitFor(page, "story", "lang", "en");
  assert.deepEqual(await told(), english);
});

for (const [size, viewport] of Object.entries({ "1440x900": [1440, 900], "390x844": [390, 844] })) {
  for (const colorScheme of ["light", "dark"]) {
    const [width, height] = viewport;
    const looks = { locale: "ko-KR", colorScheme, viewport: { width, height } };
    browserTest(`Korean has room, ${size} ${colorScheme}`, { context: looks }, async ({ page }) => {
      await open(page);
      await setSpeed(page, "10");
      await playsTo(page, 12_000_000);
      await pause(page);
      const wide = () =>
        page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          const buttons = [...document.querySelectorAll("button")];
          const cut = buttons.filter((button) => button.scrollWidth > button.clientWidth + 1);
          return [scrollWidth - clientWidth, ...cut.map((button) => button.textContent)];
        });
      assert.deepEqual(await wide(), [0], "something is wider than its place");
      await screenshot(page, `looks Korean ${size} ${colorScheme}`);
      await screenshot(page, `looks Korean ${size} ${colorScheme} whole`, { fullPage: true });
    });
  }
}
