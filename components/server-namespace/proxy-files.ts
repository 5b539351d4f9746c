import type * as pulumi from "@pulumi/pulumi";
import { certificateFiles } from "./certificates";
import { textOf } from "./known-text";
import { hostOf, ingressClientName } from "./names";
import type { ProxySettings } from "./proxy/settings";
import { secretDocuments } from "./proxy/tls";
import { proxyConfiguration } from "./proxy-configuration";
import { pathOf, portOf, type ServerNamespaceArgs } from "./server-namespace-args";

type KnownCaller = Pick<ProxySettings, "audience" | "gatewayPrincipalId" | "onBehalfOfClientId">;

/** Name of the file with the bootstrap configuration. */
export const bootstrapFile = "envoy.json";

/** The files that the proxy is started with. They hold no secret: certificates come from the vault. */
export function proxyFiles(name: string, args: ServerNamespaceArgs): Record<string, pulumi.Input<string>> {
    const bootstrap = textOf<KnownCaller>(args.caller, (caller) =>
        JSON.stringify(
            proxyConfiguration({
                ...caller,
                server: name,
                host: hostOf(name, args.internalDomain),
                callerName: ingressClientName(args.internalDomain),
                tenantId: args.tenantId,
                path: pathOf(args),
                port: portOf(args),
            }),
        ),
    );
    const documents = Object.entries(secretDocuments(certificateFiles(args.certificate)));
    const secrets = documents.map(([file, document]) => [file, JSON.stringify(document)]);
    return { [bootstrapFile]: bootstrap, ...Object.fromEntries(secrets) };
}
