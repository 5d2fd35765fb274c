// Writes what has everything inside itself: groupscope.inline.js, the element for pages that can fetch nothing beside
// them (a file on disk, a sandboxed frame), and groupscope.html, the whole of groupscope in one file. The element has
// what figures need; all of groupscope (`controls=all`) is in groupscope.html. Run in the folder of the build, after
// embed.mjs: `node hooks/inline.mjs SOURCE UNCUT`, where UNCUT is the folder with the uncut program.
import { deepEqual } from "node:assert/strict";
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { built } from "./built.mjs";
import { packed } from "./packed.mjs";
import { redirected } from "./program.mjs";

const [source, uncut] = process.argv.slice(2);
const index = await readFile("index.html", "utf8");
const files = await built();
const { script, wasm, styles, appStyles } = files;
const minify = process.env.TRUNK_PROFILE === "release";

const textsOf = async (names, folder = ".") =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")])));
const scenarios = await textsOf((await readdir("scenarios")).sort(), "scenarios");
/// The scenarios without their remarks; and without what a figure neither checks nor shows.
const linesWithout = (beginnings) => {
  const kept = (text) => text.split("\n").filter((line) => !beginnings.test(line)).join("\n");
  return Object.fromEntries(Object.entries(scenarios).map(([name, text]) => [name, kept(text)]));
};
const SCENARIOS_OF_FIGURES = linesWithout(/^(#|$|(expect|mark|show|lag|why|tell|task|learned) )/);
const SCENARIOS_WITHOUT_REMARKS = linesWithout(/^(#|$)/);
const sheets = await textsOf([...new Set([...styles, ...appStyles])]);
/// Rules for what only the app has: its rail and its bench.
const OF_THE_APP = /^\.(rail|controls|controls-inner|segments|settings?|settings-head|consumer|consumer-more|row)\b/;
/// A sheet without them. Rules inside of others stay.
function withoutApp(text) {
  const rules = [""];
  let open = 0;
  for (const part of text.split(/(?<=[{}])/)) {
    rules[rules.length - 1] += part;
    open += part.endsWith("{") - part.endsWith("}");
    if (open === 0) rules.push("");
  }
  const isOfTheApp = (rule) => rule.slice(0, rule.indexOf("{")).split(",").every((one) => OF_THE_APP.test(one.trim()));
  return rules.filter((rule) => !isOfTheApp(rule)).join("");
}

/// The program in its parts, without what figures do not need; and uncut.
const part = (name) => readFile(wasm.replace("_bg.", `_${name}.`));
const FIGURES = {
  script: redirected(await readFile(script, "utf8"), wasm, {
    first: 'response("first")',
    part: (name) => `"${name}"`,
    fetched: "fetchedHere",
  }).replace(/\bfetch\("(\w+)"\)/g, 'Promise.resolve(response("$1"))'),
  modules: { first: await readFile(wasm), shared: await part("shared"), touched: await part("touched") },
  scenarios: SCENARIOS_OF_FIGURES,
  rulesOf: withoutApp,
};
const ALL = {
  script: redirected(await readFile(join(uncut, "whole.js"), "utf8"), "whole_bg.wasm", {
    first: 'response("first")',
    fetched: "fetchedHere",
  }),
  modules: { first: await readFile(join(uncut, "whole_bg.wasm")) },
  scenarios: SCENARIOS_WITHOUT_REMARKS,
};

/// What is said in English and in Korean stands apart, each for itself: so the three compress better than mixed. Only
/// where it stood is left in the scenarios.
const SAID = [["en", "\x7f"], ["ko", "\x80"]];
function apart(scenarios) {
  const said = Object.fromEntries(SAID.map(([word]) => [word, []]));
  const take = (text) => SAID.reduce((rest, [word, mark]) => rest.replace(
    new RegExp(` ${word}="((?:[^"\\\\]|\\\\.)*)"`, "g"),
    (_, quoted) => mark + (said[word].push(quoted), ""),
  ), text);
  const left = Object.fromEntries(Object.entries(scenarios).map(([name, text]) => [name, take(text)]));
  return { left, said: Object.fromEntries(Object.entries(said).map(([word, texts]) => [word, texts.join("\n")])) };
}

/// The other way round, where it is needed.
function together({ left, said, sheets }, marks) {
  for (const [word, mark] of marks) {
    const texts = said[word].split("\n");
    for (const name in left) left[name] = left[name].replaceAll(mark, () => " " + word + '="' + texts.shift() + '"');
  }
  return { scenarios: left, sheets };
}
for (const texts of [SCENARIOS_OF_FIGURES, SCENARIOS_WITHOUT_REMARKS]) {
  deepEqual(together(apart(texts), SAID).scenarios, texts);
}

/// What a file has inside: a program, these style sheets, all scenarios, and what else it packs; see packed.mjs.
async function inside({ modules, scenarios, rulesOf = (sheet) => sheet }, names, code, more = {}) {
  const own = Object.fromEntries(names.map((name) => [name, rulesOf(sheets[name])]));
  const texts = { ...apart(scenarios), sheets: own };
  // Texts first: beside the texts of the program that come next.
  const files = { texts: Buffer.from(JSON.stringify(texts)), ...modules, ...more };
  const { filled, modules: unpacking } = await packed(files, code);
  return { filled, modules: { data: DATA, ...unpacking } };
}

const programOf = ({ script }) => `import { response, fetched as fetchedHere } from "groupscope:data";\n${script}`;

/// How the program comes by it.
const DATA = String.raw`
import { unpacked } from "groupscope:packed";
export const response = (name) => {
  return new Response(unpacked(name), { headers: { "content-type": "application/wasm" } });
};
let texts;
export const textsInside = () => texts ??= together(JSON.parse(new TextDecoder().decode(unpacked("texts"))), SAID);
const SAID = ${JSON.stringify(SAID)};
${together}
/// What the program asks for when it runs: scenarios.
export async function fetched(window, address) {
  const name = address.match(/^scenarios\/([a-z0-9-]+\.session)$/)?.[1];
  if (!name) return window.fetch(address);
  const text = textsInside().scenarios[name];
  return new Response(text, { status: text === undefined ? 404 : 200 });
}
`;
/// In the place of static/embed/files.js.
const FILES = `
import * as program from "groupscope:program";
import { textsInside } from "groupscope:data";
export const SCENARIOS = "scenarios/";
export const POSTERS = undefined;
export const PARTIAL = {
  en: "This file has figures alone: comparing, the sequence diagram, report() and the app are in groupscope.js.",
  ko: "이 파일에는 그림만 들어 있습니다. 실행 비교, 시퀀스 다이어그램, report(), 앱은 groupscope.js에 있습니다.",
};
export async function loadProgram() {
  await program.default();
  return program;
}
export const styleSheets = async () => Object.entries(textsInside().sheets).map(([name, text]) => ({ name, text }));
`;
/// The whole page's program is packed as well: in a page of UTF-16 a script takes two bytes for each of its letters.
const UNPACK = `
import { fetched, response, textsInside } from "groupscope:data";
import { unpacked } from "groupscope:packed";
const script = document.createElement("script");
script.inside = { fetched, response, textsInside };
script.textContent = new TextDecoder().decode(unpacked("start"));
document.head.append(script);
`;
const GIVEN = "export const { fetched, response, textsInside } = document.currentScript.inside;";
const START = `
import start from "groupscope:program";
import { textsInside } from "groupscope:data";
document.adoptedStyleSheets = Object.values(textsInside().sheets).map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});
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
  },
});

async function bundled(entry, { modules, filled = (bundle) => bundle }) {
  const { outputFiles } = await build({
    ...entry,
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    minify,
    // A script has the encoding of the page that it stands in.
    charset: "ascii",
    plugins: [virtual(modules)],
    logLevel: "warning",
    // wasm-bindgen names what loads the other parts once for each of them.
    logOverride: { "duplicate-object-key": "silent" },
  });
  return filled(outputFiles[0].text);
}

async function figures() {
  const { filled, modules } = await inside(FIGURES, styles, "base64");
  return { filled, modules: { files: FILES, program: programOf(FIGURES), ...modules } };
}

await writeFile(
  "groupscope.inline.js",
  await bundled(
    { entryPoints: [join(source, "static", "embed", "page.js")] },
    await figures(),
  ),
);

/// A script with the letters that it had to say in ASCII: in this page each is one.
const spelled = (text) =>
  text.replace(/\\u([0-9A-F]{4})/g, (said, code) => {
    const number = parseInt(code, 16);
    return number > 0xff && (number < 0xd800 || number > 0xdfff) ? String.fromCharCode(number) : said;
  });

/// The page with what it links put into it.
async function whole() {
  const entry = { stdin: { contents: 'import "groupscope:start";', resolveDir: process.cwd() } };
  const own = await bundled(entry, { modules: { data: GIVEN, program: programOf(ALL), start: START } });
  const { filled, modules } = await inside(ALL, appStyles, "sixteen", { start: Buffer.from(own) });
  const start = await bundled(entry, { filled, modules: { start: UNPACK, ...modules } });
  let page = index
    // It begins with the mark of UTF-16, which counts for more than what a server says of it.
    .replace(/ *<meta charset="utf-8">\n/, "")
    .replace(/<script type="module">[^]*?<\/script>/, "")
    .replace(/<link rel="(modulepreload|preload)"[^>]*>/g, "")
    // There is no frame beside it that could show a figure.
    .replace(/<meta name="figure-weight"[^>]*>/, "")
    .replace(/ *<link [^>]*data-groupscope[^>]*>\n/g, "")
    .replace(/ *<!--[^]*?-->\n/g, "");
  for (const [tag, name] of page.matchAll(/<link rel="stylesheet" href="\.\/([^"]*)"[^>]*>/g)) {
    const text = await readFile(name, "utf8");
    page = page.replace(tag, () => `<style>${text.trim()}</style>`);
  }
  for (const [tag, name] of page.matchAll(/<script src="\.\/([^"]*)"><\/script>/g)) {
    const text = await readFile(name, "utf8");
    page = page.replace(tag, () => `<script>${spelled(text.trim())}</script>`);
  }
  for (const [tag, name] of page.matchAll(/<link rel="icon" href="\.\/([^"]*)"[^>]*>/g)) {
    const icon = (await readFile(name)).toString("base64");
    page = page.replace(tag, () => `<link rel="icon" href="data:image/svg+xml;base64,${icon}">`);
  }
  return { page: page.replace("</body>", () => `<script>${start}</script>\n  </body>`), unpacked: own };
}

const { page: wholePage, unpacked } = await whole();
await writeFile("groupscope.html", `\ufeff${wholePage}`, "utf16le");

/// A Content-Security-Policy names what is inline by its hash.
const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
function policyOf(page, [scripts, styles]) {
  const hashes = (tag) => [...page.matchAll(new RegExp(`<${tag}(?: type="module")?>([^]*?)</${tag}>`, "g"))]
    .map(([, text]) => hashOf(text));
  return `script-src ${[...scripts, "'wasm-unsafe-eval'", ...hashes("script")].join(" ")}; ` +
    `style-src ${[...styles, ...hashes("style")].join(" ")}`;
}
await writeFile(
  "csp.txt",
  `index.html\n    ${policyOf(index, [["'self'"], ["'self'"]])}\n` +
    `groupscope.html\n    ${policyOf(wholePage, [[hashOf(unpacked)], []])}\n` +
    "pages with figures\n    script-src 'self' 'wasm-unsafe-eval'\n",
);
