// Runs in the process of a job before its program, and leaves it the network of its subnet: every connection to port 443
// of whatever host leads to the way out (way-out.ts), which decides; one to the identity endpoint leads there; no other
// leads anywhere. Names are not looked up, for no server of this machine would know them, and no program is started, for
// an image has none. TLS is checked as in Azure; only the certificate that a cluster's kubeconfig names, which nobody
// could have signed with, is replaced by that of who signs for clusters here.
"use strict";
const childProcess = require("node:child_process");
const dgram = require("node:dgram");
const dns = require("node:dns");
const { syncBuiltinESMExports } = require("node:module");
const net = require("node:net");
const tls = require("node:tls");

const { wayOut, identity, clusterAuthority } = JSON.parse(process.env.LOCAL_NETWORK);
delete process.env.LOCAL_NETWORK;
delete process.env.NODE_EXTRA_CA_CERTS;

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
    const [options, done] = normalized(args);
    const host = options.host ?? "localhost";
    const port = portFor(host, Number(options.port));
    if (options.path || port === undefined) {
        const error = new Error(`connect ECONNREFUSED ${options.path ?? `${host}:${options.port}`}`);
        // as a real answer comes: when the caller has its socket
        process.nextTick(() => this.destroy(Object.assign(error, { code: "ECONNREFUSED", syscall: "connect" })));
        return this;
    }
    return connect.call(this, { ...options, host: "127.0.0.1", port }, done);
};

/** Options and callback, in whichever form `connect` was called. */
function normalized(args) {
    const [first, second] = args;
    if (Array.isArray(first)) return first;
    if (typeof first === "object") return [first, second];
    const place = typeof first === "string" && Number.isNaN(Number(first)) ? { path: first } : { port: first };
    const done = args.find((arg) => typeof arg === "function");
    return [{ ...place, ...(typeof second === "string" && { host: second }) }, done];
}

function portFor(host, port) {
    if (["127.0.0.1", "::1", "localhost"].includes(host)) return port === identity ? port : undefined;
    return port === 443 ? wayOut : undefined;
}

const { createSecureContext } = tls;
tls.createSecureContext = (options = {}) => {
    if (options.rejectUnauthorized === false) throw new Error("A job must check the certificates of servers.");
    const named = options.ca === undefined ? undefined : String(options.ca).trim();
    const isOfCluster = named === clusterAuthority.named.trim();
    return createSecureContext(isOfCluster ? { ...options, ca: clusterAuthority.certificate } : options);
};

function refuse(what) {
    return () => {
        throw new Error(`A job of the local cloud has no ${what}.`);
    };
}

dgram.createSocket = refuse("UDP");
for (const names of [dns, dns.promises]) {
    for (const name of Object.keys(names)) {
        if (/^(lookup|resolve|reverse)/.test(name)) names[name] = refuse("name server");
    }
}
childProcess.ChildProcess.prototype.spawn = refuse("other programs");
for (const name of ["spawnSync", "execSync", "execFileSync"]) childProcess[name] = refuse("other programs");

syncBuiltinESMExports();
