// Draws the poster of every figure into docs/posters/, which is not kept: mkdocs copies it into the site.
// GROUPSCOPE names the native program.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { BOOK, LANGUAGES, pages, posterTime, SCENARIOS } from "./pages.mjs";

const program = process.env.GROUPSCOPE ?? join(BOOK, "..", "..", "target", "release", "groupscope");

function draw(figure, language) {
  const picture = join(BOOK, "docs", "posters", basename(figure.poster.src));
  const session = join(SCENARIOS, `${figure.scenario}.session`);
  const words = ["render", session, "--at", `${posterTime(figure)}s`, "--lang", language, "-o", picture];
  const { status, error, stderr } = spawnSync(program, words, { encoding: "utf8" });
  if (error) return `${program} cannot be run: ${error.message}`;
  return status === 0 ? undefined : `${program} ${words.join(" ")}\n${stderr.trim()}`;
}

mkdirSync(join(BOOK, "docs", "posters"), { recursive: true });
let drawn = 0;
for (const language of LANGUAGES) {
  for (const page of pages(language).values()) {
    for (const figure of page.figures) {
      const failure = draw(figure, language);
      if (failure) {
        console.error(`The poster of ${page.where}:${figure.line} was not drawn: ${failure}`);
        process.exit(1);
      }
      drawn += 1;
    }
  }
}
console.log(`${drawn} posters are drawn.`);
