#!/bin/sh
# Takes the pictures of charts that CONTRIBUTING.md shows from the built site: pictures.sh [SITE]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tools.sh"
exec "$python" "$here/take_pictures.py" "${1:-$here/../../site/public}" "$here/../../site/pictures"
