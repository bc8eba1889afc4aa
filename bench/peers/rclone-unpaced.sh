#!/bin/sh
# Builds rclone without its pause of 10 ms before each WebDAV request, from the sources that Debian 12 packages (1.60).
# rclone 1.63 and newer have an option for it (--webdav-pacer-min-sleep) and need none of this.
# Installs rclone-unpaced into the folder given, /usr/local/bin if none is.
set -eu
target=$(realpath "${1:-/usr/local/bin}")
apt-get install -y --no-install-recommends golang-go golang-github-rclone-rclone-dev golang-github-aalpar-deheap-dev golang-github-coreos-go-semver-dev
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sources=/usr/share/gocode/src/github.com/rclone/rclone
# The changed copy is found before the packaged one.
mkdir -p "$work/src/github.com/rclone"
cp -r "$sources" "$work/src/github.com/rclone/"
sed -i 's/minSleep  *= 10 \* time.Millisecond/minSleep = 0/' "$work/src/github.com/rclone/rclone/backend/webdav/webdav.go"
mkdir -p "$work/src/rclone-unpaced"
cat >"$work/src/rclone-unpaced/main.go" <<'GO'
package main

import (
	_ "github.com/rclone/rclone/backend/local"
	_ "github.com/rclone/rclone/backend/webdav"
	"github.com/rclone/rclone/cmd"
	_ "github.com/rclone/rclone/cmd/copy"
	_ "github.com/rclone/rclone/cmd/version"
)

func main() { cmd.Main() }
GO
cd "$work/src/rclone-unpaced"
GO111MODULE=off GOPATH="$work:/usr/share/gocode" GOCACHE="$work/cache" go build -o "$target/rclone-unpaced" .
"$target/rclone-unpaced" version
