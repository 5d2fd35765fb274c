// What the sources of the book hold: its pages, and the figures, links and tables of settings in them.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const LANGUAGES = ["en", "ko"];
export const BOOK = dirname(fileURLToPath(import.meta.url));
export const SCENARIOS = join(BOOK, "..", "..", "static", "scenarios");

/// Seconds of a time as the element takes it: `9.5s`.
export const seconds = (text) => (/^\d+(\.\d+)?s$/.test(text ?? "") ? Number(text.slice(0, -1)) : NaN);

/// The attributes of a tag; what has no value has an empty one. The first word is the tag's own name.
function attributes(tag) {
  const words = [...tag.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].slice(1);
  return Object.fromEntries(words.map(([, name, value]) => [name, value ?? ""]));
}

function figures(text) {
  return [...text.matchAll(/<group-scope\b[^>]*>([\s\S]*?)<\/group-scope>/g)].map((found) => ({
    ...attributes(found[0].slice(0, found[0].indexOf(">"))),
    line: text.slice(0, found.index).split("\n").length,
    poster: attributes(found[1].match(/<img\b[^>]*>/)?.[0] ?? ""),
  }));
}

/// The links of a page that lead to other pages of the book.
function links(text) {
  const all = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
  return all.filter((target) => !/^[a-z]+:/.test(target) && !target.startsWith("#"));
}

/// Rows of the table `setting | default | here | what it changes`.
function settings(text) {
  const rows = [...text.matchAll(/^\| `([a-z][\w.]*)` \| ([^|]*) \| ([^|]*) \| [^|]* \|$/gm)];
  return rows.map(([, name, usual, here]) => ({ name, usual: usual.trim(), here: here.replaceAll("**", "").trim() }));
}

/// The pages of one language, by file name.
export function pages(language) {
  const folder = join(BOOK, "docs", language);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".md")).sort() : [];
  return new Map(
    names.map((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      const parts = { text, figures: figures(text), links: links(text), settings: settings(text) };
      return [name, { name, language, where: `docs/book/docs/${language}/${name}`, ...parts }];
    }),
  );
}

/// Where a figure's poster is looked for on the built page: English pages are at the site's root, Korean ones below it.
export const posterAddress = (page) => {
  const up = page.language === "en" ? "" : "../";
  return `${up}posters/${page.name.replace(/\.md$/, "")}.${page.language}.svg`;
};

/// The instant that a figure's poster shows.
export const posterTime = (figure) => seconds(figure["data-poster-at"] ?? figure.from);
