// What every browser test needs: the built page on a free port, a real Chromium, and questions asked of the page
// through data-testid. Nothing here waits for a time, only for a state.
//
//     browserTest("the stage shows itself", async ({ page }) => {
//       await open(page);
//       assert.equal(await value(page, "stage", "data-consumers"), "2");
//     });
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium as playwright } from "playwright-core";
import { chromium } from "./programs.mjs";
import { serve } from "./server.mjs";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const DIST = join(ROOT, "dist");
export const OUT = join(ROOT, "tests", "browser", "out");
const PATIENCE = 60_000;

const FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];
if (process.getuid?.() === 0) FLAGS.push("--no-sandbox");

// ---- one browser and one server per test file, both from their first use on

let browser;
let site;
const errorsOf = new WeakMap();

export async function theBrowser() {
  browser ??= await playwright.launch({ executablePath: chromium(), headless: true, args: FLAGS });
  return browser;
}

/// The address of the page, ending in a slash.
export async function theSite() {
  assert.ok(existsSync(join(DIST, "index.html")), "There is no page in dist/: run `make build` first.");
  site ??= await serve(DIST);
  return site.url;
}

after(async () => {
  await browser?.close();
  await site?.close();
});

// ---- tests

/// A test with a page of its own. It fails if the page wrote an error to its console or threw one, unless
/// `expectErrors` is set. `context` is what Playwright's newContext takes (viewport, locale, colorScheme, ...).
export function browserTest(name, options, body) {
  if (!body) [options, body] = [{}, options];
  const { expectErrors = false, context: wanted = {}, ...rest } = options;
  test(name, { timeout: 300_000, ...rest }, async (t) => {
    const context = await (await theBrowser()).newContext({ viewport: { width: 1280, height: 800 }, ...wanted });
    try {
      context.setDefaultTimeout(PATIENCE);
      const page = await context.newPage();
      watch(page);
      await waitForWork(page);
      try {
        await body({ page, context, t });
      } catch (error) {
        const shot = await screenshot(page, `failed ${name}`).catch(() => undefined);
        const seen = [...errorsOf.get(page), shot && `the page at that moment: ${shot}`].filter(Boolean);
        for (const line of seen) t.diagnostic(line);
        throw error;
      }
      if (!expectErrors) assert.deepEqual(errorsOf.get(page), [], "the page reported errors");
    } finally {
      await context.close();
    }
  });
}

/// What a key, a click or a text brings about is done when the call returns. Yew puts work off with timers of 0 ms when
/// there is much of it, and the next question would come before.
async function waitForWork(page) {
  await page.addInitScript(() => {
    const waiting = new Set();
    const { setTimeout: set, clearTimeout: clear } = window;
    window.setTimeout = (then, after, ...more) => {
      if (after || typeof then !== "function") return set(then, after, ...more);
      const id = set(() => {
        waiting.delete(id);
        then(...more);
      }, 0);
      waiting.add(id);
      return id;
    };
    window.clearTimeout = (id) => {
      waiting.delete(id);
      clear(id);
    };
    // A file's contents come when they come.
    let reading = 0;
    const { arrayBuffer } = Blob.prototype;
    Blob.prototype.arrayBuffer = function () {
      reading += 1;
      const contents = arrayBuffer.call(this);
      // Only after what the page itself does with them.
      const isRead = () => set(() => (reading -= 1), 0);
      contents.then(isRead, isRead);
      return contents;
    };
    // What computes for long does so in such timers, too: that is not waited for.
    window.workIsDone = (most = 10) => new Promise((done) => {
      const look = (times) => {
        if (reading) set(look, 0, 0);
        else if (waiting.size && times < most) set(look, 0, times + 1);
        else done();
      };
      // What comes at once has come by then.
      set(look, 0, 0);
    });
  });
  assert.ok(page.keyboard._page, "Playwright's keyboard knows its page");
  awaitWorkAfter(Object.getPrototypeOf(page.locator("body")), ["click", "fill", "press"], (locator) => locator.page());
  awaitWorkAfter(Object.getPrototypeOf(page.keyboard), ["press", "type"], (keyboard) => keyboard._page);
}

const waiting = new Set();

function awaitWorkAfter(kind, names, pageOf) {
  if (waiting.has(kind)) return;
  waiting.add(kind);
  for (const name of names) {
    const plain = kind[name];
    kind[name] = async function (...args) {
      await plain.apply(this, args);
      await workIsDone(pageOf(this));
    };
  }
}

/// What was asked of the page last is done. It may also have led away from the page.
export async function workIsDone(page) {
  await Promise.all(page.frames().map((frame) => frame.evaluate(() => window.workIsDone?.()).catch(() => {})));
}

/// Collects what goes wrong in a page, from now on. `browserTest` does this for its own page.
export function watch(page) {
  const errors = [];
  errorsOf.set(page, errors);
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => errors.push(`thrown: ${error.stack ?? error}`));
  page.on("crash", () => errors.push("the page crashed"));
}

export function errors(page) {
  return [...(errorsOf.get(page) ?? [])];
}

/// Opens the page and returns once all of it is there: the stage, and what is fetched after it. `address` is relative:
/// "?lang=ko#...".
export async function open(page, address = "") {
  await openFirst(page, address);
  await page.locator("[data-testid=page][data-whole=true]").waitFor({ state: "attached" });
}

/// The same, but returns as soon as the program shows its stage.
export async function openFirst(page, address = "") {
  if (!errorsOf.has(page)) watch(page);
  await page.goto(new URL(address, await theSite()).href);
  const shown = page.locator("[data-testid=stage], [data-testid=boot-failed]").first();
  await shown.waitFor({ state: "attached" });
  assert.equal(await shown.getAttribute("data-testid"), "stage", `not started: ${await shown.textContent()}`);
}

// ---- questions

const selector = (testid) => `[data-testid="${testid}"]`;

/// An attribute of the first element with this data-testid; null if there is no such element or attribute.
/// Without an attribute: its text.
export function value(page, testid, attr) {
  return page.evaluate(readInPage, [selector(testid), attr]);
}

function readInPage([css, attr]) {
  const element = document.querySelector(css);
  if (!element) return null;
  return attr ? element.getAttribute(attr) : element.textContent;
}

/// Waits until an attribute (or, without one, the text) is as wanted and returns it. `wanted` is a function, a
/// regular expression or the very value.
export async function waitFor(page, testid, attr, wanted, timeout = PATIENCE) {
  const fits = (seen) => {
    if (typeof wanted === "function") return wanted(seen);
    return wanted instanceof RegExp ? seen !== null && wanted.test(seen) : seen === wanted;
  };
  const deadline = Date.now() + timeout;
  for (;;) {
    const seen = await value(page, testid, attr);
    if (fits(seen)) return seen;
    const left = deadline - Date.now();
    const changed = left > 0 && (await change(page, testid, attr, seen, left));
    if (!changed) {
      const what = `${testid} ${attr ?? "text"}`;
      assert.fail(`waited ${timeout} ms for ${what} to be ${wanted}; it is ${JSON.stringify(seen)}`);
    }
  }
}

async function change(page, testid, attr, seen, timeout) {
  const differs = ([css, name, old]) => {
    const element = document.querySelector(css);
    const now = element ? (name ? element.getAttribute(name) : element.textContent) : null;
    return now !== old;
  };
  try {
    await page.waitForFunction(differs, [selector(testid), attr, seen], { timeout });
    return true;
  } catch (error) {
    if (error.name === "TimeoutError") return false;
    throw error;
  }
}

// ---- beside the page

let program;

/// Runs the native program, as `cargo run --release --no-default-features -- ARGS` would; returns what it printed.
export function native(args, { input } = {}) {
  return execFileSync(nativeProgram(), args, { cwd: ROOT, input, encoding: "utf8", maxBuffer: 1 << 28 });
}

/// Its path.
export function nativeProgram() {
  program ??= buildNative();
  return program;
}

function buildNative() {
  const args = ["build", "--release", "--locked", "--no-default-features", "--features", "ssr", "--bin", "groupscope"];
  const told = execFileSync("cargo", [...args, "--quiet", "--message-format=json"], {
    cwd: ROOT,
    encoding: "utf8",
    // As `make native` builds it, so that it is built once.
    env: { ...process.env, CARGO_PROFILE_RELEASE_OPT_LEVEL: "3" },
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 1 << 28,
  });
  const artifacts = told.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  return artifacts.findLast((artifact) => artifact.executable).executable;
}

/// Writes tests/browser/out/NAME.png, to be looked at by a person, and returns its path.
export async function screenshot(page, name, options = {}) {
  mkdirSync(OUT, { recursive: true });
  const path = join(OUT, `${name.replace(/[^\p{L}\p{N}]+/gu, "-")}.png`);
  await page.screenshot({ path, ...options });
  return path;
}
