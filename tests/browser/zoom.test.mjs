// Enlarged to 400 %, a window of 1280 by 1024 is 320 by 256: on every screen of screens.mjs nothing has to be
// scrolled in two directions but what is a drawing or a text of fixed lines, no bar that stays takes half of the
// height, and each text can be brought into sight as a whole.
import assert from "node:assert/strict";
import { browserTest, open, screenshot, workIsDone } from "./support.mjs";
import { SCREENS } from "./screens.mjs";

const ENLARGED = { viewport: { width: 320, height: 256 } };

/// What does not fit: the page itself, bars that stay, and texts that no scrolling brings into sight.
function misfits(page) {
  return page.evaluate(() => {
    const found = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} px wide`);
    const name = ({ tagName, dataset, className, textContent }) =>
      `${tagName.toLowerCase()} ${dataset.testid ?? className} "${textContent.slice(0, 40)}"`;
    const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
    const over = [...document.querySelectorAll("dialog:modal")].at(-1);
    // What stays where it is while the page scrolls. Of a dialog or a drawer all of it can be scrolled.
    const rows = new Set();
    for (const bar of over ? [] : document.querySelectorAll(".groupscope-page *")) {
      if (!["sticky", "fixed"].includes(getComputedStyle(bar).position) || !isSeen(bar)) continue;
      if (bar.closest(".controls, .sequence, .scrim")) continue;
      const { top, bottom } = bar.getBoundingClientRect();
      for (let y = Math.max(0, Math.ceil(top)); y < Math.min(bottom, innerHeight); y += 1) rows.add(y);
    }
    if (rows.size > innerHeight / 2) found.push(`bars that stay take ${rows.size} px of ${innerHeight}`);
    // Columns that are what is shown, not how: a program's output and text, a table of numbers, a figure in a frame.
    const wide = ".printed, .client-log, .field-room, .gutter, pre, .frame-room, table, .runs, .sequence, svg";
    for (const element of (over ?? document).querySelectorAll("*")) {
      const style = getComputedStyle(element);
      if (!isSeen(element) || element.closest(".unseen, .stage-twin, option")) continue;
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      const scrolls = /auto|scroll/.test(style.overflowX) && scrollWidth > clientWidth + 1;
      if (scrolls && !element.closest(wide) && !element.querySelector("pre, table, svg, iframe")) {
        found.push(`${name(element)} has to be scrolled sideways by ${scrollWidth - clientWidth} px`);
      }
      const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
      if (!words || element.closest(`${wide}, select, .hints`)) continue;
      // A text that is cut by its own box, or by one around it that cannot be scrolled.
      for (let box = element; box && box !== document.body; box = box.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(box);
        const [inner, outer] = [element.getBoundingClientRect(), box.getBoundingClientRect()];
        const across = /hidden|clip/.test(overflowX) && (inner.right > outer.right + 2 || inner.left < outer.left - 2);
        const down = /hidden|clip/.test(overflowY) && (inner.bottom > outer.bottom + 2 || inner.top < outer.top - 2);
        const own = box === element && /hidden|clip/.test(overflowX) && scrollWidth > clientWidth + 1;
        const high = box === element && /hidden|clip/.test(overflowY) && scrollHeight > clientHeight + 2;
        if (across || down || own || high) {
          found.push(`${name(element)} is cut by ${box === element ? "its own box" : name(box).slice(0, 40)}`);
          break;
        }
        if (/auto|scroll/.test(overflowX + overflowY)) break;
      }
    }
    return found;
  });
}

for (const lang of ["en", "ko"]) {
  browserTest(`every screen at 400 %, ${lang}`, { context: ENLARGED }, async ({ page }) => {
    await open(page, `?lang=${lang}`);
    const found = {};
    for (const { name, go, leave } of SCREENS) {
      await go(page);
      await workIsDone(page);
      const here = await misfits(page);
      if (here.length > 0) found[name] = here;
      await screenshot(page, `zoom ${lang} ${name}`);
      await leave?.(page);
    }
    assert.deepEqual(found, {});
  });
}
