// The sequence diagram that is saved as text is one that Mermaid draws.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, browserTest, native } from "./support.mjs";

const MERMAID = join(ROOT, "node_modules", "mermaid", "dist", "mermaid.min.js");

browserTest("Mermaid itself reads the diagrams of scenarios of every kind", async ({ page }) => {
  await page.goto("about:blank");
  await page.addScriptTag({ content: readFileSync(MERMAID, "utf8") });
  for (const id of ["crash-after-auto-commit", "zombie", "rolling-deploy", "join-cooperative", "two-groups"]) {
    const text = native(["run", join("static", "scenarios", `${id}.session`), "--format", "mermaid"]);
    const kind = await page.evaluate(async (text) => (await window.mermaid.parse(text)).diagramType, text);
    assert.equal(kind, "sequence", id);
  }
  // It can say no: the same with a line that is none.
  const nonsense = "sequenceDiagram\n  c1 ->>> : ";
  const parse = (text) => window.mermaid.parse(text, { suppressErrors: true });
  const refused = await page.evaluate(parse, nonsense);
  assert.equal(refused, false);
});
