// Writes groupscope.js, the one file that a page with figures loads: static/embed/page.js, with the names of the
// program's files as they are in this build. Run in the folder of the build.
import { build } from "esbuild";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { built } from "./built.mjs";

const source = process.argv[2];
const release = process.env.TRUNK_PROFILE === "release";

await build({
  entryPoints: [join(source, "static", "embed", "page.js")],
  outfile: "groupscope.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: release,
  define: { GROUPSCOPE_FILES: JSON.stringify(await built()) },
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
