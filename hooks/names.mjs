// Short names between the program and its script: `node hooks/names.mjs MODULE SCRIPT PART...`, where the PARTs are the
// modules that are fetched later and are left as they are. Ends with an error rather than write what would not run.
//
// wasm-bindgen names what the module imports, and what it exports for itself, at length and with a hash. Nobody reads
// that in a release, and hashes do not compress.

import { readFileSync, writeFileSync } from "node:fs";
import { changed, encoded, numberAt } from "./wasm.mjs";

const [modulePath, scriptPath, ...partPaths] = process.argv.slice(2);
const module = readFileSync(modulePath);
let script = readFileSync(scriptPath, "utf8");

/** wasm-bindgen's own names, and the script as the module names it; all others are somebody else's to choose. */
const OWN = /^(__wb|wasm_bindgen_)|_bg\.js$/;
const IMPORTS = 2;
const EXPORTS = 7;
const NUMBER_OF_PARTS_AFTER_KIND = { 0: 1, 3: 2, 4: 2 };

/** Each long name and its short one. */
const short = new Map();
function shortened(name) {
  if (!OWN.test(name)) return name;
  if (!short.has(name)) short.set(name, `$${short.size.toString(36)}`);
  return short.get(name);
}

/** The name at a place, made short, and the place behind the long one. */
function nameAt(at) {
  const [length, begin] = numberAt(module, at);
  const name = Buffer.from(shortened(module.toString("utf8", begin, begin + length)));
  return [Buffer.concat([encoded(name.length), name]), begin + length];
}

/** Where what stands behind an import's names ends. */
function endOfImport(at) {
  const kind = module[at];
  if (kind === 1 || kind === 2) {
    const flagsAt = kind === 1 ? at + 2 : at + 1;
    const [flags, least] = numberAt(module, flagsAt);
    const end = numberAt(module, least)[1];
    return flags & 1 ? numberAt(module, end)[1] : end;
  }
  let end = at + 1;
  const parts = NUMBER_OF_PARTS_AFTER_KIND[kind];
  if (parts === undefined) throw new Error(`${modulePath} imports something of the unknown kind ${kind}`);
  for (let left = parts; left > 0; left--) [, end] = numberAt(module, end);
  return end;
}

/** A section of imports or exports with short names. */
function renamed(id, at) {
  const [count, first] = numberAt(module, at);
  const parts = [encoded(count)];
  at = first;
  for (let left = count; left > 0; left--) {
    for (let names = id === IMPORTS ? 2 : 1; names > 0; names--) {
      const [name, behind] = nameAt(at);
      parts.push(name);
      at = behind;
    }
    const end = id === IMPORTS ? endOfImport(at) : numberAt(module, at + 1)[1];
    parts.push(module.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/// What is for linkers alone.
const OF_LINKERS = /^(linking|reloc\..*|__wasm_split.*)$/;
const CUSTOM = 0;

/// The sections without those for linkers, and with short names.
function shortSection(id, begin, end) {
  if (id === IMPORTS || id === EXPORTS) return renamed(id, begin);
  if (id === CUSTOM) {
    const [length, at] = numberAt(module, begin);
    if (OF_LINKERS.test(module.toString("utf8", at, at + length))) return undefined;
  }
  return module.subarray(begin, end);
}
const rewritten = changed(module, shortSection);
const words = (name) => {
  const word = name.replace(/[.$/]/g, "\\$&");
  return new RegExp(String.raw`(?<![\w$])${word}(?![\w$])`, "g");
};
const compiled = (bytes) => new WebAssembly.Module(bytes);
const imported = WebAssembly.Module.imports(compiled(module)).flatMap(({ module: from, name }) => [from, name]);
const ofParts = new Map(partPaths.flatMap((path) =>
  WebAssembly.Module.imports(compiled(readFileSync(path))).map(({ name }) => [name, path])));
for (const [long, name] of short) {
  if (words(name).test(script)) throw new Error(`${name}, short for ${long}, is taken in ${scriptPath}`);
  if (ofParts.has(long)) throw new Error(`${ofParts.get(long)} asks for ${long}, which is made short in ${modulePath}`);
  if (imported.includes(long) && !words(long).test(script)) {
    throw new Error(`${modulePath} asks for ${long}, which ${scriptPath} does not have`);
  }
}
for (const [long, name] of short) script = script.replace(words(long), () => name);
compiled(rewritten);
writeFileSync(modulePath, rewritten);
writeFileSync(scriptPath, script);
