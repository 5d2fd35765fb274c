// A walk through the page by the tabulator key: where the focus stands after each step, and what is to be seen of it.
/// More steps than any page has places.
const MOST = 400;

/// What the page is asked by the walk; to be called once after it was opened.
export async function beginWalks(page) {
  await page.evaluate(() => {
    const PLACES = "button, a[href], select, summary, textarea, input, iframe, [tabindex]";
    const REGIONS = {
      ".head": "head", ".rail": "rail", ".controls": "bench", ".stage-area": "stage", ".told": "told",
      ".times": "dock", ".workplace": "place", dialog: "dialog",
    };
    const look = (element) => {
      const { outlineStyle, outlineWidth, boxShadow, stroke, strokeWidth, display } = getComputedStyle(element);
      const outline = outlineStyle === "none" ? "" : `${outlineStyle} ${outlineWidth}`;
      return [outline, boxShadow, stroke, strokeWidth, display].join(" ");
    };
    /// Where a ring may be drawn: at the place itself, at what a drawing has for it, at the box it stands in, and at
    /// the words beside a switch that is not seen itself.
    const looks = (element) => {
      const around = [element.nextElementSibling, element.parentElement, element.closest(".text-room")];
      const inside = element.closest("svg") ? element.querySelectorAll(":scope > *, :scope > * > *") : [];
      return [element, ...around, ...inside].filter(Boolean).map(look).join("|");
    };
    const name = (element) => {
      if (!element) return "nothing";
      const words = (element.getAttribute("aria-label") ?? element.textContent).trim().replaceAll(/\s+/g, " ");
      const id = element.dataset?.testid ?? element.getAttribute("class") ?? "";
      return `${element.tagName.toLowerCase()} ${id} "${words.slice(0, 30)}"`;
    };
    const region = (element) => {
      const css = Object.keys(REGIONS).find((css) => element.closest(css));
      return css ? REGIONS[css] : "above";
    };
    /// Whether what is to be seen of an element in its middle is the element itself.
    const covered = (element) => {
      const box = element.getClientRects()[0];
      const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
      const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
      if (right - left < 1 || bottom - top < 1) return "outside of the window";
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const label = element.closest("label");
      // Between the parts of a drawing there is its ground, and the drawings of a stage lie on each other.
      const drawing = element.closest(".stage") ?? element.closest("svg");
      const own = element.contains(hit) || label?.contains(hit) || (drawing !== null && drawing.contains(hit));
      return own ? "" : `under ${name(hit)}`;
    };
    /// What a setting means, with its link, is there while the setting has the focus.
    const comesWithFocus = (element) => element.closest(".meant") !== null;
    let before = new Map();
    window.testWalk = {
      /// Every place that can have the focus, in the order of the document.
      places() {
        const dialog = document.querySelector("dialog:modal");
        const all = [...(dialog ?? document).querySelectorAll(PLACES)].filter((element) => {
          const isSeen = element.checkVisibility({ visibilityProperty: true });
          const isSmall = element.getBoundingClientRect().width < 1;
          const unchosen = element.type === "radio" && !element.checked;
          return isSeen && !isSmall && !unchosen && !element.disabled && element.tabIndex >= 0
            && !element.closest("[inert], [hidden]") && !comesWithFocus(element);
        });
        document.activeElement?.blur();
        before = new Map(all.map((element) => [element, looks(element)]));
        return all.map((element) => {
          const { left, right, top, height } = element.getBoundingClientRect();
          return { name: name(element), region: region(element), left, right, top, middle: top + height / 2 };
        });
      },
      /// Gives the focus to the first place, or the last one.
      begin: (last) => [...before.keys()].at(last ? -1 : 0).focus(),
      /// The place that has the focus: its number, or what it is.
      here() {
        const element = document.activeElement;
        // A dialog that is scrolled can have the focus itself, from which Tab goes on.
        if (!element || element.matches("body, dialog")) return null;
        const number = [...before.keys()].indexOf(element);
        const ringed = !before.has(element) || looks(element) !== before.get(element);
        const came = comesWithFocus(element);
        return { number, name: name(element), region: region(element), ringed, covered: covered(element), came };
      },
    };
  });
}

/// Walks from the first place until the focus leaves the page, or back from the last one; returns what can have the
/// focus, in the order of the document, the steps, and those to what came only as the place before it had the focus.
export async function walk(page, back = false) {
  const places = await page.evaluate(() => window.testWalk.places());
  await page.evaluate((back) => window.testWalk.begin(back), back);
  const first = back ? places.length - 1 : 0;
  const steps = [];
  while (steps.length < MOST) {
    const here = await page.evaluate(() => window.testWalk.here());
    if (here === null || (here.number === first && steps.length > 0)) break;
    steps.push(here);
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
  }
  return { places, steps: steps.filter(({ came }) => !came), came: steps.filter(({ came }) => came) };
}
