// Makes an uncut program run: `node hooks/uncut.mjs MODULE SCRIPT` writes into SCRIPT what the module imports where it
// would else be cut. What it would wait for is there at once. The module is made to export its table of functions, as
// wasm-split makes those that it cuts.
import { readFileSync, writeFileSync } from "node:fs";
import { changed, encoded, numberAt } from "./wasm.mjs";

const [modulePath, scriptPath] = process.argv.slice(2);
const bytes = readFileSync(modulePath);
const module = new WebAssembly.Module(bytes);
const TABLE = "__indirect_function_table";
const EXPORTS = 7;
/// The first table, which the linker makes for functions.
const TABLE_0 = Buffer.from([TABLE.length, ...Buffer.from(TABLE), 1, 0]);
writeFileSync(modulePath, changed(bytes, (id, begin, end) => {
  if (id !== EXPORTS) return bytes.subarray(begin, end);
  const [count, first] = numberAt(bytes, begin);
  return Buffer.concat([encoded(count + 1), bytes.subarray(first, end), TABLE_0]);
}));

const names = WebAssembly.Module.imports(module).filter((one) => one.module === "__wasm_split_placeholder__");
const exported = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));

/// As the loaders do that wasm-split writes: a callback of the program's, what it is called with, and whether it came.
const load = (name) => `export const ${name} = (callback, data) => {
  queueMicrotask(() => wasm().${TABLE}.get(callback)(data, true));
};
`;
function call(name) {
  const own = name.replace("import", "export");
  if (!exported.has(own)) throw new Error(`${modulePath} asks for ${name} and does not have ${own}.`);
  return `export const ${name} = (...words) => wasm().${own}(...words);\n`;
}
const lines = names.map(({ name }) => (name.startsWith("__wasm_split_load_") ? load(name) : call(name)));
writeFileSync(scriptPath, `import { initSync } from "./whole.js";
const wasm = () => initSync(undefined, undefined);
${lines.join("")}`);
