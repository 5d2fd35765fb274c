// Short names between the program and its script: `node hooks/names.mjs MODULE SCRIPT PART...`, where the
// PARTs are the modules that are fetched later and are left as they are. Ends with an error rather than write what would not run.
//
// wasm-bindgen names what the module imports, and what it exports for itself, at length and with a hash. Nobody reads
// that in a release, and hashes do not compress.

import { readFileSync, writeFileSync } from "node:fs";

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

/** One of WebAssembly's numbers at a place, and the place behind it. */
function numberAt(at) {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = module[at++];
    value += (byte & 127) * scale;
    if (byte < 128) return [value, at];
  }
}

function encoded(number) {
  const bytes = [];
  for (; number > 127; number >>>= 7) bytes.push((number & 127) | 128);
  return Buffer.from([...bytes, number]);
}

/** The name at a place, made short, and the place behind the long one. */
function nameAt(at) {
  const [length, begin] = numberAt(at);
  const name = Buffer.from(shortened(module.toString("utf8", begin, begin + length)));
  return [Buffer.concat([encoded(name.length), name]), begin + length];
}

/** Where what stands behind an import's names ends. */
function endOfImport(at) {
  const kind = module[at];
  if (kind === 1 || kind === 2) {
    const flagsAt = kind === 1 ? at + 2 : at + 1;
    const [flags, least] = numberAt(flagsAt);
    const end = numberAt(least)[1];
    return flags & 1 ? numberAt(end)[1] : end;
  }
  let end = at + 1;
  const parts = NUMBER_OF_PARTS_AFTER_KIND[kind];
  if (parts === undefined) throw new Error(`${modulePath} imports something of the unknown kind ${kind}`);
  for (let left = parts; left > 0; left--) [, end] = numberAt(end);
  return end;
}

/** A section of imports or exports with short names. */
function renamed(id, at) {
  const [count, first] = numberAt(at);
  const parts = [encoded(count)];
  at = first;
  for (let left = count; left > 0; left--) {
    for (let names = id === IMPORTS ? 2 : 1; names > 0; names--) {
      const [name, behind] = nameAt(at);
      parts.push(name);
      at = behind;
    }
    const end = id === IMPORTS ? endOfImport(at) : numberAt(at + 1)[1];
    parts.push(module.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

const written = [module.subarray(0, 8)];
for (let at = 8; at < module.length;) {
  const id = module[at];
  const [length, begin] = numberAt(at + 1);
  const body = id === IMPORTS || id === EXPORTS ? renamed(id, begin) : module.subarray(begin, begin + length);
  written.push(Buffer.from([id]), encoded(body.length), body);
  at = begin + length;
}
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
const rewritten = Buffer.concat(written);
compiled(rewritten);
writeFileSync(modulePath, rewritten);
writeFileSync(scriptPath, script);
