// Writes what has everything inside itself: groupscope.inline.js, the element for pages that can fetch nothing beside
// them (a file on disk, a sandboxed frame), and groupscope.html, the whole of groupscope in one file. The program and
// the scenarios are in them deflated, as base64. Run in the folder of the build, after embed.mjs.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { built } from "./built.mjs";
import { redirected } from "./program.mjs";

const source = process.argv[2];
const index = await readFile("index.html", "utf8");
const files = await built();
const { script, wasm, styles, appStyles } = files;
const minify = process.env.TRUNK_PROFILE === "release";

const packed = (bytes) => JSON.stringify(deflateRawSync(bytes, { level: 9 }).toString("base64"));
const textsOf = async (names, folder = ".") =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")])));
const scenarios = await textsOf((await readdir("scenarios")).sort(), "scenarios");
const sheets = await textsOf([...new Set([...styles, ...appStyles])]);

/// What is in the file, and how it is taken out.
const DATA = String.raw`
const PACKED = {
  first: ${packed(await readFile(wasm))},
  later: ${packed(await readFile(wasm.replace("_bg.", "_later.")))},
  scenarios: ${packed(Buffer.from(JSON.stringify(scenarios)))},
};
export function unpacked(name) {
  const bytes = Uint8Array.from(atob(PACKED[name]), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream, { headers: { "content-type": "application/wasm" } });
}
let texts;
/// What the program asks for when it runs: its second module, and scenarios.
export async function fetched(window, address) {
  const name = address.match(/^scenarios\/([a-z0-9-]+\.session)$/)?.[1];
  if (!name) return window.fetch(address);
  texts ??= unpacked("scenarios").json();
  const text = (await texts)[name];
  return new Response(text, { status: text === undefined ? 404 : 200 });
}
`;
/// In the place of static/embed/files.js.
const FILES = `
import * as program from "./${script}";
export const SCENARIOS = "scenarios/";
export const POSTERS = undefined;
export async function loadProgram() {
  await program.default();
  return program;
}
const SHEETS = ${JSON.stringify(sheets)};
const LISTS = ${JSON.stringify({ styles, appStyles })};
const named = (name) => ({ name, text: SHEETS[name] });
export const styleSheets = async (all) => (all ? LISTS.appStyles : LISTS.styles).map(named);
`;
const START = `
import start from "./${script}";
start().then((wasm) => dispatchEvent(new CustomEvent("TrunkApplicationStarted", { detail: { wasm } })));
`;

const virtual = (modules) => ({
  name: "groupscope",
  setup(build) {
    build.onResolve({ filter: /\/files\.js$/ }, () => ({ path: "groupscope:files", namespace: "groupscope" }));
    build.onResolve({ filter: /^groupscope:/ }, ({ path }) => ({ path, namespace: "groupscope" }));
    build.onLoad({ filter: /./, namespace: "groupscope" }, ({ path }) => ({
      contents: modules[path.split(":")[1]],
      resolveDir: process.cwd(),
    }));
    build.onLoad({ filter: /groupscope-[0-9a-f]+\.js$/ }, async ({ path }) => {
      const reach = { first: 'unpacked("first")', later: '"later"', fetched: "fetchedHere" };
      const here = redirected(await readFile(path, "utf8"), files, reach)
        .replace('fetch("later")', 'Promise.resolve(unpacked("later"))');
      return { contents: `import { unpacked, fetched as fetchedHere } from "groupscope:data";\n${here}` };
    });
  },
});

async function bundled(entry) {
  const { outputFiles } = await build({
    ...entry,
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    minify,
    plugins: [virtual({ data: DATA, files: FILES, start: START })],
    logLevel: "warning",
  });
  return outputFiles[0].text;
}

await writeFile(
  "groupscope.inline.js",
  await bundled({ entryPoints: [join(source, "static", "embed", "page.js")] }),
);

/// The page with what it links put into it.
async function whole() {
  const start = await bundled({ stdin: { contents: 'import "groupscope:start";', resolveDir: process.cwd() } });
  let page = index
    .replace(/<script type="module">[^]*?<\/script>/, "")
    .replace(/<link rel="(modulepreload|preload)"[^>]*>/g, "")
    // There is no frame beside it that could show a figure.
    .replace(/<meta name="figure-weight"[^>]*>/, "");
  for (const [tag, name] of page.matchAll(/<link rel="stylesheet" href="\.\/([^"]*)"[^>]*>/g)) {
    const text = await readFile(name, "utf8");
    page = page.replace(tag, () => `<style>${text.trim()}</style>`);
  }
  for (const [tag, name] of page.matchAll(/<script src="\.\/([^"]*)"><\/script>/g)) {
    const text = await readFile(name, "utf8");
    page = page.replace(tag, () => `<script>${text.trim()}</script>`);
  }
  for (const [tag, name] of page.matchAll(/<link rel="icon" href="\.\/([^"]*)"[^>]*>/g)) {
    const icon = (await readFile(name)).toString("base64");
    page = page.replace(tag, () => `<link rel="icon" href="data:image/svg+xml;base64,${icon}">`);
  }
  return page.replace("</body>", () => `<script>${start}</script>\n  </body>`);
}

await writeFile("groupscope.html", await whole());

/// A Content-Security-Policy names what is inline by its hash.
function policyOf(page, [scripts, styles]) {
  const hashes = (tag) => [...page.matchAll(new RegExp(`<${tag}(?: type="module")?>([^]*?)</${tag}>`, "g"))]
    .map(([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  return `script-src ${[...scripts, "'wasm-unsafe-eval'", ...hashes("script")].join(" ")}; ` +
    `style-src ${[...styles, ...hashes("style")].join(" ")}`;
}
await writeFile(
  "csp.txt",
  `index.html\n    ${policyOf(index, [["'self'"], ["'self'"]])}\n` +
    `groupscope.html\n    ${policyOf(await whole(), [[], []])}\n` +
    "pages with figures\n    script-src 'self' 'wasm-unsafe-eval'\n",
);
