// For React 18 and 19, without importing React: the types of <group-scope> in JSX (react.d.ts), and a ref that listens,
// since the names of its events are no names of properties.
//
//     <group-scope scenario="zombie" ref={listen({ ready: (event) => event.currentTarget.seek(9.5) })} />

/// A ref for <group-scope>. `listeners` has a function for each event that is listened to, by its short name: `time`.
export function listen(listeners) {
  let silence = () => {};
  return (figure) => {
    silence();
    silence = () => {};
    if (!figure) return;
    const heard = Object.entries(listeners).map(([type, listener]) => [`groupscope:${type}`, listener]);
    for (const [type, listener] of heard) figure.addEventListener(type, listener);
    silence = () => heard.forEach(([type, listener]) => figure.removeEventListener(type, listener));
  };
}
