// Where Chromium is: CHROMIUM names it, or it is in one of the usual places. `node chromium.mjs` prints the path.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const APPLICATIONS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function chromium() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (runs(named)) return named;
    throw new Error(`CHROMIUM=${named} is no program that can be run.`);
  }
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const found = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...APPLICATIONS].find(runs);
  if (found) return found;
  throw new Error(
    "The browser tests need Chromium, and there is none here. Install it (on Debian and Ubuntu: " +
      "apt-get install chromium fonts-noto-cjk), or name an installed one: CHROMIUM=/path/to/chromium make test",
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(chromium());
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
