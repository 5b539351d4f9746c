import { clientSecret, serverSecret } from "../cluster-ingress/certificate-keeper";
import { ingressLabels, ingressNamespace, type KubernetesObject } from "../shared";
import { identityHeaders } from "../shared/identity-headers";
import { ingressPath } from "./ingress-policies";
import { hostOf, namespaceOf, objectLabels } from "./names";
import { longestCallSeconds } from "./proxy/calls-listener";
import { pathOf, type ServerNamespaceArgs } from "./server-namespace-args";
import { serviceHost } from "./service";

/**
 * The way through the ingress gateway: TLS 1.3 with the certificate of the internal domain, then mutual TLS to a pod
 * whose certificate is that of the server. Nothing is ever sent twice, and an answer lasts as long as it takes.
 * Serves practices 3.1, 3.3 and ZT-1.
 */
export function ingressRoute(name: string, args: ServerNamespaceArgs): Record<string, KubernetesObject> {
    const namespace = namespaceOf(name);
    const host = hostOf(name, args.internalDomain);
    const metadata = { name, namespace, labels: objectLabels(name) };
    const exportTo = [ingressNamespace];
    return {
        "destination-rule": {
            apiVersion: "networking.istio.io/v1",
            kind: "DestinationRule",
            metadata,
            spec: {
                host: serviceHost(name),
                exportTo,
                trafficPolicy: {
                    // a user's calls come to one pod, as long as it is there: it may keep the sessions
                    loadBalancer: { consistentHash: { httpHeaderName: identityHeaders.user } },
                    connectionPool: { tcp: { connectTimeout: "5s" } },
                    tls: {
                        mode: "MUTUAL",
                        credentialName: clientSecret,
                        sni: host,
                        subjectAltNames: [host],
                        insecureSkipVerify: false,
                    },
                },
            },
        },
        gateway: {
            apiVersion: "networking.istio.io/v1",
            kind: "Gateway",
            metadata,
            spec: {
                selector: { ...ingressLabels },
                servers: [
                    {
                        port: { name: `https-${name}`, number: 443, protocol: "HTTPS" },
                        hosts: [`./${host}`], // no route of another namespace
                        tls: {
                            mode: "SIMPLE",
                            credentialName: serverSecret,
                            minProtocolVersion: "TLSV1_3",
                            maxProtocolVersion: "TLSV1_3",
                        },
                    },
                ],
            },
        },
        "virtual-service": {
            apiVersion: "networking.istio.io/v1",
            kind: "VirtualService",
            metadata,
            spec: {
                hosts: [host],
                gateways: [`${namespace}/${name}`],
                exportTo,
                http: [
                    {
                        name: "mcp",
                        match: [{ uri: { exact: ingressPath } }],
                        rewrite: { uri: pathOf(args) },
                        route: [{ destination: { host: serviceHost(name), port: { number: 443 } } }],
                        timeout: `${longestCallSeconds}s`,
                        retries: { attempts: 0 },
                    },
                ],
            },
        },
    };
}
