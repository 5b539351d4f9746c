import { serverSecret } from "../cluster-ingress/certificate-keeper";
import { celString } from "./cel";
import { type Guard, outsideSystem, writes } from "./guard";
import { isOwnHost } from "./own-server";

const noWildcard = "every host must be named in full, without wildcard.";

/**
 * A gateway serves the host of its own server only, by TLS 1.3 only: hosts of all servers are in one certificate, so that
 * only this keeps one from taking the calls of another. Serves practices 3.1, 10.3 and ZT-1.
 */
export const gateways: Guard = {
    matches: [{ group: "networking.istio.io", resources: ["gateways"], operations: writes }],
    where: outsideSystem,
    variables: { servers: "object.spec.?servers.orValue([])" },
    demands: [
        {
            holds: 'variables.servers.all(s, s.?hosts.orValue(["*"]).all(h, !h.contains("*")))',
            message: `In a Gateway, ${noWildcard}`,
        },
        {
            holds: 'variables.servers.all(s, s.?tls.?mode.orValue("") in ["SIMPLE", "MUTUAL"] && s.?tls.?minProtocolVersion.orValue("") == "TLSV1_3")',
            message: "A Gateway must end TLS itself: tls.mode SIMPLE or MUTUAL, with minProtocolVersion TLSV1_3.",
        },
        {
            holds: `variables.servers.all(s, s.?hosts.orValue([""]).all(h, h.startsWith("./") && ${isOwnHost("h.substring(2)")}))`,
            message:
                "A Gateway must serve the host of its own server: ./<server>.<domain> in the namespace mcp-<server>.",
        },
        {
            holds: `variables.servers.all(s, !has(s.bind) && s.?port.?protocol.orValue("") == "HTTPS" && s.?tls.?credentialName.orValue("") == ${celString(serverSecret)})`,
            message: `A Gateway must have the protocol HTTPS and the credentialName ${serverSecret}; leave out bind.`,
        },
    ],
};

/** An ingress serves the host of its own server only, by TLS only. */
export const ingresses: Guard = {
    matches: [{ group: "networking.k8s.io", resources: ["ingresses"], operations: writes }],
    where: outsideSystem,
    demands: [
        {
            holds: '!has(object.spec.defaultBackend) && object.spec.?rules.orValue([]).all(r, r.?host.orValue("") != "" && !r.host.contains("*"))',
            message: `In an Ingress, ${noWildcard} It may have no defaultBackend.`,
        },
        {
            holds: "object.spec.?rules.orValue([]).all(r, object.spec.?tls.orValue([]).exists(t, r.?host.orValue('') in t.?hosts.orValue([])))",
            message: "In an Ingress, tls must name every host.",
        },
        {
            holds: `object.spec.?rules.orValue([]).all(r, ${isOwnHost('r.?host.orValue("")')})`,
            message:
                "An Ingress must serve the host of its own server: <server>.<domain> in the namespace mcp-<server>.",
        },
    ],
};
