#!/bin/sh
# Trunk's last step: cuts the page's program in two, and makes what is delivered small.
#
# The first module is what the first picture needs; what src/web/later.rs lists becomes the second, which the page
# fetches afterwards. Trunk has put an uncut program into the staging folder by now; this one takes its place.
set -eu
bin=$TRUNK_SOURCE_DIR/node_modules/.bin
cd "$TRUNK_STAGING_DIR"
module=$(ls groupscope-*_bg.wasm)
name=${module%_bg.wasm}
cut=$(mktemp -d)
trap 'rm -rf "$cut"' EXIT

wasm-split-cli --target web --out-name "$name" \
    "${CARGO_TARGET_DIR:-$TRUNK_SOURCE_DIR/target}/wasm32-unknown-unknown/$TRUNK_PROFILE/groupscope.wasm" "$cut"
wasm-bindgen --target web --no-typescript --keep-lld-exports --out-dir . --out-name "$name" "$cut/$name.wasm"
mv "$cut/split_later.wasm" "${name}_later.wasm"
sed "s|split_later.wasm|${name}_later.wasm|" "$cut/__wasm_split.js" >__wasm_split.js

# Nobody reads a release: see there.
if [ "$TRUNK_PROFILE" = release ]; then
    node "$TRUNK_SOURCE_DIR/hooks/names.mjs" "${name}_bg.wasm" "$name.js" "${name}_later.wasm"
fi

# One script: what loads the second module goes into the one that loads the first.
minify=
if [ "$TRUNK_PROFILE" = release ]; then minify=--minify; fi
"$bin/esbuild" --log-level=warning --bundle --format=esm --allow-overwrite $minify --outfile="$name.js" "$name.js"
rm __wasm_split.js

if [ "$TRUNK_PROFILE" = release ]; then
    # The features are listed: with all of them on, wasm-opt writes modules that browsers refuse.
    for module in "${name}_bg.wasm" "${name}_later.wasm"; do
        "$bin/wasm-opt" -Oz --low-memory-unused --flatten --rereloop -Oz --one-caller-inline-max-function-size=0 -Oz \
            --reorder-functions-by-name --strip-debug --strip-producers --strip-target-features --enable-bulk-memory \
            --enable-bulk-memory-opt --enable-reference-types --enable-multivalue --enable-nontrapping-float-to-int \
            --enable-sign-ext --enable-mutable-globals --enable-call-indirect-overlong -o "$module" "$module" &
        jobs="${jobs:-} $!"
    done
    for job in $jobs; do wait "$job"; done
    "$bin/esbuild" --log-level=warning --minify --allow-overwrite --outdir=. boot*.js *.css
fi
node "$TRUNK_SOURCE_DIR/hooks/embed.mjs" "$TRUNK_SOURCE_DIR"
node "$TRUNK_SOURCE_DIR/hooks/inline.mjs" "$TRUNK_SOURCE_DIR"
