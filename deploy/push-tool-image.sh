#!/usr/bin/env bash
# Pushes the image of the command line under the hash of what is in it, unless it is there already: tags are never moved.
# Reads REPOSITORY; writes the image's name to build/deploy/tool-image.
set -euo pipefail

hash=$(sed -n 's/.*"tool":{"hash":"\([0-9a-f]\{64\}\)".*/\1/p' <(tr -d ' \n' <build/manifest.json))
if [ -z "$hash" ]; then
  echo 'build/manifest.json names no hash of the tool: run npm run build.' >&2
  exit 1
fi
image=$REPOSITORY/wheelhouse:$hash
mkdir -p build/deploy
echo "$image" >build/deploy/tool-image

if docker manifest inspect "$image" >/dev/null 2>&1; then
  echo "$image is there already."
  exit 0
fi
docker build --tag="$image" build/tool
docker push "$image"
