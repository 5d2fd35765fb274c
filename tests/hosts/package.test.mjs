// The npm package, as it is packed: in a project of Vite, built and served for development; on a server; its types; and
// its table of what the element has, beside the element itself and docs/embedding.md.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { DIST, ROOT, browserTest } from "../browser/support.mjs";
import { serve } from "../browser/server.mjs";
import { ATTRIBUTES, EVENTS, METHODS } from "../../static/embed/package/api.mjs";
import { HOSTS, MODULES, run, temporary } from "./build.mjs";
import { heard, staysAt, visit } from "./visit.mjs";

let app;

/// An empty project of Vite, with the package installed from its tarball.
function theApp() {
  if (app) return app;
  const folder = temporary();
  const out = join(folder, "npm");
  run(process.execPath, [join(ROOT, "hooks", "package.mjs"), DIST, out]);
  const told = run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: out });
  const [{ filename }] = JSON.parse(told);
  app = join(folder, "app");
  cpSync(join(HOSTS, "vite"), app, { recursive: true });
  writeFileSync(join(app, "package.json"), '{ "private": true, "type": "module" }\n');
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", join(folder, filename)], { cwd: app });
  for (const name of ["react", "react-dom", "scheduler", "@types"]) {
    symlinkSync(join(MODULES, name), join(app, "node_modules", name));
  }
  return app;
}

const vite = () => import(pathToFileURL(join(MODULES, "vite", "dist", "node", "index.js")));

async function builtApp() {
  const root = theApp();
  if (!existsSync(join(root, "dist"))) await (await vite()).build({ root, logLevel: "warn" });
  return serve(join(root, "dist"));
}

/// All figures of tests/hosts/vite/index.html.
async function figuresOf(page, url) {
  const requests = await visit(page, url);
  for (const id of ["scenario", "own", "inside", "app"]) await heard(page, "ready", id);
  await page.locator("#own").getByTestId("lane-orders-1").waitFor();
  await page.locator("#inside[data-heard=ready]").waitFor();
  await page.locator("#app").getByTestId("kill-c1").waitFor({ state: "attached" });
  await page.locator("#scenario").getByTestId("caption").waitFor();
  staysAt(url, requests);
  return requests.map((request) => request.pathname);
}

browserTest("a project built by Vite shows figures", async ({ page, t }) => {
  const { url, close } = await builtApp();
  try {
    const paths = await figuresOf(page, url);
    const modules = paths.filter((path) => path.endsWith(".wasm"));
    assert.equal(new Set(modules).size, 4, "the first module, and the three that are fetched after it");
    assert.equal(modules.length, 4, `${modules}`);
    t.diagnostic(`${paths.length} files: ${paths.join(" ")}`);
  } finally {
    await close();
  }
});

browserTest("so does one that Vite serves for development", async ({ page }) => {
  const server = await (await vite()).createServer({ root: theApp(), logLevel: "warn", server: { host: "127.0.0.1" } });
  try {
    await server.listen();
    await figuresOf(page, server.resolvedUrls.local[0]);
  } finally {
    await server.close();
  }
});

browserTest("setWasmUrl moves each module", async ({ page }) => {
  const { url, close } = await builtApp();
  try {
    const installed = join(theApp(), "node_modules", "groupscope");
    const asked = [];
    for (const name of ["first", "shared", "touched", "later"]) {
      const file = name === "first" ? "groupscope.wasm" : `groupscope_${name}.wasm`;
      await page.route(`**/moved/${name}.wasm`, (route) => {
        asked.push(name);
        return route.fulfill({ contentType: "application/wasm", body: readFileSync(join(installed, file)) });
      });
    }
    const paths = await figuresOf(page, `${url}?moved`);
    assert.deepEqual(asked.toSorted(), ["first", "later", "shared", "touched"]);
    const elsewhere = paths.filter((path) => path.endsWith(".wasm") && !path.startsWith("/moved/"));
    assert.deepEqual(elsewhere, []);
  } finally {
    await close();
  }
});

test("a server without a window can import it", () => {
  const script = `
    const before = Object.getOwnPropertyNames(globalThis).length;
    const { GroupScope, define, hydrate, setWasmUrl } = await import("groupscope");
    for (const one of [GroupScope, define, hydrate, setWasmUrl]) if (typeof one !== "function") process.exit(1);
    if (Object.getOwnPropertyNames(globalThis).length !== before) process.exit(2);
    await import("groupscope/react");
    await import("groupscope/define");`;
  run(process.execPath, ["--input-type=module", "--eval", script], { cwd: theApp() });
});

test("what exports names is there", () => {
  const installed = join(theApp(), "node_modules", "groupscope");
  const { exports, customElements, sideEffects } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const paths = (target) => (typeof target === "string" ? [target] : Object.values(target));
  const named = Object.values(exports).flatMap(paths);
  for (const path of [...named, customElements, ...sideEffects]) {
    assert.ok(existsSync(join(installed, path.replace("/*", "/zombie.session"))), path);
  }
  const manifest = JSON.parse(readFileSync(join(installed, customElements), "utf8"));
  assert.match(manifest.schemaVersion, /^2\./);
  assert.equal(manifest.modules[0].declarations[0].tagName, "group-scope");
  const texts = readdirSync(installed).filter((name) => /\.(js|json|ts|md)$/.test(name));
  for (const name of texts.filter((name) => name !== "program.js")) {
    assert.doesNotMatch(readFileSync(join(installed, name), "utf8"), /https?:/, `${name} names another host`);
  }
});

/// Runs TypeScript with the types of this version of React.
function compile(react) {
  const folder = join(theApp(), "types");
  const paths = { react: [join(MODULES, react)], "react/jsx-runtime": [join(MODULES, react, "jsx-runtime")] };
  mkdirSync(folder, { recursive: true });
  const config = { extends: "./tsconfig.json", compilerOptions: { paths }, include: ["*.tsx"] };
  writeFileSync(join(folder, "tsconfig.react.json"), JSON.stringify(config));
  run(process.execPath, [join(MODULES, "typescript", "bin", "tsc"), "-p", "tsconfig.react.json"], { cwd: folder });
}

test("the sample for the types has every attribute", () => {
  const sample = readFileSync(join(ROOT, "tests", "hosts", "vite", "types", "right.tsx"), "utf8");
  const missing = ATTRIBUTES.filter(({ name }) => !new RegExp(`^\\s+${name}\\b`, "m").test(sample));
  assert.deepEqual(missing, []);
});

for (const [version, types] of [[18, "@types/react-18"], [19, "@types/react"]]) {
  test(`TypeScript takes what is right and refuses what is wrong, with React ${version}`, () => compile(types));
}

test("the table, the element and the documentation say the same", async () => {
  const { GroupScope } = await import(pathToFileURL(join(theApp(), "node_modules", "groupscope", "index.js")));
  const names = (table) => table.map(({ name }) => name).sort();
  assert.deepEqual([...GroupScope.observedAttributes].sort(), names(ATTRIBUTES));
  const documented = readFileSync(join(ROOT, "docs", "embedding.md"), "utf8");
  const table = (heading) => {
    const section = documented.split(/^## /m).find((part) => part.startsWith(heading));
    const rows = section.split("\n").filter((line) => line.startsWith("| `"));
    return rows.flatMap((row) => [...row.split("|")[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  };
  assert.deepEqual([...table("What it shows"), ...table("How")].sort(), names(ATTRIBUTES));
  assert.deepEqual(table("From a script").sort(), EVENTS.map(({ name }) => `groupscope:${name}`).sort());
  const own = Object.getOwnPropertyNames(GroupScope.prototype);
  for (const { name } of METHODS) {
    assert.ok(own.includes(name), `the element has no ${name}`);
    assert.match(documented, new RegExp(`\`${name}\\(`), `docs/embedding.md does not tell of ${name}`);
  }
  const callbacks = ["constructor", "connectedCallback", "disconnectedCallback", "attributeChangedCallback"];
  const inner = ["begin", "follow", "shown", "rest"];
  assert.deepEqual(own.filter((name) => ![...callbacks, ...inner].includes(name)).sort(), names(METHODS));
});
