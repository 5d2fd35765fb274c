// While developing, Vite would bundle the package beforehand and lose its WebAssembly.
export default { optimizeDeps: { exclude: ["groupscope"] } };
