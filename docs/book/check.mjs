// Checks the sources of the book without building it: the same pages and figures in both languages, scenarios that
// exist, stretches that go forward, posters with words for those who do not see them, links that lead somewhere, and
// settings that are those of the scenario. Each mistake is a sentence; with any, the exit code is 1.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BOOK, LANGUAGES, pages, posterAddress, posterTime, SCENARIOS, seconds } from "./pages.mjs";

const SHORTEST = 4;
const LONGEST = 15;
const LONGEST_LINE_OF_ALT = 300;
/// What a page's figure needs to be the same in every language.
const SAME = ["scenario", "from", "to", "loop", "height", "data-poster-at"];
/// Settings that a session line sets by another word.
const SHORT = { "partition.assignment.strategy": "strategy", "group.id": "group" };

const mistakes = [];
const say = (where, sentence) => mistakes.push(`${where}: ${sentence}`);

const session = (name) => {
  const path = join(SCENARIOS, `${name}.session`);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
};

function checkFigure(page, figure) {
  const where = `${page.where}:${figure.line}`;
  if (session(figure.scenario) === undefined) say(where, `There is no scenario "${figure.scenario}".`);
  const [from, to] = [seconds(figure.from), seconds(figure.to)];
  if (!(from < to)) say(where, `The stretch from="${figure.from}" to="${figure.to}" does not go forward.`);
  else if (to - from < SHORTEST || to - from > LONGEST) {
    say(where, `The stretch is ${(to - from).toFixed(2)} s long; ${SHORTEST} to ${LONGEST} s are wanted.`);
  }
  const at = posterTime(figure);
  if (!(from <= at && at <= to)) say(where, `The poster's instant, ${at} s, is not in the stretch.`);
  if (!/^\d+$/.test(figure.height ?? "")) say(where, "The figure reserves no height.");
  if (figure.poster.src !== posterAddress(page)) {
    say(where, `The poster is "${figure.poster.src}", but its place is "${posterAddress(page)}".`);
  }
  const alt = figure.poster.alt ?? "";
  if (!alt) say(where, "The poster has no alt text.");
  if (alt.length > LONGEST_LINE_OF_ALT) say(where, `The alt text has more than ${LONGEST_LINE_OF_ALT} characters.`);
  if (page.language === "ko" && !/[가-힣]/.test(alt)) say(where, "The alt text is not in Korean.");
}

function checkLinks(page, names) {
  for (const target of page.links) {
    const name = target.split("#")[0];
    if (!names.has(name)) say(page.where, `The link to "${target}" leads to no page.`);
  }
}

/// Whether a session sets this value, or its groups, of which the book speaks as `group.id`, are named so.
function isSet(text, name, value) {
  const word = SHORT[name] ?? name;
  if (name === "enable.auto.commit" && value === "false") return /\bcommit=(?!auto\b)/.test(text);
  if (name === "group.id") return new RegExp(`^group ${value}\\b`, "m").test(text);
  return text.split(/\s/).some((part) => {
    const [key, set = ""] = part.split("=");
    return (key === name || key === word) && set.split(",").includes(value);
  });
}

/// Kafka's defaults, as the page about properties tells them.
function kafkasDefaults() {
  const text = readFileSync(join(BOOK, "..", "properties.md"), "utf8");
  const tables = [...text.matchAll(/<!-- (?:consumer|broker) -->([\s\S]*?)<!-- end -->/g)].map(([, table]) => table);
  const rows = tables.join("\n").matchAll(/^\| \[?`([a-z.]+)`[^|]*\|[^|]*\|([^|]*)\|/gm);
  return new Map([...rows].map(([, name, usual]) => [name, usual.replaceAll("`", "").trim()]));
}

const NONE = ["none", "(none)", "(empty)", "(없음)"];
const usuals = kafkasDefaults();

function checkDefault(page, name, usual) {
  const kafkas = usuals.get(name);
  const shown = usual.replace(/^\[(.*)\]$/, "$1").replaceAll(" ", "");
  if (kafkas === undefined || shown === kafkas.replaceAll(" ", "")) return;
  if (NONE.includes(kafkas) && NONE.includes(usual)) return;
  say(page.where, `The default of ${name} is ${kafkas}, not ${usual}.`);
}

function checkSettings(page) {
  const text = page.figures.map((figure) => session(figure.scenario) ?? "").join("\n");
  for (const { name, usual, here } of page.settings) {
    checkDefault(page, name, usual);
    if (here === usual) {
      const set = text.split(/\s/).find((part) => part.startsWith(`${name}=`) && part !== `${name}=${usual}`);
      if (set) say(page.where, `The scenario sets ${set}, and the table does not say it.`);
    }
    if (here === usual || !text) continue;
    const values = here.replace(/\([^)]*\)/g, "").split(/[;,]/);
    for (const value of values.map((value) => value.trim().split(" ").pop())) {
      if (value && value !== usual && !isSet(text, name, value)) {
        say(page.where, `The scenario does not set ${name}=${value}.`);
      }
    }
  }
}

function checkLanguages(all) {
  const [first, ...others] = LANGUAGES;
  for (const other of others) {
    for (const [name, page] of all[first]) {
      const twin = all[other].get(name);
      if (!twin) {
        say(page.where, `The page does not exist in "${other}".`);
        continue;
      }
      const shape = ({ figures }) => JSON.stringify(figures.map((figure) => SAME.map((key) => figure[key] ?? null)));
      if (shape(page) !== shape(twin)) say(twin.where, `Its figures differ from those in "${first}".`);
      const rows = ({ settings }) => settings.map(({ name }) => name).join(" ");
      if (rows(page) !== rows(twin)) say(twin.where, `Its table has other settings than that in "${first}".`);
    }
    for (const [name, page] of all[other]) {
      if (!all[first].has(name)) say(page.where, `The page does not exist in "${first}".`);
    }
  }
}

function checkNavigation(names) {
  const text = readFileSync(join(BOOK, "mkdocs.yml"), "utf8");
  const listed = new Set([...text.matchAll(/([\w-]+\.md)$/gm)].map(([, name]) => name));
  for (const name of names.keys()) if (!listed.has(name)) say("docs/book/mkdocs.yml", `${name} is not in \`nav\`.`);
  for (const name of listed) if (!names.has(name)) say("docs/book/mkdocs.yml", `${name} in \`nav\` is no page.`);
}

const all = Object.fromEntries(LANGUAGES.map((language) => [language, pages(language)]));
checkLanguages(all);
checkNavigation(all[LANGUAGES[0]]);
let figures = 0;
for (const language of LANGUAGES) {
  for (const page of all[language].values()) {
    for (const figure of page.figures) checkFigure(page, figure);
    figures += page.figures.length;
    checkLinks(page, all[language]);
    checkSettings(page);
  }
}
for (const mistake of mistakes) console.error(mistake);
if (mistakes.length > 0) process.exit(1);
console.log(`${all.en.size} pages in ${LANGUAGES.length} languages and ${figures} figures are in order.`);
