// The page's clock in the hands of a test: frames of the same length, however busy the machine is.

/// As long as one is on a screen that shows sixty a second, in milliseconds.
const FRAME = 1000 / 60;

/// To be called before the page is opened. Until `holdClock` everything is as it was.
export async function takeClock(page) {
  await page.addInitScript(() => {
    const ask = window.requestAnimationFrame.bind(window);
    const cancel = window.cancelAnimationFrame.bind(window);
    const read = performance.now.bind(performance);
    const asked = new Map();
    let [last, ahead, held] = [0, 0, null];
    window.requestAnimationFrame = (then) => {
      const id = (last += 1);
      const native = ask((time) => {
        if (held === null && asked.delete(id)) then(time + ahead);
      });
      asked.set(id, { then, native });
      return id;
    };
    window.cancelAnimationFrame = (id) => {
      cancel(asked.get(id)?.native);
      asked.delete(id);
    };
    performance.now = () => held ?? read() + ahead;
    const takeAsked = () => {
      const due = [...asked.values()];
      asked.clear();
      return due;
    };
    window.testClock = {
      hold: () => (held ??= read() + ahead),
      async frames(count, millis) {
        for (let n = 0; n < count; n += 1) {
          held += millis;
          for (const { then } of takeAsked()) then(held);
          await window.workIsDone(1_000);
        }
      },
      release() {
        [ahead, held] = [held - read(), null];
        for (const { then } of takeAsked()) window.requestAnimationFrame(then);
      },
    };
  });
}

/// From here on the clock goes on by `frames` alone. The first frame ends what was under way.
export async function holdClock(page) {
  await page.evaluate(() => window.testClock.hold());
  await frames(page, 1);
}

/// Lets the page have so many frames.
export const frames = (page, count) =>
  page.evaluate(([count, millis]) => window.testClock.frames(count, millis), [count, FRAME]);

/// Lets it have frames until `come()` is true; returns how many seconds they lasted. `most` seconds are enough.
export async function framesUntil(page, come, most) {
  for (let count = 0; count * FRAME <= most * 1000; count += 3) {
    if (await come()) return (count * FRAME) / 1000;
    await frames(page, 3);
  }
  throw new Error(`${most} seconds of frames were not enough`);
}

/// The browser's own clock goes on.
export const releaseClock = (page) => page.evaluate(() => window.testClock.release());
