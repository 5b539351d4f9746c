#!/bin/sh
real="$(dirname "$0")/pulumi-language-nodejs.real"

# This host does not notice that its engine was killed. The engine makes every plugin the leader of a process group, so
# the group is this host, its programs and the loop that watches.
if [ "$(ps -o pgid= -p $$ | tr -d ' ')" = "$$" ]; then
    (while kill -0 "$PPID" 2>/dev/null; do sleep 1; done; kill -KILL 0) </dev/null >/dev/null 2>&1 &
fi

# Today's engine sends the runtime options of Pulumi.yaml by RPC; this host reads them as flags only.
# ZERO_TRUST_MCP_TYPESCRIPT=ts-node leaves the host at its own default, to compare with it.
[ "$ZERO_TRUST_MCP_TYPESCRIPT" = "ts-node" ] && exec "$real" "$@"
exec "$real" -typescript=false -nodeargs="--import tsx" "$@"
