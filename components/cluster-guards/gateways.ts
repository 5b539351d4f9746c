import { type Guard, outsideSystem, writes } from "./guard";

const noWildcard = "every host must be named in full, without wildcard.";

/** A gateway serves named hosts only, by TLS 1.3 only. Serves practices 3.1 and 10.3. */
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
    ],
};

/** The same of gateways of the Gateway API, as far as they can say it. */
export const gatewaysOfGatewayApi: Guard = {
    matches: [{ group: "gateway.networking.k8s.io", resources: ["gateways"], operations: writes }],
    where: outsideSystem,
    demands: [
        {
            holds: 'object.spec.listeners.all(l, l.?hostname.orValue("*") != "" && !l.?hostname.orValue("*").contains("*"))',
            message: `In a Gateway, ${noWildcard}`,
        },
        {
            holds: 'object.spec.listeners.all(l, l.protocol == "HTTPS")',
            message: "Every listener of a Gateway must have the protocol HTTPS.",
        },
    ],
};

/** The same of ingresses. */
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
    ],
};
