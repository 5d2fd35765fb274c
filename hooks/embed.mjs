// Writes groupscope.js, the one file that a page with figures loads: static/embed/page.js, with the names of the
// program's files as they are in this build. Run in the folder of the build.
import { build } from "esbuild";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { built } from "./built.mjs";

const source = process.argv[2];
const files = await built();
const release = process.env.TRUNK_PROFILE === "release";

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
