// Writes the npm package: `node hooks/package.mjs DIST OUT`, from the page that was built into DIST. The parts that are
// written by hand are in static/embed/package/: api.mjs (what the types and manifests are made from), README.md,
// define.js, files.js, index.js, reach.js and react.js; element.js is static/embed/groupscope.js.
import { copyFile, cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { built } from "./built.mjs";
import { customData, elementTypes, manifest, reactTypes } from "./package-types.mjs";
import { PARTS, redirected } from "./program.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCE = join(ROOT, "static", "embed", "package");
const [dist, out] = process.argv.slice(2);

const read = (...path) => readFile(join(...path), "utf8");
const write = (name, text) => writeFile(join(out, name), text);
const ofPart = (part) => `groupscope_${part}.wasm`;
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const module = (comment, text) => `// ${comment}\n${text}`;

/// A value of Cargo.toml's first table.
function declared(cargo, name) {
  return cargo.match(new RegExp(`^${name} = "(.*)"$`, "m"))?.[1];
}

/// The program's script, with the names that the files have here; what it fetches, it asks reach.js for.
function program(text, files) {
  const names = "addressOf as groupscopeAddress, fetched as groupscopeFetched";
  const here = redirected(text, files.wasm, {
    first: 'new URL("./groupscope.wasm", import.meta.url)',
    part: (name) => `groupscopeAddress("${name}", new URL("./groupscope_${name}.wasm", import.meta.url))`,
    fetched: "groupscopeFetched",
  });
  return `import { ${names} } from "./reach.js";\n${here}`;
}

async function writeFiles(files) {
  await write("program.js", program(await read(dist, files.script), files));
  await copyFile(join(dist, files.wasm), join(out, "groupscope.wasm"));
  for (const part of PARTS) {
    const name = files.wasm.replace("_bg.wasm", `_${part}.wasm`);
    await copyFile(join(dist, name), join(out, ofPart(part)));
  }
  await copyFile(join(ROOT, "static", "embed", "groupscope.js"), join(out, "element.js"));
  for (const name of ["README.md", "define.js", "files.js", "index.js", "reach.js", "react.js"]) {
    await copyFile(join(SOURCE, name), join(out, name));
  }
  for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) await copyFile(join(ROOT, licence), join(out, licence));
  await writeStyles(files);
}

async function writeStyles({ styles, appStyles }) {
  const short = (name) => name.replace(/-[0-9a-f]+\.css$/, ".css");
  const texts = {};
  for (const name of new Set([...styles, ...appStyles])) texts[short(name)] = await read(dist, name);
  const lists = { figure: styles.map(short), app: appStyles.map(short), texts };
  const lines = Object.entries(lists).map(([name, list]) => `export const ${name} = ${JSON.stringify(list)};\n`);
  await write("styles.js", module("The style sheets.", lines.join("")));
}

/// Copies the scenarios, and makes each a module, so that a page fetches those it shows; returns their names.
async function writeScenarios() {
  const folder = join(dist, "scenarios");
  await cp(folder, join(out, "scenarios"), { recursive: true });
  await mkdir(join(out, "texts"));
  const files = (await readdir(folder)).filter((name) => name.endsWith(".session")).sort();
  const names = files.map((name) => name.replace(/\.session$/, ""));
  for (const name of names) {
    const text = JSON.stringify(await read(folder, `${name}.session`));
    await write(`texts/${name}.js`, module("A scenario.", `export default ${text};\n`));
  }
  const table = names.map((name) => `  "${name}": () => import("./texts/${name}.js"),\n`);
  await write("scenarios.js", module("The scenarios.", `export default {\n${table.join("")}};\n`));
  return names;
}

function packageJson(cargo) {
  const code = (name) => ({ types: `./${name}.d.ts`, default: `./${name}.js` });
  const repository = declared(cargo, "repository");
  const as = (name) => [`./${name}`, `./${name}`];
  return {
    name: "groupscope",
    version: declared(cargo, "version"),
    description: declared(cargo, "description"),
    license: declared(cargo, "license"),
    ...(repository && { repository }),
    type: "module",
    types: "./index.d.ts",
    exports: {
      ".": code("index"),
      "./define": code("define"),
      "./react": code("react"),
      ...Object.fromEntries(["groupscope.wasm", ...PARTS.map(ofPart), "scenarios/*"].map(as)),
      ...Object.fromEntries(["custom-elements.json", "vscode.html-custom-data.json", "package.json"].map(as)),
    },
    customElements: "custom-elements.json",
    sideEffects: ["./define.js"],
    files: ["*.js", "*.d.ts", "*.wasm", "*.json", "scenarios", "texts", "LICENSE-*"],
    peerDependencies: { react: ">=18" },
    peerDependenciesMeta: { react: { optional: true } },
  };
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const cargo = await read(ROOT, "Cargo.toml");
await writeFiles(await built(dist));
const scenarios = await writeScenarios();
await write("index.d.ts", elementTypes(scenarios));
await write("define.d.ts", 'export * from "./index.js";\n');
await write("react.d.ts", reactTypes());
await write("custom-elements.json", json(manifest()));
await write("vscode.html-custom-data.json", json(customData()));
await write("package.json", json(packageJson(cargo)));
