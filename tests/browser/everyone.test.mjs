// For everyone, on every screen of screens.mjs, in each language, wide and narrow, in all colours: nothing that a
// program can find against WCAG 2.2 AA, and nothing to be pressed that is smaller than 24 by 24 pixels.
import assert from "node:assert/strict";
import { violations } from "./a11y.mjs";
import { browserTest, open, screenshot, workIsDone } from "./support.mjs";
import { holdClock, takeClock } from "./clock.mjs";
import { element, pause } from "./visitor.mjs";
import { SCREENS } from "./screens.mjs";

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

/// What is to be pressed and is less than 24 pixels wide or high. A link in a sentence is as high as its line. A box to
/// be ticked has its label, which is pressed as well.
function small(page) {
  return page.evaluate(() => {
    const targets = "button, a[href], select, summary, textarea, input, [role=button], [role=slider], [tabindex='0']";
    const found = [];
    for (const target of document.querySelectorAll(targets)) {
      if (!target.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      // In a drawing, how far apart two targets are decides: axe looks at that.
      if (target.closest(".unseen, [inert], svg") || target.disabled || target.tabIndex < 0) continue;
      const inline = target.tagName === "A" && getComputedStyle(target).display === "inline";
      const box = (target.closest("label") ?? target).getBoundingClientRect();
      if (inline || (box.width >= 23.9 && box.height >= 23.9)) continue;
      const name = target.dataset.testid ?? (target.getAttribute("class") || target.textContent.slice(0, 20));
      found.push(`${target.tagName} ${name} ${box.width.toFixed(1)}x${box.height.toFixed(1)}`);
    }
    return found;
  });
}

for (const lang of ["en", "ko"]) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    browserTest(`every screen, ${lang}, ${size}`, { context: { viewport, colorScheme: "light" } }, async ({ page }) => {
      await open(page, `?lang=${lang}`);
      const found = {};
      for (const { name, part, go, leave } of SCREENS) {
        await go(page);
        await workIsDone(page);
        const here = [...(await violations(page, part ?? ".groupscope-page")), ...(await small(page))];
        if (here.length > 0) {
          found[name] = here;
          await screenshot(page, `everyone ${lang} ${size} ${name}`);
        }
        await leave?.(page);
      }
      assert.deepEqual(found, {});
    });
  }
}

for (const lang of ["en", "ko"]) {
  browserTest(`the words before the next visitor begins, ${lang}`, async ({ page }) => {
    await takeClock(page);
    await open(page, `?kiosk&lang=${lang}`);
    await pause(page);
    await holdClock(page);
    await page.evaluate(() => window.testClock.frames(83, 1_000));
    await element(page, "next-visitor-in").waitFor();
    assert.deepEqual([...(await violations(page, ".groupscope-page")), ...(await small(page))], []);
  });
}
