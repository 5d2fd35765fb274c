// What the tests ask of a page with figures: what it fetched, what the figures told, what moved.
import assert from "node:assert/strict";
import { after } from "node:test";
import { serve } from "../browser/server.mjs";
import { build } from "./build.mjs";

const sites = new Map();
after(() => Promise.all([...sites.values()].map((site) => site.then(({ close }) => close()))));

/// The address of a host's page.
export async function site(host, headers = {}) {
  const key = `${host} ${JSON.stringify(headers)}`;
  if (!sites.has(key)) sites.set(key, serve(build(host), { headers }));
  return (await sites.get(key)).url;
}

/// Runs in the page before anything else of it.
function record() {
  window.heard = [];
  window.shift = 0;
  window.refused = [];
  for (const type of ["ready", "time", "entry", "question", "error"]) {
    addEventListener(`groupscope:${type}`, ({ detail, target }) => {
      window.heard.push({ type, id: target.id, now: performance.now(), ...detail });
    });
  }
  addEventListener("securitypolicyviolation", (event) => window.refused.push(event.effectiveDirective));
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

/// Opens a page; returns the list that what it fetches is written into.
export async function visit(page, address) {
  const requests = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol)) requests.push(url);
  });
  // Not every host has one, and browsers ask for it.
  await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
  await page.addInitScript(record);
  await page.goto(address);
  return requests;
}

/// Nothing was asked of another origin.
export function staysAt(address, requests) {
  const { origin } = new URL(address);
  assert.deepEqual(requests.filter((url) => url.origin !== origin).map(String), [], "another origin was asked");
}

/// The element's own files among them.
export function own(requests) {
  const paths = requests.map((url) => url.pathname).filter((path) => path.includes("/groupscope/"));
  return paths.map((path) => path.split("/").pop());
}

export const heard = (page, type, id) =>
  page.waitForFunction(
    ([type, id]) => window.heard.find((one) => one.type === type && (id === undefined || one.id === id)),
    [type, id],
  ).then((found) => found.jsonValue());

/// Waits until the last thing that a figure told of time is that it plays, or that it does not.
export const isPlaying = (page, id, playing) =>
  page.waitForFunction(
    ([id, playing]) => window.heard.findLast((one) => one.type === "time" && one.id === id)?.playing === playing,
    [id, playing],
  );

export const idle = (page) => page.evaluate(() => new Promise((done) => requestIdleCallback(() => done())));

/// Scrolls to each figure and waits for it.
export async function seeAll(page, ids) {
  for (const id of ids) {
    await page.locator(`group-scope[id="${id}"]`).scrollIntoViewIfNeeded();
    await heard(page, "ready", id);
  }
}

export function background(page, id) {
  const area = page.locator(`#${id} .groupscope-page .stage-area`);
  return area.evaluate((area) => getComputedStyle(area.parentElement).backgroundColor);
}

/// What the scripts of a page keep, in MB.
export async function heap(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / 1e6;
}
