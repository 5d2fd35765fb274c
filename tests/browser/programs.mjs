// Where the browsers are: CHROMIUM or FIREFOX names one, or it is in one of the usual places.
// `node programs.mjs chromium` prints the path.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

const BROWSERS = {
  chromium: {
    called: "Chromium",
    names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    applications: ["Chromium", "Google Chrome"],
    packages: "chromium fonts-noto-cjk",
  },
  firefox: {
    called: "Firefox",
    names: ["firefox-esr", "firefox"],
    applications: ["Firefox"],
    packages: "firefox-esr",
  },
};

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function find(browser) {
  const { called, names, applications, packages } = BROWSERS[browser];
  const variable = browser.toUpperCase();
  const named = process.env[variable];
  if (named) {
    if (runs(named)) return named;
    throw new Error(`${variable}=${named} is no program that can be run.`);
  }
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const installed = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const bundles = applications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name.toLowerCase()}`);
  const found = [...installed, ...bundles].find(runs);
  if (found) return found;
  throw new Error(
    `The browser tests need ${called}, and there is none here. Install it (on Debian and Ubuntu: ` +
      `apt-get install ${packages}), or name an installed one: ${variable}=/path/to/${names[0]} make test`,
  );
}

export const chromium = () => find("chromium");
export const firefox = () => find("firefox");

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(find(process.argv[2]));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
