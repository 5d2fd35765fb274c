// Writes groupscope.js, the one file that a page with figures loads: static/embed/page.js, with the names of the
// program's files as they are in this build. Run in the folder of the build. If GROUPSCOPE names the native program, it
// draws a picture of each scenario, which a figure shows until it is there.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { TOKENS, built } from "./built.mjs";

const source = process.argv[2];
const { tokens, ...files } = await built();
const release = process.env.TRUNK_PROFILE === "release";

/// The names of tokens that a page around knows by another name.
const KNOWN_AS = { ui: "font", mono: "font-mono" };

/// Each token, unless the page around says otherwise.
const ofThePage = (sheet) => sheet.replace(
  /--([\w-]+):\s*([^;}]+)/g,
  (_, name, value) => `--${name}:var(--groupscope-${KNOWN_AS[name] ?? name},${value})`,
);

/// Draws each scenario as a figure of it begins; whether it did.
async function drawPosters(program) {
  await rm("posters", { recursive: true, force: true });
  if (!program) return false;
  await mkdir("posters");
  for (const file of (await readdir("scenarios")).filter((name) => name.endsWith(".session"))) {
    const picture = join("posters", file.replace(/\.session$/, ".svg"));
    const words = ["render", join("scenarios", file), "--at", "0s", "--theme", "light", "--lang", "en", "-o", picture];
    const { status, error, stderr } = spawnSync(program, words, { encoding: "utf8" });
    if (status !== 0) throw new Error(`${program} ${words.join(" ")}: ${error?.message ?? stderr.trim()}`);
  }
  return true;
}

await writeFile(TOKENS, ofThePage(await readFile(tokens, "utf8")));
if (await drawPosters(process.env.GROUPSCOPE)) files.posters = true;

await build({
  entryPoints: [join(source, "static", "embed", "page.js")],
  outfile: "groupscope.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: release,
  define: { GROUPSCOPE_FILES: JSON.stringify(files) },
  logLevel: "warning",
});
await build({
  entryPoints: [
    join(source, "static", "figure.css"),
    join(source, "static", "embed", "embed.css"),
    join(source, "static", "embed", "embed.js"),
  ],
  outdir: ".",
  outbase: join(source, "static"),
  entryNames: "[name]",
  minify: release,
  logLevel: "warning",
});
await copyFile(join(source, "static", "embed", "embed.html"), "embed.html");

// What a page pays for a figure is told in the dialog that makes one.
const kilobytes = (sizes) => sizes.reduce((sum, size) => sum + size, 0) / 1024;
const loader = gzipSync(await readFile("groupscope.js"), { level: 9 }).length;
const program = await Promise.all(
  [files.script, files.wasm, ...files.styles].map(async (name) => brotliCompressSync(await readFile(name)).length),
);
const told = `${kilobytes([loader]).toFixed(1)} ${kilobytes(program).toFixed(0)}`;
const weight = `<meta name="figure-weight" content="${told}">`;
const index = await readFile("index.html", "utf8");
await writeFile("index.html", index.replace("</title>", `</title>\n    ${weight}`));
