#!/bin/sh
# Trunk's last step: cuts the page's program in parts, and makes what is delivered small.
#
# The first module is what the first picture needs. What src/web/touched.rs lists, a figure fetches when it is touched;
# what src/web/later.rs lists, the app fetches beside it; what both of them need is a module of its own, "shared". Trunk has put an uncut program into the staging folder by now; this one takes its place.
set -eu
bin=$TRUNK_SOURCE_DIR/node_modules/.bin
cd "$TRUNK_STAGING_DIR"
module=$(ls groupscope-*_bg.wasm)
name=${module%_bg.wasm}
cut=$(mktemp -d)
trap 'rm -rf "$cut"' EXIT

program=${CARGO_TARGET_DIR:-$TRUNK_SOURCE_DIR/target}/wasm32-unknown-unknown/$TRUNK_PROFILE/groupscope.wasm
wasm-split-cli --target web --out-name "$name" "$program" "$cut"
wasm-bindgen --target web --no-typescript --keep-lld-exports --out-dir . --out-name "$name" "$cut/$name.wasm"
# There are two cuts, so there is one part that both sides share.
mv "$cut"/chunk_*.wasm "${name}_shared.wasm"
for part in touched later; do mv "$cut/split_$part.wasm" "${name}_$part.wasm"; done
parts="${name}_shared.wasm ${name}_touched.wasm ${name}_later.wasm"
sed "s/split_\(touched\|later\)\.wasm/${name}_\1.wasm/; s/chunk_[0-9]*\.wasm/${name}_shared.wasm/" \
    "$cut/__wasm_split.js" >__wasm_split.js

# What has everything inside itself has the program uncut, which is smaller than its parts.
whole=$cut/whole
wasm-bindgen --target web --no-typescript --keep-lld-exports --out-dir "$whole" --out-name whole "$program"
node "$TRUNK_SOURCE_DIR/hooks/uncut.mjs" "$whole/whole_bg.wasm" "$whole/__wasm_split_placeholder__.js"

# Nobody reads a release: see there.
if [ "$TRUNK_PROFILE" = release ]; then
    node "$TRUNK_SOURCE_DIR/hooks/names.mjs" "${name}_bg.wasm" "$name.js" $parts
    node "$TRUNK_SOURCE_DIR/hooks/names.mjs" "$whole/whole_bg.wasm" "$whole/whole.js"
fi

# One script: what loads the other modules goes into the one that loads the first.
minify=
if [ "$TRUNK_PROFILE" = release ]; then minify=--minify; fi
"$bin/esbuild" --log-level=warning --log-override:duplicate-object-key=silent --bundle --format=esm --allow-overwrite $minify --outfile="$name.js" "$name.js"
rm __wasm_split.js
"$bin/esbuild" --log-level=warning --log-override:duplicate-object-key=silent --bundle --format=esm --allow-overwrite \
    --alias:__wasm_split_placeholder__="$whole/__wasm_split_placeholder__.js" $minify --outfile="$whole/whole.js" \
    "$whole/whole.js"

if [ "$TRUNK_PROFILE" = release ]; then
    # The features are listed: with all of them on, wasm-opt writes modules that browsers refuse.
    for module in "${name}_bg.wasm" $parts "$whole/whole_bg.wasm"; do
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
node "$TRUNK_SOURCE_DIR/hooks/inline.mjs" "$TRUNK_SOURCE_DIR" "$whole"
