// Every screen that a visitor can come to, in an order in which one page goes from each to the next. What has to hold
// on all of them is tested in everyone.test.mjs.
import { waitFor } from "./support.mjs";
import { choose, click, element, now, pause, play, playsToItsEnd, seek, setSpeed, timePasses } from "./visitor.mjs";

const shown = (page, testid) => element(page, testid).locator("visible=true").first().waitFor();
const gone = (page, testid) => element(page, testid).waitFor({ state: "hidden" });

/// Scrolls as one does who reads on: what lies half under a bar that stays is not looked at.
const inTheMiddle = (page, testid) => element(page, testid).evaluate((it) => it.scrollIntoView({ block: "center" }));

/// Presses Escape, which closes what stands over the page.
async function escape(page, testid) {
  await page.keyboard.press("Escape");
  await gone(page, testid);
}

/// Comes from a place to the stage, the way the rail leads.
async function toStage(page) {
  await page.locator(".rail [aria-current=page]").click();
  await shown(page, "stage");
}

/// Opens a place of the rail by its key.
async function toPlace(page, key, testid) {
  await page.keyboard.press(key);
  await shown(page, testid);
}

/// Plays a scenario until it asks something that its readers foretell, and unfolds where they do so. Questions before
/// it are passed.
async function asks(page, scenario) {
  await choose(page, scenario);
  await setSpeed(page, "100");
  for (;;) {
    await shown(page, "play");
    if ((await element(page, "guess").count()) > 0) break;
    const asked = await now(page);
    await play(page);
    await timePasses(page, asked + 1);
  }
  const more = element(page, "guess-more");
  if (await more.isVisible()) await more.locator("summary").click();
  await shown(page, "guess");
}

/// Gives the answer that was entered, and plays until what happened stands beside it.
async function answers(page) {
  await click(page, "give-answer");
  await shown(page, "happened");
  await pause(page);
}

/// The bench, which is a drawer where the window is narrow.
async function opensBench(page) {
  if (!(await element(page, "find-setting").isVisible())) await click(page, "controls");
  await shown(page, "find-setting");
}

async function closesDrawer(page) {
  if (!(await element(page, "controls").isVisible())) return;
  await click(page, "controls");
  await gone(page, "find-setting");
}

/// `go` comes there from the stage, or from the screen before; where there is a `leave`, it goes back. `part` is what
/// of the page is another one than on the screens before; without it, all of it.
export const SCREENS = [
  { name: "the beginning, with the ways in", go: (page) => pause(page) },
  {
    name: "the stage in words",
    part: ".described",
    go: (page) => toPlace(page, "v", "described"),
    leave: (page) => escape(page, "described"),
  },
  {
    name: "the list of keys",
    part: "dialog[open]",
    go: (page) => toPlace(page, "?", "help-list"),
    leave: (page) => escape(page, "help-list"),
  },
  { name: "the ways to share", part: "dialog[open]", go: (page) => toPlace(page, "y", "share-link") },
  {
    name: "a figure to embed",
    part: "dialog[open]",
    go: (page) => click(page, "share-tab-embed"),
    leave: (page) => escape(page, "share-dialog"),
  },
  {
    name: "kept work",
    part: "dialog[open]",
    go: (page) => toPlace(page, "w", "work-open-file"),
    leave: (page) => escape(page, "work-open-file"),
  },
  {
    name: "the menu of steps",
    part: ".head",
    go: (page) => click(page, "time-menu"),
    leave: (page) => escape(page, "next-entry"),
  },
  {
    name: "the bench, with all of a consumer's buttons, every theme and the field for own settings",
    part: ".controls",
    async go(page) {
      await opensBench(page);
      await click(page, "more-c1");
      const folded = page.locator("[data-testid^=theme-][aria-expanded=false]");
      while ((await folded.count()) > 0) await folded.first().click();
      await page.locator("[data-testid=paste-billing] summary").click();
      await element(page, "paste-text-billing").fill("session.timeout.ms=soon");
    },
  },
  {
    name: "the bench, with a setting that is wrong, and one that is looked for",
    part: ".controls",
    async go(page) {
      await element(page, "setting-session.timeout.ms").fill("soon");
      await element(page, "find-setting").fill("heartbeat");
    },
    leave: closesDrawer,
  },
  { name: "a question with options, and records to be marked", go: (page) => asks(page, "crash-after-auto-commit") },
  {
    name: "what was foretold of records, beside what happened",
    part: ".told",
    async go(page) {
      await element(page, "first-orders-2").fill("10");
      await element(page, "last-orders-2").fill("20");
      await answers(page);
    },
  },
  {
    name: "the end of a lesson, with what there is to try",
    part: ".told",
    async go(page) {
      await playsToItsEnd(page);
      await shown(page, "task-1");
      await inTheMiddle(page, "afterwards");
    },
  },
  {
    name: "a task that is done",
    async go(page) {
      await page.keyboard.press("2");
      await page.keyboard.press("r");
      await play(page);
      await waitFor(page, "lane-orders-2", "data-owner", "c2");
      await page.keyboard.press("q");
      await waitFor(page, "task-1", "data-done", "true");
      await pause(page);
      await inTheMiddle(page, "afterwards");
    },
  },
  { name: "partitions to be named", part: ".told", go: (page) => asks(page, "two-bounce") },
  {
    name: "named partitions, beside those that were",
    part: ".told",
    async go(page) {
      await page.locator("[data-testid^=name-]").first().click();
      await answers(page);
    },
  },
  { name: "owners to be chosen", part: ".told", go: (page) => asks(page, "book-examples") },
  {
    name: "chosen owners, beside the owners",
    part: ".told",
    async go(page) {
      await page.locator("[data-testid^=owner-]").first().click();
      await click(page, "give-answer");
      await pause(page);
      // What happened stands there for a second of the run.
      await seek(page, 10.5);
      await shown(page, "happened");
    },
  },
  { name: "a number to be typed", part: ".told", go: (page) => asks(page, "clean-close") },
  {
    name: "a typed number, beside the number",
    part: ".told",
    async go(page) {
      await element(page, "guess-number").fill("3");
      await answers(page);
    },
  },
  {
    name: "why, and the journal",
    part: ".told",
    go: async (page) => { await click(page, "lane-orders-2"); await shown(page, "why"); },
  },
  {
    name: "the terminal",
    part: ".times",
    go: (page) => toPlace(page, "i", "terminal"),
    leave: (page) => page.keyboard.press("i"),
  },
  {
    name: "the requests as a sequence",
    part: ".told",
    go: async (page) => { await click(page, "show-sequence"); await shown(page, "sequence"); },
    leave: (page) => click(page, "show-sequence"),
  },
  { name: "the course", go: (page) => toPlace(page, "c", "course-place") },
  { name: "the symptoms", part: ".workplace", go: (page) => toPlace(page, "/", "symptom-search") },
  {
    name: "a symptom that was looked for, with its causes",
    part: ".workplace",
    async go(page) {
      await element(page, "symptom-search").fill("FENCED_INSTANCE_ID");
      await shown(page, "symptom-causes");
    },
  },
  {
    name: "no symptom found",
    part: ".workplace",
    go: (page) => element(page, "symptom-search").fill("xyzzy"),
    leave: toStage,
  },
  {
    name: "the session as text, with a mistake",
    part: ".workplace",
    async go(page) {
      await toPlace(page, "Shift+E", "session-text");
      await element(page, "session-text").fill("topic orders partitions=2\nkil c2\n");
      await shown(page, "editor-mistakes");
    },
    leave: toStage,
  },
  { name: "two runs side by side", go: (page) => toPlace(page, "b", "compare-table"), leave: toStage },
  {
    name: "the deploy calculator",
    part: ".workplace",
    go: (page) => toPlace(page, "d", "deploy-compute"),
    leave: toStage,
  },
];
