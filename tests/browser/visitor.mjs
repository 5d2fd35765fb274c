// What a visitor does to the page, and what the page then shows: the words the browser tests are told in.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { native, value, waitFor, workIsDone } from "./support.mjs";

export const element = (page, testid) => page.getByTestId(testid);
export const click = (page, testid) => element(page, testid).click();

/// Time stands still from here on, whether or not it did already. In one go, because a script that plays may come to
/// its end between a look and a click.
export async function pause(page) {
  await page.evaluate(() => {
    const button = document.querySelector("[data-testid=pause]");
    if (!button.hidden) button.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
  });
  await element(page, "play").waitFor();
}

/// Time runs, if only to the next question.
export const play = (page) => click(page, "play");

/// `speed` as the list shows it: "50" for 50×.
export const setSpeed = (page, speed) => element(page, "speed").selectOption(speed);

/// Virtual time on the clock, in microseconds.
export const now = async (page) => Number(await value(page, "time", "data-time-us"));

/// Waits until the clock shows `micros` or more.
export const timePasses = (page, micros) => waitFor(page, "time", "data-time-us", (seen) => Number(seen) >= micros);

/// Goes to an instant. What is written follows a moment later than what is drawn.
export async function seek(page, seconds) {
  await page.evaluate((at) => window.groupscope.seek(at), seconds);
  await waitFor(page, "time", "data-time-us", String(Math.round(seconds * 1e6)));
  await waitFor(page, "page", "aria-busy", "false");
}

/// Chooses a scenario from the list, which begins to play it as soon as its file has come.
export async function choose(page, scenario) {
  await element(page, "scenario").selectOption(scenario);
  await page.locator(`[data-testid="page"][data-scenario="${scenario}"][aria-busy="false"]`).waitFor();
}

/// Chooses a scenario and returns with time at its beginning and standing still.
export async function chooseAtRest(page, scenario) {
  await choose(page, scenario);
  await pause(page);
  await click(page, "rewind");
  await waitFor(page, "time", "data-time-us", "0");
}

/// Lets what plays go on, as fast as the page offers, until the script's end; questions are passed without an answer.
export async function playsToItsEnd(page) {
  await setSpeed(page, "100");
  for (;;) {
    await element(page, "play").waitFor();
    if (await element(page, "afterwards").isVisible()) return;
    const asked = await now(page);
    await click(page, "play");
    await timePasses(page, asked + 1);
  }
}

/// Lets what plays go on to this instant; questions on the way are passed without an answer.
export async function playsTo(page, micros) {
  for (;;) {
    const come = (micros) => {
      const of = (testid) => document.querySelector(`[data-testid=${testid}]`);
      return Number(of("time").dataset.timeUs) >= micros || !of("play").hidden;
    };
    await page.waitForFunction(come, micros);
    const asked = await now(page);
    if (asked >= micros) return;
    await click(page, "play");
    await timePasses(page, asked + 1);
  }
}

/// Goes on in steps of a quarter of a second until something is so, however slow the machine is. Where time runs, a
/// state may be over between two looks.
export async function goesOnUntil(page, what, isSo) {
  for (let left = 400; left > 0; left -= 1) {
    if (await isSo()) return;
    await seek(page, Math.round((await now(page)) / 1e4) / 100 + 0.25);
  }
  assert.fail(`not within 100 s: ${what}`);
}

/// The default scenario soon after its group is Stable for the first time, standing still.
export async function untilStable(page) {
  await pause(page);
  await seek(page, 0);
  const isStable = async () => (await value(page, "coordinator-billing", "data-state")) === "Stable";
  await goesOnUntil(page, "the group is Stable", isStable);
}

// ---- what automation is told

/// The page's own report, as text and as an object.
export async function report(page) {
  const text = await page.evaluate(() => window.groupscope.report());
  return { text, ...JSON.parse(text) };
}

export const transcript = (page) => page.evaluate(() => window.groupscope.transcript());
export const session = (page) => page.evaluate(() => window.groupscope.session());

/// The last object that the command line prints for this file: its text and what it says.
export function ran(file, ...more) {
  const text = native(["run", file, "--format", "json", ...more]).trimEnd().split("\n").at(-1);
  return { text, ...JSON.parse(text) };
}

// ---- what is to be seen

/// Every number on the screen at one instant, in the shape of the public JSON as far as the screen shows it.
export function screen(page) {
  return page.evaluate(() => {
    const of = (prefix) => [...document.querySelectorAll(`[data-testid^="${prefix}"]`)];
    const count = (text) => (text === "" || text === null ? null : Number(text));
    const total = (name) => {
      const shown = document.querySelector(`[data-testid="total-${name}"]`);
      const told = shown.dataset.value || "—";
      if (told !== shown.textContent) throw new Error(`total-${name} says two different things`);
      return Number(shown.dataset.value);
    };
    return {
      time_us: Number(document.querySelector("[data-testid=time]").dataset.timeUs),
      clock: document.querySelector("[data-testid=time]").textContent,
      groups: of("coordinator-").map((box) => ({
        id: box.dataset.testid.slice("coordinator-".length),
        state: box.dataset.state,
        generation: Number(box.dataset.generation),
        leader: box.dataset.leader || null,
      })),
      partitions: of("lane-").map(({ dataset }) => ({
        name: dataset.testid.slice("lane-".length),
        owner: dataset.owner || null,
        running: dataset.ownerRunning === "true",
        log_end: count(dataset.logEnd),
        committed: count(dataset.committed),
        position: count(dataset.position),
        lag: count(dataset.lag),
        duplicates: count(dataset.duplicates),
        gaps: count(dataset.gaps),
        at_risk: count(dataset.atRisk),
      })),
      members: of("consumer-").map(({ dataset }) => ({
        name: dataset.testid.slice("consumer-".length),
        state: dataset.state,
        assignment: dataset.partitions ? dataset.partitions.split(",") : [],
      })),
      charted: document.querySelector(".timebar").dataset.group,
      totals: { lag: total("lag"), duplicates: total("duplicates"), gaps: total("gaps") },
    };
  });
}

/// Fails unless every number on the screen is that of `told`, a report.
export async function showsWhat(page, told, where) {
  const seen = await screen(page);
  const minutes = Math.floor(told.time_ms / 60_000);
  const pad = (number, digits) => String(number).padStart(digits, "0");
  const seconds = `${pad(Math.floor(told.time_ms / 1000) % 60, 2)}.${pad(told.time_ms % 1000, 3)}`;
  assert.equal(seen.clock, `${pad(minutes, 2)}:${seconds}`, `the clock does not show the time of ${where}`);
  assert.equal(Math.floor(seen.time_us / 1000), told.time_ms, `the time is not that of ${where}`);
  assert.deepEqual(
    seen.groups,
    told.groups.map(({ id, state, generation, leader }) => ({ id, state, generation, leader })),
    `the coordinator's state, generation or leader is not that of ${where}`,
  );
  for (const [place, group] of told.groups.entries()) {
    for (const wanted of group.partitions) {
      // The first group's lanes have the plain names.
      const name = `${place > 0 ? `${group.id}-` : ""}${wanted.topic}-${wanted.partition}`;
      const lane = seen.partitions.find((lane) => lane.name === name);
      assert.ok(lane, `${name} has no lane`);
      for (const measure of ["owner", "log_end", "committed", "position", "lag", "duplicates", "gaps", "at_risk"]) {
        const said = `${name}: the screen's ${measure} is not that of ${where}`;
        assert.equal(lane[measure], wanted[measure], said);
      }
    }
  }
  const lanes = told.groups.flatMap((group) => group.partitions).length;
  assert.equal(seen.partitions.length, lanes, `there are more lanes than partitions in ${where}`);
  const byName = (one, other) => one.name.localeCompare(other.name);
  const members = told.groups.flatMap((group) => group.members);
  assert.deepEqual(
    seen.members.sort(byName),
    members.map(({ name, state, assignment }) => ({ name, state, assignment })).sort(byName),
    `a consumer's state or assignment is not that of ${where}`,
  );
  // The charts are of one group.
  const charted = told.groups.find(({ id }) => id === seen.charted)?.partitions ?? [];
  const sum = (measure) => charted.reduce((sum, partition) => sum + partition[measure], 0);
  const { lag, duplicates, gaps } =
    told.groups.length > 1 ? { lag: sum("lag"), duplicates: sum("duplicates"), gaps: sum("gaps") } : told.totals;
  assert.deepEqual(seen.totals, { lag, duplicates, gaps }, `the totals are not those of ${where}`);
}

// ---- files

/// Saves the session by its button; returns the path of the file that the browser kept, its name and its text.
export async function save(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), click(page, "save")]);
  const path = await download.path();
  return { path, name: download.suggestedFilename(), text: await readFile(path, "utf8") };
}

/// Opens a file through the browser's file dialog, and returns once the page has it or has said why not. `contents` is
/// text or a Buffer.
export async function openFile(page, name, contents) {
  const [dialog] = await Promise.all([page.waitForEvent("filechooser"), click(page, "open")]);
  await dialog.setFiles({ name, mimeType: "text/plain", buffer: Buffer.from(contents) });
  await workIsDone(page);
}

/// Drags a file over the page and lets it fall on the stage.
export async function dropFile(page, name, contents) {
  const transfer = await page.evaluateHandle(
    ([name, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], name));
      return transfer;
    },
    [name, Buffer.from(contents).toString("base64")],
  );
  const stage = element(page, "stage");
  for (const kind of ["dragenter", "dragover"]) await stage.dispatchEvent(kind, { dataTransfer: transfer });
  await element(page, "drop-zone").waitFor();
  await stage.dispatchEvent("drop", { dataTransfer: transfer });
  await element(page, "drop-zone").waitFor({ state: "hidden" });
  await workIsDone(page);
}
