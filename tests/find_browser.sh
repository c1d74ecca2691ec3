#!/bin/sh
# Make sure there is a Chromium for the browser tests: use BROWSER_PATH or Debian's, install it when we may.
set -u
[ -x "${BROWSER_PATH:-/usr/bin/chromium}" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
[ -x "${BROWSER_PATH:-/usr/bin/chromium}" ] && exit 0
echo "Missing: Chromium for the browser tests. Install it (Debian: sudo apt-get install chromium) or set BROWSER_PATH." >&2
exit 1
