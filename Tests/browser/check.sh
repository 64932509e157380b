#!/bin/sh
# Checks built sites in a browser: check.sh SITE…
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tools.sh"
exec "$python" "$here/check_site.py" --expect-faults "$here/broken" "$@"
