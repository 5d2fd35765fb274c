// What a program can find of violations of WCAG 2.2 AA, with no rule switched off.
import { AxeBuilder } from "@axe-core/playwright";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

export async function violations(page) {
  const { violations: found } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const lines = ({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = failureSummary.split("\n").slice(1, 2).join("").trim();
      return `${id}: ${target.join(" ")}: ${why}`;
    });
  return found.flatMap(lines);
}
