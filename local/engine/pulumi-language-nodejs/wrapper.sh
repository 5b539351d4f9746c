#!/bin/sh
# Today's engine sends the runtime options of Pulumi.yaml by RPC; this host reads them as flags only.
# ZERO_TRUST_MCP_TYPESCRIPT=ts-node leaves the host at its own default, to compare with it.
real="$(dirname "$0")/pulumi-language-nodejs.real"
[ "$ZERO_TRUST_MCP_TYPESCRIPT" = "ts-node" ] && exec "$real" "$@"
exec "$real" -typescript=false -nodeargs="--import tsx" "$@"
