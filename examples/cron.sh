#!/usr/bin/env bash
# Plain cron on any machine with Node.js 20 or newer and a clone of this repository in /opt/filecloud-mirror:
#
#   15 * * * * /opt/filecloud-mirror/examples/cron.sh
#
# /etc/filecloud-mirror.env belongs to the user of the job, has the mode 0600, and holds
#
#   FILECLOUD_USERNAME=mirror
#   FILECLOUD_PASSWORD='…'
#
# Prints only what cron should mail: nothing when all went well, the whole log when something failed.
set -euo pipefail

readonly folder=/srv/handbook
log=$(mktemp)
trap 'rm -f "$log"' EXIT

set -o allexport
# shellcheck source=/dev/null
source /etc/filecloud-mirror.env
set +o allexport

# One run at a time owns the folder: a second one ends here, quietly.
mkdir -p "$folder"
exec 9< "$folder"
flock --nonblock 9 || exit 0

status=0
node /opt/filecloud-mirror/dist/cli.js \
  --server https://files.example.com \
  --remote-path /SHARED/handbook \
  --local-path "$folder" \
  --delete --max-delete 10% > "$log" 2>&1 || status=$?

if [ "$status" -ne 0 ]; then
  # 1: something failed, 2: wrong usage, 130 and 143: stopped by a signal.
  echo "The mirror of the handbook ended with status $status:"
  cat "$log"
fi
exit "$status"
