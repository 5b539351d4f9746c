import type { Resource, Stack } from "../../engine";

// Kinds of Istio, in every version that its API still takes: https://istio.io/latest/docs/reference/config/
const versions = ["v1", "v1beta1", "v1alpha3"];

export const istioGateways = inNetworking("Gateway");
export const virtualServices = inNetworking("VirtualService");
export const destinationRules = inNetworking("DestinationRule");
export const authorizationPolicies = inSecurity("AuthorizationPolicy");
export const peerAuthentications = inSecurity("PeerAuthentication");
export const requestAuthentications = inSecurity("RequestAuthentication");
export const telemetries = ["v1", "v1alpha1"].map((version) => `kubernetes:telemetry.istio.io/${version}:Telemetry`);

function inNetworking(kind: string): string[] {
    return versions.map((version) => `kubernetes:networking.istio.io/${version}:${kind}`);
}

/** There has never been a `v1alpha3` of these. */
function inSecurity(kind: string): string[] {
    return versions.slice(0, 2).map((version) => `kubernetes:security.istio.io/${version}:${kind}`);
}

/** Resources of a kind, in every version of it. */
export function ofTypes(types: readonly string[], stack: Stack): readonly Resource[] {
    return types.flatMap((type) => stack.ofType(type));
}

/** Labels of namespaces whose pods get a proxy of the mesh: https://learn.microsoft.com/azure/aks/istio-deploy-addon#enable-sidecar-injection */
export function isMeshed(labels: unknown): boolean {
    const { "istio-injection": injection, "istio.io/rev": revision } = Object(labels);
    return injection === undefined ? revision !== undefined : injection === "enabled";
}

/**
 * The host that Istio takes a name for: one without a dot is a service of the namespace in which it is used, and any other
 * is a host as it stands. https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export function inFull(host: string, namespace: string): string {
    return host.includes(".") ? host : `${host}.${namespace}.svc.cluster.local`;
}

/** The namespace of a service, by its host in full; empty for every other host. */
export function namespaceOfService(host: string): string {
    return /^[^.]+\.([^.]+)\.svc\.cluster\.local$/.exec(host)?.[1] ?? "";
}
