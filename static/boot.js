// The page must never stay blank: when the program cannot start, this says so, and what to do about it.
(() => {
  const TEXT = {
    en: {
      wasm: "This browser has no WebAssembly. Please open the page in a current Firefox, Chrome, Edge or Safari.",
      file: "A browser starts no WebAssembly from a file on disk. Serve this folder over HTTP, and open that address.",
      policy: "The Content-Security-Policy of this site forbids WebAssembly: script-src needs 'wasm-unsafe-eval'.",
      missing: "A part of the page did not arrive. Please reload; if that does not help, this copy is incomplete.",
      other: "groupscope failed while starting. Please reload; if that does not help, report these words:",
    },
    ko: {
      wasm: "이 브라우저에는 WebAssembly가 없습니다. 최신 Firefox, Chrome, Edge, Safari에서 열어 주세요.",
      file: "디스크의 파일에서는 WebAssembly를 시작할 수 없습니다. 이 폴더를 HTTP로 제공한 뒤 그 주소로 열어 주세요.",
      policy: "이 사이트의 Content-Security-Policy가 WebAssembly를 금지합니다. script-src에 'wasm-unsafe-eval'이 필요합니다.",
      missing: "페이지의 일부를 받지 못했습니다. 새로 고쳐 주세요. 그래도 안 되면 이 사본이 온전하지 않은 것입니다.",
      other: "groupscope를 시작하지 못했습니다. 새로 고쳐 주세요. 그래도 안 되면 다음 내용과 함께 알려 주세요:",
    },
  };
  let started = false;
  let said = false;

  const say = (kind, detail) => {
    if (started || said) return;
    said = true;
    const asked = new URLSearchParams(location.search).get("lang");
    const lang = /^ko\b/.test(asked ?? navigator.language) ? "ko" : "en";
    const show = () => {
      const words = document.createElement("p");
      words.textContent = TEXT[lang][kind] + (detail ? " " + detail : "");
      const box = document.createElement("div");
      box.className = "boot boot-now";
      box.lang = lang;
      box.setAttribute("role", "alert");
      box.dataset.testid = "boot-failed";
      box.dataset.value = kind;
      box.append(words);
      document.getElementById("groupscope").replaceChildren(box);
    };
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", show, { once: true });
    else show();
  };

  const failed = (error) => {
    const detail = String(error);
    if (location.protocol === "file:") say("file");
    else if (/Content.Security.Policy|unsafe-eval/i.test(detail)) say("policy");
    else if (/fetch|import|load|NetworkError|HTTP status/i.test(detail)) say("missing");
    else say("other", detail);
  };

  // Trunk's start script sends this once the program's main is through.
  addEventListener("TrunkApplicationStarted", () => { started = true; });
  addEventListener("unhandledrejection", (event) => failed(event.reason));
  addEventListener("securitypolicyviolation", (event) => { if (event.blockedURI === "wasm-eval") say("policy"); });
  addEventListener("error", (event) => {
    if (event instanceof ErrorEvent) failed(event.error ?? event.message);
    else if (event.target instanceof HTMLScriptElement) say(location.protocol === "file:" ? "file" : "missing");
  }, true);
  if (typeof WebAssembly !== "object") say("wasm");
})();
