// <group-scope>: a figure of groupscope in any page, in one line. The program and its style sheets come when the first
// figure nears the viewport, once for all figures of the page.
//
// To import this file changes nothing and needs no window: page.js defines the element.
import { PARTIAL, POSTERS, SCENARIOS, loadProgram, styleSheets } from "./files.js";

const NEAR = "600px";
const TEXT = {
  en: {
    wasm: "This browser has no WebAssembly, which this figure is computed with.",
    policy: "The Content-Security-Policy of this page forbids WebAssembly: script-src needs 'wasm-unsafe-eval'.",
    missing: "A file of this figure did not arrive: ",
    failed: "This figure could not be started: ",
    start: "Start this figure",
  },
  ko: {
    wasm: "이 브라우저에는 이 그림을 계산하는 데 필요한 WebAssembly가 없습니다.",
    policy: "이 페이지의 Content-Security-Policy가 WebAssembly를 금지합니다. script-src에 'wasm-unsafe-eval'이 필요합니다.",
    missing: "이 그림의 파일을 받지 못했습니다: ",
    failed: "이 그림을 시작하지 못했습니다: ",
    start: "그림 시작하기",
  },
};
/// Attributes that are handed to the program as they are, when it is mounted.
const TOLD = ["scenario", "speed", "from", "to", "step", "reveal", "compare"];
const FLAGS = ["loop"];
/// Attributes whose change begins the figure anew.
const OF_THE_RUN = ["scenario", "src", "state", "compare", "from", "to", "loop"];
const CONTENT = [...OF_THE_RUN, "name", "speed", "step", "reveal", "view", "controls"];
/// With one of these, another scenario is another figure.
const OTHERWISE = ["state", "src", "compare"];
const NAMES = [...CONTENT, "lang", "theme", "height", "loading", "play", "poster"];
/// What can be said of what there is, and of what stands in the middle.
const WORDS = { controls: ["minimal", "none", "all"], view: ["stage", "sequence"] };

// The margins of what was there before stay inside, so that nothing moves when it goes.
const HOST_STYLE = `
  :host { display: block; position: relative; min-height: var(--groupscope-height, 600px); }
  slot { display: flow-root; }
  :host([hidden]), slot[hidden] { display: none; }
  slot:not([hidden]) ~ .groupscope-page { position: absolute; inset: 0 0 auto; visibility: hidden; }
  .error { position: relative; margin: 0; padding: 12px 14px; border: 1px solid #b3261e; border-radius: 8px; }
  .error { background: Canvas; color: CanvasText; font: 14px/1.45 system-ui, sans-serif; white-space: pre-line; }
  .start { position: absolute; inset: auto auto 12px 12px; padding: 8px 14px; font: 600 14px system-ui, sans-serif; }
  ::slotted(*), img { max-width: 100%; }
  img.drawn { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; object-position: top; }
`;

class FigureError extends Error {}

/// A promise with what keeps and breaks it. Nobody has to listen to it.
function resolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  made.promise.catch(() => {});
  return made;
}

let program;
let sheets;
let addressOfWasm;
let addressesOfParts;

/// Where the program's WebAssembly is, for builds that move it. `parts` are the addresses of what is fetched after the
/// first module, by name: shared, touched, later. To give them has an effect in the package alone.
export function setWasmUrl(url, parts) {
  addressOfWasm = url;
  addressesOfParts = parts;
}

/// The program, once for all figures.
function load() {
  program ??= start().catch((error) => {
    program = undefined;
    throw error;
  });
  return program;
}

async function start() {
  if (typeof WebAssembly !== "object") throw new FigureError("wasm");
  return loadProgram(addressOfWasm, addressesOfParts).catch((error) => {
    const isForbidden = /Content.Security.Policy|\bCSP\b|unsafe-eval/i.test(String(error));
    throw isForbidden ? new FigureError("policy") : new FigureError("missing", { cause: error.message });
  });
}

/// The style sheets, shared by all figures.
async function styles(all) {
  sheets ??= new Map();
  const sheet = (file) => {
    if (!sheets.has(file.name)) {
      const made = construct(file);
      sheets.set(file.name, made);
      // It can be asked for again.
      made.catch(() => sheets.delete(file.name));
    }
    return sheets.get(file.name);
  };
  return Promise.all((await styleSheets(all)).map(sheet));
}

async function construct({ address, text }) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text ?? (await fetchText(address)));
  return sheet;
}

async function fetchText(address) {
  const answer = await fetch(address).catch(() => undefined);
  if (!answer?.ok) throw new FigureError("missing", { cause: address });
  return answer.text();
}

// ---- what is around a figure

/// What is around an element, from the inside out, through shadow roots, too.
function* around(element) {
  const next = (one) => one.parentElement ?? one.getRootNode().host;
  for (let one = next(element); one; one = next(one)) yield one;
}

/// The theme of the page: what the figure inherits, else what the nearest element around it says in one of the usual
/// ways.
function themeAround(element) {
  const scheme = getComputedStyle(element).colorScheme.replace("only", "").trim();
  if (scheme === "dark" || scheme === "light") return scheme;
  for (const { dataset, classList } of around(element)) {
    for (const word of [dataset.theme, dataset.mdColorScheme, dataset.bsTheme, dataset.colorMode]) {
      if (/dark|slate|night|black|ayu|coal|navy/.test(word)) return "dark";
      if (/light|default|white|rust/.test(word)) return "light";
    }
    const classes = [...classList];
    if (classes.some((name) => /^(dark|theme-dark|coal|navy|ayu)$/.test(name))) return "dark";
    if (classes.some((name) => /^(light|theme-light|rust)$/.test(name))) return "light";
  }
  return "auto";
}

const langAround = (element) => {
  const named = [element, ...around(element)].find((one) => one.getAttribute("lang"));
  return /^ko\b/i.test(named?.getAttribute("lang") ?? navigator.language) ? "ko" : "en";
};

const figures = new Set();
let watching;

let following;

/// Once a frame: a deck that moves writes styles all the time.
function followAll() {
  following ??= requestAnimationFrame(() => {
    following = undefined;
    figures.forEach((figure) => figure.follow());
  });
}

/// Themes and languages are changed at the root of a page, or at anything else around a figure.
function watchAround(figure) {
  watching ??= new MutationObserver(followAll);
  const names = ["class", "style", "lang", "data-theme", "data-md-color-scheme", "data-bs-theme", "data-color-mode"];
  for (const one of around(figure)) watching.observe(one, { attributes: true, attributeFilter: names });
}

let near;
let seen;

function observers() {
  if (near) return;
  near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) target.begin();
  }, { rootMargin: NEAR });
  seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) target.shown(isIntersecting);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", followAll);
  // A deck of reveal.js hides its slides where they are, which no observer sees.
  const changes = ["visibilitychange", "slidechanged", "slidetransitionend", "transitionend", "animationend"];
  for (const type of changes) document.addEventListener(type, () => figures.forEach((figure) => figure.rest()));
  const inSlide = ({ target }) => [...figures].filter((figure) => target.contains?.(figure));
  document.addEventListener("slide:start", (event) => inSlide(event).forEach((figure) => figure.play()));
  document.addEventListener("slide:stop", (event) => inSlide(event).forEach((figure) => figure.pause()));
}

// ---- the element

const Base = typeof HTMLElement === "function" ? HTMLElement : class {};

export class GroupScope extends Base {
  static observedAttributes = NAMES;
  #shadow;
  #slot;
  #handle;
  #starting;
  /// It was begun, and is begun anew when what it shows changes.
  #begun = false;
  #ready = false;
  #children;
  #visible = false;
  /// It is to play as soon as it is seen.
  #resting = false;
  #again = 0;
  /// The theme and the language that it was told.
  #followed = {};
  /// Kept when what was begun is there, and broken when it does not come.
  #here = resolvers();

  connectedCallback() {
    if (!this.#shadow) this.#prepare();
    observers();
    watchAround(this);
    figures.add(this);
    this.#children.observe(this, { childList: true });
    this.#reserve();
    const loading = this.getAttribute("loading");
    this.#picture();
    if (loading === "eager" || this.#begun) this.begin();
    else if (loading === "interaction") this.#offer();
    else near.observe(this);
    seen.observe(this);
  }

  disconnectedCallback() {
    figures.delete(this);
    this.#children.disconnect();
    near.unobserve(this);
    seen.unobserve(this);
    this.#end();
    this.#begun = false;
  }

  attributeChangedCallback(name, old, value) {
    if (!this.isConnected || !this.#shadow || old === value) return;
    this.#picture();
    if (name === "height") {
      this.#reserve();
      // 0: as high as it likes.
      const refused = this.#handle?.set("height", this.#reserved() ?? "0");
      if (refused) this.#hear("error", { message: refused });
    }
    else if (name === "play") this.#ready && this.#playing(this.#plays());
    else if (name === "loading" && value === "eager") this.begin();
    else if (name === "theme" || name === "lang") this.follow();
    else if (name === "scenario" && value && this.#ready && !OTHERWISE.some((other) => this.hasAttribute(other))) {
      const refused = this.#handle.set("scenario", value);
      if (refused) this.#hear("error", { message: refused });
    } else if (CONTENT.includes(name) && this.#begun) {
      this.#end();
      this.begin();
    }
  }

  #prepare() {
    this.#shadow = this.attachShadow({ mode: "open", slotAssignment: "manual" });
    const style = new CSSStyleSheet();
    style.replaceSync(HOST_STYLE);
    this.#shadow.adoptedStyleSheets.push(style);
    this.#slot = document.createElement("slot");
    this.#shadow.append(this.#slot);
    // A parser, or a framework, may bring what is inside only now.
    this.#children = new MutationObserver(() => this.#slot.assign(...this.children));
    this.#slot.assign(...this.children);
  }

  /// What is shown until the figure is there: the page's own picture, or that of its scenario. It stands in the slot:
  /// what is inside the element is the page's, and may be managed by a framework.
  #picture() {
    const poster = this.getAttribute("poster");
    const src = poster || this.#drawnPoster();
    let image = this.#slot.querySelector("img");
    if (!src) return image?.remove();
    if (!image) {
      image = Object.assign(document.createElement("img"), { alt: "", loading: "lazy" });
      this.#slot.append(image);
    }
    image.className = poster ? "" : "drawn";
    if (image.getAttribute("src") !== src) image.src = src;
  }

  /// The picture of its scenario that the build drew, if it did.
  #drawnPoster() {
    const scenario = this.getAttribute("scenario");
    const isOther = (name) => this.hasAttribute(name) && this.getAttribute(name) !== "stage";
    const other = this.children.length > 0 || ["state", "src", "compare", "view"].some(isOther);
    if (!POSTERS || !scenario || other || this.getAttribute("loading") === "eager") return undefined;
    return `${POSTERS}${scenario}.svg`;
  }

  #reserve() {
    const height = this.getAttribute("height");
    if (height) this.style.setProperty("--groupscope-height", /^\d+$/.test(height) ? `${height}px` : height);
    else this.style.removeProperty("--groupscope-height");
  }

  /// The height that the stage is laid out for, in pixels.
  #reserved() {
    const [, pixels] = /^([\d.]+)px$/.exec(getComputedStyle(this).minHeight) ?? [];
    return pixels > 0 && this.getAttribute("controls") !== "all" ? pixels : undefined;
  }

  #offer() {
    this.#shadow.querySelector(".start")?.remove();
    const button = document.createElement("button");
    Object.assign(button, { className: "start", part: "start", textContent: TEXT[this.#lang()].start });
    button.onclick = () => this.begin();
    this.#shadow.append(button);
  }

  /// Loads the program and shows the figure. Called when it nears the viewport; to call it again changes nothing.
  begin() {
    this.#begun = true;
    // It begins once it is in a document.
    if (!this.isConnected || !this.#shadow) return Promise.resolve();
    near.unobserve(this);
    if (this.#starting) return this.#starting;
    this.#here = resolvers();
    this.#shadow.querySelectorAll(".start, .error").forEach((one) => one.remove());
    const time = ++this.#again;
    // What an earlier beginning came to does not matter any more.
    this.#starting = this.#begin(time).catch((error) => time === this.#again && this.#fail(error));
    return this.#starting;
  }

  async #begin(time) {
    for (const [name, known] of Object.entries(WORDS)) {
      const said = this.getAttribute(name);
      if (said && !known.includes(said)) throw new Error(`\`${name}\` is ${known.join(" or ")}, not \`${said}\`.`);
    }
    const app = this.getAttribute("controls") === "all";
    if (PARTIAL && (app || this.hasAttribute("compare") || this.getAttribute("view") === "sequence")) {
      throw new Error(PARTIAL[this.#lang()]);
    }
    const [module, sheets, text] = await Promise.all([load(), styles(app), this.#text()]);
    if (time !== this.#again || !this.isConnected) return;
    const options = { ...this.#options(app), styles: sheets, ...text };
    this.#handle = module.mount(this, options);
  }

  async #text() {
    const [src, name] = [this.getAttribute("src"), this.getAttribute("name")];
    if (this.hasAttribute("state")) return { state: this.getAttribute("state") };
    if (src) {
      return { text: await fetchText(new URL(src, document.baseURI).href), name: name || src };
    }
    if (this.hasAttribute("scenario")) return {};
    if (document.readyState === "loading") {
      await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
    }
    const nodes = [...this.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const own = nodes.map((node) => node.data).join("");
    const text = own.trim() ? own : (codeIn(this)?.textContent ?? "");
    return text.trim() ? { text: outdent(text), name: name || this.id || "group-scope" } : {};
  }

  #options(app) {
    const views = { all: "app", none: "bare" };
    const view = app ? "app" : (views[this.getAttribute("controls")] ?? "figure");
    this.#followed = { theme: this.#theme(), lang: this.#lang() };
    const options = {
      shadow: true,
      view: `${view} ${this.getAttribute("view") ?? ""}`,
      scenarios: SCENARIOS,
      ...this.#followed,
      listener: (kind, detail) => this.#hear(kind, detail),
    };
    const reserved = this.#reserved();
    if (reserved) options.height = reserved;
    for (const name of TOLD) if (this.hasAttribute(name)) options[name] = this.getAttribute(name);
    for (const name of FLAGS) if (this.#is(name)) options[name] = true;
    return options;
  }

  #hear(kind, detail) {
    if (kind === "ready") {
      this.#ready = true;
      this.#here.resolve();
      // What could not be had at first may have come after all.
      this.#here = { ...resolvers(), promise: Promise.resolve() };
      this.#shadow.querySelector(".error")?.remove();
      // What is told now is drawn in the next frame.
      const show = () => { this.#slot.hidden = this.#ready; };
      requestAnimationFrame(() => requestAnimationFrame(show));
      if (this.#plays()) this.#resting = true;
      queueMicrotask(() => this.rest());
    }
    // Of what comes later the figure itself says what is wrong.
    if (kind === "error" && !this.#ready) {
      this.#say(detail.message);
      this.#here.reject(new Error(detail.message));
    }
    // Nothing is told from within the program's own work.
    queueMicrotask(() => {
      this.dispatchEvent(new CustomEvent(`groupscope:${kind}`, { detail, bubbles: true, composed: true }));
    });
  }

  #fail(error) {
    const words = TEXT[this.#lang()];
    this.#starting = undefined;
    if (error instanceof FigureError) {
      return this.#hear("error", { message: words[error.message] + (error.cause ?? "") });
    }
    // What the author of the page said wrongly is said in English, as the names are.
    this.#hear("error", { message: words.failed + error.message });
    const english = Object.assign(document.createElement("span"), { lang: "en", textContent: error.message });
    this.#shadow.querySelector(".error").replaceChildren(words.failed, english);
  }

  /// In the figure's place, below what was there before it.
  #say(message) {
    this.#shadow.querySelector(".error")?.remove();
    const said = document.createElement("p");
    Object.assign(said, { className: "error", part: "error", lang: this.#lang(), textContent: message });
    said.setAttribute("role", "alert");
    this.#shadow.append(said);
  }

  #end() {
    this.#again += 1;
    this.#here.reject(new Error("The figure was taken away, or begun anew."));
    this.#handle?.unmount();
    this.#handle = undefined;
    this.#starting = undefined;
    this.#ready = false;
    this.#resting = false;
    if (this.#slot) this.#slot.hidden = false;
  }

  #theme() {
    const theme = this.getAttribute("theme");
    return theme === "light" || theme === "dark" ? theme : themeAround(this);
  }

  #lang() {
    return langAround(this);
  }

  /// Whether a flag is set; some frameworks write "false" for one that is not.
  #is(flag) {
    return this.hasAttribute(flag) && this.getAttribute(flag) !== "false";
  }

  /// Whether it is to play by itself: not where the visitor wants less motion.
  #plays() {
    return this.#is("play") && !matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /// The page around has another theme or language.
  follow() {
    const now = { theme: this.#theme(), lang: this.#lang() };
    for (const name in now) if (now[name] !== this.#followed[name]) this.#handle?.set(name, now[name]);
    this.#followed = now;
  }

  /// It came into view or left it.
  shown(visible) {
    this.#visible = visible;
    this.rest();
  }

  /// What is not seen does not play.
  rest() {
    if (!this.#handle || !this.#ready) return;
    const shown = this.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) ?? true;
    const awake = this.#visible && shown && !document.hidden;
    if (!awake && this.#handle.state().playing) {
      this.#resting = true;
      this.#handle.pause();
    } else if (awake && this.#resting) {
      this.#resting = false;
      this.#handle.play();
    }
  }

  // ---- what the author of the page does with it

  #mounted() {
    if (!this.#handle || !this.#ready) throw new Error("The figure has not started yet: wait for groupscope:ready.");
    return this.#handle;
  }

  /// With everything that a figure does without until it is touched.
  async #whole(all = false) {
    if (PARTIAL && all) throw new Error(PARTIAL[this.#lang()]);
    await this.begin();
    if (this.isConnected) await this.#here.promise;
    const handle = this.#mounted();
    await handle.whole(all);
    return handle;
  }

  /// `play` is a method and, as an attribute, a flag. A framework that sets what an element has as a property sets the
  /// flag.
  get play() {
    return () => this.#playing(true);
  }

  #playing(wanted) {
    if (!wanted) return this.pause();
    this.#resting = true;
    this.begin();
    this.rest();
  }

  set play(wanted) {
    this.toggleAttribute("play", wanted !== false && wanted !== undefined && wanted !== null);
  }

  pause() {
    this.#resting = false;
    this.#handle?.pause();
  }

  /// `step` is a method, too, and as an attribute what a step goes to.
  get step() {
    return (count = 1) => this.#mounted().step(count);
  }

  set step(word) {
    if (word) this.setAttribute("step", word);
    else this.removeAttribute("step");
  }

  seek(seconds) {
    this.#mounted().seek(seconds);
  }

  /// Does what a line of a script says. The promise is broken with a sentence if it is refused.
  async send(line) {
    const refused = (await this.#whole()).act(line);
    if (refused) throw new Error(refused);
  }

  /// The state as a token, which `restore` and the attribute `state` take.
  async save() {
    return (await this.#whole()).link();
  }

  async restore(state) {
    await this.begin();
    // What could not be opened before does not matter any more.
    if (this.isConnected) await this.#here.promise.catch(() => {});
    const handle = this.#handle ?? this.#mounted();
    await handle.whole(false);
    handle.open(state);
  }

  async report() {
    return JSON.parse((await this.#whole(true)).report());
  }
}

/// Without the spaces that all lines begin with.
function outdent(text) {
  const lines = text.replace(/^\s*\n/, "").trimEnd().split("\n");
  const margins = lines.filter((line) => line.trim()).map((line) => line.match(/^[ \t]*/)[0].length);
  const margin = Math.min(...margins, Infinity);
  return `${lines.map((line) => line.slice(margin)).join("\n")}\n`;
}

/// A block of code with the language `groupscope`: as Markdown has it, and as Sphinx does.
const FENCE = ".language-groupscope, .highlight-groupscope";

/// Where the code of a fence stands, in an element or as one.
function codeIn(root) {
  const fence = root.matches?.(FENCE) ? root : root.querySelector(FENCE);
  return fence?.querySelector("code") ?? fence?.querySelector("pre") ?? fence;
}

/// Code fences with the language `groupscope` become figures; the code stays as what is shown until then.
export function hydrate(root = document) {
  for (const fence of root.querySelectorAll(FENCE)) {
    if (fence.closest("group-scope")) continue;
    const block = fence.matches("pre > code") ? fence.parentElement : fence;
    const place = document.createComment("");
    const figure = document.createElement("group-scope");
    block.replaceWith(place);
    figure.append(block);
    place.replaceWith(figure);
  }
}

/// Defines the element, and hydrates the page's fences. Where there is no document it does nothing.
export function define() {
  if (typeof customElements !== "object") return;
  if (!customElements.get("group-scope")) customElements.define("group-scope", GroupScope);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => hydrate());
  else hydrate();
}
