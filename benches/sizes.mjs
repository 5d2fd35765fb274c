// What the page weighs, and where its bytes come from: `make sizes`.
//
// First the files as they are delivered, raw and compressed. Then the functions of the module as the compiler leaves
// it, before wasm-bindgen and wasm-opt take away names: by crate and module, and by kind of instance (what generic
// code is compiled again for each type). The second table counts some functions of the first.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { BESIDE, LATER, outputsOf } from "./outputs.mjs";

/** The most that the page may weigh, in KB of brotli. */
const LIMIT = 420;
const [dist, module] = process.argv.slice(2);

/** A reader of WebAssembly's numbers and sections. */
class Reader {
  constructor(bytes, at = 0, end = bytes.length) {
    Object.assign(this, { bytes, at, end });
  }

  byte() {
    return this.bytes[this.at++];
  }

  number() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  take() {
    const length = this.number();
    this.at += length;
    return new Reader(this.bytes, this.at - length, this.at);
  }

  text() {
    const { bytes, at, end } = this.take();
    return bytes.toString("utf8", at, end);
  }

  get done() {
    return this.at >= this.end;
  }
}

/** The functions of a module: size of the body in bytes, and name. */
function functionsOf(bytes) {
  const sizes = [];
  const names = new Map();
  for (const reader = new Reader(bytes, 8); !reader.done;) {
    const id = reader.byte();
    const section = reader.take();
    if (id === 10) {
      for (let left = section.number(); left > 0; left--) {
        const body = section.take();
        sizes.push(body.end - body.at);
      }
    } else if (id === 0 && section.text() === "name") {
      while (!section.done) {
        const kind = section.byte();
        const part = section.take();
        if (kind !== 1) continue;
        for (let left = part.number(); left > 0; left--) names.set(part.number(), part.text());
      }
    }
  }
  // Imported functions have names too, and come first.
  const imported = names.size - sizes.length;
  return sizes.map((size, index) => ({ size, path: pathOf(names.get(index + imported) ?? "?") }));
}

/** A mangled name as a path. Of the newer mangling only the names in it are taken. */
function pathOf(mangled) {
  const parts = [];
  if (mangled.startsWith("_ZN")) {
    for (let at = 3; /\d/.test(mangled[at] ?? "");) {
      const length = /^\d+/.exec(mangled.slice(at))[0];
      at += length.length;
      parts.push(mangled.slice(at, at + Number(length)));
      at += Number(length);
    }
    const signs = { LT: "<", GT: ">", RF: "&", BP: "*", C: ",", LP: "(", RP: ")" };
    return parts.filter((part) => !/^h[0-9a-f]{16}$/.test(part)).join("::")
      .replace(/\$([A-Z]+)\$/g, (all, sign) => signs[sign] ?? all)
      .replace(/\$u([0-9a-f]+)\$/g, (_, code) => String.fromCodePoint(parseInt(code, 16)))
      .replaceAll("..", "::");
  }
  for (const [, length, rest] of mangled.matchAll(/(?<=[a-zA-Z_])(\d+)_?(?=([A-Za-z_]\w*))/g)) {
    const part = rest.slice(0, Number(length));
    if (part.length === Number(length)) parts.push(part);
  }
  return parts.join("::") || mangled;
}

const KINDS = [
  ["tree maps", /btree/],
  ["sorted vectors", /sim::sorted/],
  ["sorting", /slice::sort|merge_sort|quicksort/],
  ["hash maps", /hashbrown|HashMap/],
  ["component lifecycles", /yew::html|vcomp|as yew::|Runnable/],
  ["drop", /drop_in_place|drop_slow|Drop>::drop/],
  ["clone", /Clone>::clone|clone_subtree|unwrap_or_clone/],
  ["iterators", /iter::(adapters|traits)|from_iter|Iterator>/],
  ["vectors", /raw_vec|vec::Vec|VecDeque/],
  ["comparison", /PartialEq|PartialOrd|::Ord>/],
  ["formatting", /fmt|ToString/],
  ["descriptions for wasm-bindgen (taken out)", /describe/i],
];

const kindOf = (path) => KINDS.find(([, pattern]) => pattern.test(path))?.[0] ?? "everything else";

const CRATES = new RegExp(
  String.raw`\b(yew|plotters|regex_lite|serde_json|serde_core|wasm_bindgen|web_sys|js_sys|gloo_\w+|hashbrown|strsim)\b`,
);

/** The first crate named in a path that is not the standard library's, down to two of our own modules. */
function moduleOf(path) {
  const ours = /groupscope((?:::[a-z_]+){1,2})/.exec(path);
  if (ours) return `groupscope${ours[1]}`;
  return CRATES.exec(path)?.[0] ?? "std";
}

function table(title, functions, key, least) {
  const rows = new Map();
  for (const { size, path } of functions) {
    const row = rows.get(key(path)) ?? [0, 0];
    rows.set(key(path), [row[0] + size, row[1] + 1]);
  }
  console.log(`\n${title.padEnd(44)} functions     bytes`);
  for (const [name, [bytes, count]] of [...rows].sort((a, b) => b[1][0] - a[1][0])) {
    if (bytes >= least) console.log(`${name.padEnd(44)} ${String(count).padStart(9)} ${String(bytes).padStart(9)}`);
  }
}

/** Raw, gzip and brotli, of what comes before the first picture and of all; whether all is light enough. */
function delivered() {
  const first = [0, 0, 0];
  const all = [0, 0, 0];
  console.log(`${"file".padEnd(44)}       raw      gzip    brotli`);
  const row = (name, sizes) => console.log(name.padEnd(44) + sizes.map((size) => String(size).padStart(10)).join(""));
  for (const name of readdirSync(dist).filter((name) => /\.(html|css|js|wasm)$/.test(name)).sort()) {
    if (BESIDE.test(name)) continue;
    const bytes = readFileSync(join(dist, name));
    const sizes = [
      bytes.length,
      gzipSync(bytes, { level: 9 }).length,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } }).length,
    ];
    for (const total of LATER.test(name) ? [all] : [first, all]) {
      sizes.forEach((size, index) => { total[index] += size; });
    }
    row(name.replace(/-[0-9a-f]{15,16}(?=[._])/, ""), sizes);
  }
  row("before the first picture", first);
  row("all", all);
  const [before, brotli] = [first[2], all[2]].map((bytes) => (bytes / 1000).toFixed(0));
  console.log(`Before the first picture come ${before} KB of brotli.`);
  console.log(`At most ${LIMIT} KB of brotli are allowed; these are ${brotli} KB.`);
  return all[2] <= LIMIT * 1000;
}

/** The outputs with their limits; whether each keeps its own. */
function outputs() {
  console.log(`\n${"output".padEnd(44)}        KB   at most`);
  const all = outputsOf(dist);
  for (const { name, measure, size, most } of all) {
    const said = `${size.toFixed(1).padStart(10)} ${String(most).padStart(8)} ${measure}`;
    console.log(name.padEnd(44) + said + (size > most ? ", too much" : ""));
  }
  return all.every(({ size, most }) => size <= most);
}

const light = [delivered(), outputs()].every(Boolean);
if (module && statSync(module, { throwIfNoEntry: false })) {
  const functions = functionsOf(readFileSync(module));
  table("crate or module", functions, moduleOf, 4000);
  table("kind of instance", functions, kindOf, 0);
}
if (!light) process.exitCode = 1;
