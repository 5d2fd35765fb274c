// embed.html: one figure that fills a frame. Its attributes stand in the address (?scenario=zombie&from=9.5s&loop); the
// page around talks with it by messages {v: 1, source: "groupscope", type, ...}.
import "./groupscope.js";

const CONTENT = ["scenario", "src", "state", "name", "compare", "from", "to"];
const LOOKS = ["view", "controls", "lang", "theme", "height"];
const ATTRIBUTES = [...CONTENT, ...LOOKS, "loop", "play", "speed", "step", "reveal"];
/// No message is longer: a line of a script has its place in it, and nothing else is that long.
const LONGEST = 10_000;

const asked = new URLSearchParams(location.search);
const figure = document.createElement("group-scope");
figure.setAttribute("loading", "eager");
// A frame that says nothing of it is made as high as its figure.
figure.setAttribute("height", "0");
for (const [name, value] of asked) if (ATTRIBUTES.includes(name)) figure.setAttribute(name, value);
if (asked.has("lang")) document.documentElement.lang = asked.get("lang");

/// The origin that wrote first; until then nobody is answered by name.
let partner;

function post(type, detail = {}) {
  if (parent !== window) parent.postMessage({ v: 1, source: "groupscope", type, ...detail }, partner ?? "*");
}

for (const type of ["ready", "time", "entry", "question", "error"]) {
  figure.addEventListener(`groupscope:${type}`, ({ detail }) => post(type, detail));
}

const refuse = (message) => post("error", { message });
/// A value in a sentence: an object may have no words at all.
const shown = (value) => (["string", "number"].includes(typeof value) ? String(value).slice(0, 40) : typeof value);
const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

/// What can be asked for: whether the message is complete, and what is done then.
const ASKED = {
  play: [() => true, () => figure.play()],
  pause: [() => true, () => figure.pause()],
  step: [({ count }) => count === undefined || (Number.isInteger(count) && Math.abs(count) <= 1_000),
    ({ count }) => figure.step(count ?? 1)],
  seek: [({ time }) => isNumber(time) && time >= 0, ({ time }) => figure.seek(time)],
  theme: [({ theme }) => ["auto", "light", "dark"].includes(theme), ({ theme }) => figure.setAttribute("theme", theme)],
  lang: [({ lang }) => ["en", "ko"].includes(lang), ({ lang }) => figure.setAttribute("lang", lang)],
  // An unknown one is answered with an error, and the figure stays.
  scenario: [({ scenario }) => typeof scenario === "string" && /^[a-z0-9-]{1,64}$/.test(scenario),
    ({ scenario }) => figure.setAttribute("scenario", scenario)],
  line: [({ line }) => typeof line === "string" && line.length <= LONGEST && !/[\n\r]/.test(line),
    ({ line }) => figure.send(line)],
};

addEventListener("message", async ({ source, origin, data }) => {
  // Only the page around is listened to, and always the same one.
  if (source !== parent || parent === window) return;
  if (partner !== undefined && partner !== "*" && origin !== partner) return;
  // What reveal.js says to the frames of a slide.
  if (data === "slide:start") return figure.play();
  if (data === "slide:stop") return figure.pause();
  if (typeof data !== "object" || data === null || data.source !== "groupscope") return;
  partner ??= origin === "null" ? "*" : origin;
  if (data.v !== 1) return refuse(`Messages of version ${shown(data.v)} are not known; 1 is.`);
  const known = typeof data.type === "string" && Object.hasOwn(ASKED, data.type) ? ASKED[data.type] : undefined;
  if (!known) return refuse(`A message of the type \`${shown(data.type)}\` is not known.`);
  const [isComplete, act] = known;
  try {
    if (!isComplete(data)) return refuse(`The message \`${data.type}\` has a value that it does not take.`);
    await act(data);
  } catch (error) {
    refuse(error.message);
  }
});

// What the figure has no use for may be meant for the page around, such as a deck that goes on.
addEventListener("keydown", (event) => {
  const { key, code, ctrlKey: ctrl, altKey: alt, shiftKey: shift, metaKey: meta } = event;
  const [target] = event.composedPath();
  const isIn = (selector) => target instanceof Element && target.closest(selector);
  const typed = event.isComposing || isIn("input, select, textarea, [contenteditable], dialog[open]");
  const pressed = (key === " " || key === "Enter") && isIn("button, summary, a[href], [role=button]");
  if (event.defaultPrevented || key === "Tab" || typed || pressed) return;
  post("key", { key, code, ctrl, alt, shift, meta });
});

// The frame is as high as what is in it, and shrinks with it.
new ResizeObserver(() => post("height", { height: Math.ceil(figure.getBoundingClientRect().height) })).observe(figure);
document.body.append(figure);
