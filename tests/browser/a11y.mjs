// What a program can find of violations of WCAG 2.2 AA, with no rule switched off, in all colours that a visitor can
// have asked for.
import { AxeBuilder } from "@axe-core/playwright";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
const COLOURS = {
  dark: { colorScheme: "dark" },
  "forced colours": { forcedColors: "active" },
  "dark, forced colours": { colorScheme: "dark", forcedColors: "active" },
  light: {},
};

/// The violations in a part of the page, or in all of it. The page is then in its light colours.
export async function violations(page, part = "html") {
  const found = [];
  for (const [name, colours] of Object.entries(COLOURS)) {
    await page.emulateMedia({ colorScheme: "light", forcedColors: "none", ...colours });
    // In the page itself; the frame that axe otherwise makes for its report takes longer than its findings.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include(part).withTags(RULES).analyze();
    for (const { id, nodes } of violations) {
      for (const { target, failureSummary } of nodes) {
        const why = failureSummary.split("\n").slice(1).join("").trim();
        found.push(`${name}: ${id}: ${target.join(" ")}: ${why}`);
      }
    }
  }
  return found;
}
