import { signInHost } from "../server-namespace/token-issuer";
import { ingressGateway, ingressNamespace, meshNamespace } from "../shared";
import { celString, type Expression } from "./cel";
import { type Guard, inSystem, writes } from "./guard";
import { isAzure } from "./requester";

const inMesh = `request.namespace == ${celString(meshNamespace)}`;

/** Whether a policy is for the pods of the internal ingress gateway. */
const isForGateway = [
    `request.namespace == ${celString(ingressNamespace)}`,
    `variables.spec.?selector.?matchLabels.orValue({}) == {"istio": ${celString(ingressGateway)}}`,
].join(" && ");

const isOfEntra = (url: Expression): Expression => `${url}.startsWith(${celString(`https://${signInHost}/`)})`;
const isMade = (list: Expression) => `${list}.orValue([]).size() > 0`;

/** Whether a rule lets callers with a token of Entra reach the host of the server that the policy is named after. */
const isOwnRule = [
    isMade("r.?from"),
    `r.?from.orValue([]).all(f, ${isMade("f.?source.?requestPrincipals")} && f.source.requestPrincipals.all(p, ${isOfEntra("p")}))`,
    isMade("r.?to"),
    `r.?to.orValue([]).all(t, ${isMade("t.?operation.?hosts")} && t.operation.hosts.all(h, h.startsWith(object.metadata.name + ".")))`,
    isMade("r.?when"),
].join(" && ");

const hasOwnKeys = [isOfEntra('k.?issuer.orValue("")'), isOfEntra('k.?jwksUri.orValue("")'), "!has(k.jwks)"].join(
    " && ",
);

const isStrict = [
    'variables.spec.?mtls.?mode.orValue("") == "STRICT"',
    "!variables.spec.?portLevelMtls.hasValue()",
    "!variables.spec.?selector.hasValue()",
].join(" && ");

const isLogging = [
    isMade("variables.spec.?accessLogging"),
    "variables.spec.?accessLogging.orValue([]).all(l, !l.?disabled.orValue(false) && !has(l.filter) && !has(l.match))",
    "!variables.spec.?selector.hasValue()",
].join(" && ");

/**
 * What holds in the whole mesh, and who passes the ingress gateway, is said by `ClusterIngress` and `ServerNamespace`, and
 * by nobody otherwise. Serves practices MUST-1, 5.1, 7.2, 10.3 and ZT-1.
 */
export const systemMesh: Guard = {
    matches: [
        { group: "", resources: ["configmaps"], operations: writes },
        {
            group: "networking.istio.io",
            resources: ["destinationrules", "gateways", "virtualservices"],
            operations: writes,
        },
        {
            group: "security.istio.io",
            resources: ["authorizationpolicies", "peerauthentications", "requestauthentications"],
            operations: writes,
        },
        { group: "telemetry.istio.io", resources: ["telemetries"], operations: writes },
    ],
    where: inSystem,
    variables: { azure: isAzure, resource: "request.resource.resource", spec: "dyn(object).?spec.orValue({})" },
    demands: [
        {
            holds: `variables.azure || variables.resource != "configmaps" || !(${inMesh})`,
            message: `The mesh is configured by Azure: no ConfigMap of ours may be in ${meshNamespace}.`,
        },
        {
            holds: 'variables.azure || request.resource.group != "networking.istio.io"',
            message: "Gateways, routes and destination rules must be in the namespace of their server.",
        },
        {
            holds: `variables.azure || variables.resource != "authorizationpolicies" || (${isForGateway} && variables.spec.?action.orValue("ALLOW") == "ALLOW" && variables.spec.?rules.orValue([]).all(r, ${isOwnRule}))`,
            message: `An AuthorizationPolicy in a namespace of Azure must select the gateway in ${ingressNamespace} and allow nothing but callers with tokens of Entra and conditions, to the hosts of the server that it is named after.`,
        },
        {
            holds: `variables.azure || variables.resource != "requestauthentications" || (${isForGateway} && variables.spec.?jwtRules.orValue([]).all(k, ${hasOwnKeys}))`,
            message: `A RequestAuthentication in a namespace of Azure must select the gateway in ${ingressNamespace} and take issuer and jwksUri of ${signInHost}, without jwks.`,
        },
        {
            holds: `variables.azure || variables.resource != "peerauthentications" || (${inMesh} && ${isStrict})`,
            message: `A PeerAuthentication in a namespace of Azure must be in ${meshNamespace} and demand mutual TLS of everything: mode STRICT, without selector and portLevelMtls.`,
        },
        {
            holds: `variables.azure || variables.resource != "telemetries" || (${inMesh} && ${isLogging})`,
            message: `A Telemetry in a namespace of Azure must be in ${meshNamespace} and log every call, without selector, filter, match and disabled.`,
        },
    ],
};
