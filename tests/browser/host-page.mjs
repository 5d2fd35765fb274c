// Pages of somebody else with figures in them, for tests: what a figure says is kept in `heard`, what a frame says in
// `said`.
import { theSite } from "./support.mjs";

/// Opens a page of somebody else; `head` and `body` are its own, `site` is the address of the build beside it. A `bare`
/// one does not have the element.
export async function openHost(page, body, options = {}) {
  const { head = "", lang = "en", name = "host.html", attributes = "", site, bare = false } = options;
  const address = new URL(name, site ?? (await theSite())).href;
  const html = `<!doctype html><html lang="${lang}" ${attributes}><title>A page of somebody else</title>${head}
    ${bare ? "" : '<script type="module" src="groupscope.js"></script>'}
    <body style="margin:0;font:17px serif">${body}</body></html>`;
  await page.route(address, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
  await page.addInitScript(() => {
    window.heard = [];
    for (const type of ["ready", "time", "entry", "question", "error"]) {
      const keep = ({ detail, target }) => window.heard.push({ type, id: target.id, ...detail });
      addEventListener(`groupscope:${type}`, keep);
    }
  });
  await page.goto(address);
}

export const heard = (page, type, id) =>
  page.waitForFunction(
    ([type, id]) => window.heard.find((one) => one.type === type && (!id || one.id === id)),
    [type, id],
  ).then((found) => found.jsonValue());

export const at = (page, id, testid) => page.locator(`#${id}`).getByTestId(testid);

/// A page with a frame; what the frame says is kept.
export async function openFrame(page, query) {
  await openHost(page, `<iframe id="frame" src="embed.html?${query}" style="width:800px;height:500px;border:0"></iframe>
    <script>
      window.said = [];
      addEventListener("message", ({ source, data }) => { if (source === frame.contentWindow) said.push(data); });
    </script>`, { name: "framed.html" });
  await page.waitForFunction(() => said.some((one) => one.type === "ready"));
}

export const send = (page, message) =>
  page.evaluate((message) => frame.contentWindow.postMessage(message, "*"), message);
