import * as pulumi from "@pulumi/pulumi";
import { createObjects, knownAfter, validate, waitingFor } from "../shared";
import { createServerIdentity } from "./identity";
import { namespaceOf } from "./names";
import { serverStages } from "./objects";
import { readableSecrets } from "./secrets";
import { checkedCaller, type ServerNamespaceArgs, serverNamespaceProblems } from "./server-namespace-args";
import { serviceHost } from "./service";

/**
 * One MCP server in the cluster: its namespace, what guards it, its pods, and its part of the ingress. Everything of
 * Kubernetes is made with the provider of the component's options, be it a cluster's or one that writes files.
 *
 * - It is reached through the ingress gateway only, by the gateway only, for each call proves itself twice: at the ingress
 *   and in the pod, by a token for this server, and to the pod by a certificate, too.
 * - It reaches the hosts that are named, on port 443, and nothing else.
 * - Its pods run in virtual machines of their own, without rights, from images that are pinned, and take no more than
 *   the namespace may.
 * - Its identity is that of its service account in this cluster, and reads the server's certificate and the secrets that
 *   are named.
 * - The tools that it offers are compared with the reviewed ones every 15 minutes, in each pod; a difference is a line in
 *   the log of the container `definition-check`.
 *
 * Serves practices MUST-1, MUST-2, 2.2, 2.3, 3.1, 3.3, 4.3, 5.1, 5.3, 6.2, 6.3, 6.4, 7.1, 7.2, 7.3, 9.2, 10.1, 10.2, 10.3,
 * 10.4, 12.1, IR-2, ZT-1 and ZT-2.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class ServerNamespace extends pulumi.ComponentResource {
    /** Name of the namespace, once everything is in it. */
    readonly namespaceName: pulumi.Output<string>;
    /** Full name of the server in the cluster, once it works. */
    readonly serviceHost: pulumi.Output<string>;
    /** Client id of the server's identity. */
    readonly identityClientId: pulumi.Output<string>;
    /** Object id of the server's identity. */
    readonly identityPrincipalId: pulumi.Output<string>;

    constructor(name: string, args: ServerNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:ServerNamespace", name, {}, opts);
        validate(this, name, serverNamespaceProblems(name, args));

        const identity = createServerIdentity(name, args, this);
        const caller = checkedCaller(args.caller);
        const secrets = readableSecrets(name, args, identity.principal, this);
        const usable = { ...args, caller, secrets };
        const last = createKubernetesObjects(name, usable, identity.clientId, identity.usableAfter, this);

        this.namespaceName = knownAfter(last, namespaceOf(name));
        this.serviceHost = knownAfter(last, serviceHost(name));
        this.identityClientId = identity.clientId;
        this.identityPrincipalId = pulumi.output(identity.principal.principalId);
        this.registerOutputs({
            namespaceName: this.namespaceName,
            serviceHost: this.serviceHost,
            identityClientId: this.identityClientId,
            identityPrincipalId: this.identityPrincipalId,
        });
    }
}

/** Stage after stage, the first one after the guards; the last one, whose pods read from the vault, also waits until they can. */
function createKubernetesObjects(
    name: string,
    args: ServerNamespaceArgs,
    identityClientId: pulumi.Output<string>,
    identityUsableAfter: pulumi.Resource[],
    parent: pulumi.Resource,
): pulumi.Resource[] {
    const [first = {}, ...others] = serverStages(name, args, { identityClientId });
    let created = createObjects(name, first, parent, waitingFor(args.guards));
    for (const stage of others) {
        const isLast = stage === others.at(-1);
        created = createObjects(name, stage, parent, isLast ? [...created, ...identityUsableAfter] : created);
    }
    return created;
}
