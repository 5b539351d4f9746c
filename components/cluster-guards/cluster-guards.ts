import * as pulumi from "@pulumi/pulumi";
import { checked, createObject, guidProblem, knownAfter, listed, roleProblem, validate } from "../shared";
import { azureObjects } from "./azure-objects";
import type { Expression } from "./cel";
import { defaultNamespace } from "./default-namespace";
import { gateways, ingresses } from "./gateways";
import { type Guard, guardBinding, guardPolicy } from "./guard";
import { images } from "./images";
import { isolation } from "./isolation";
import { namespaces } from "./namespaces";
import { networkPolicies, quarantines } from "./network-policies";
import { networkRules } from "./network-rules";
import { isMember, isPrincipal } from "./requester";
import { roleBindings } from "./role-bindings";
import { roles } from "./roles";
import { destinations, routes } from "./routes";
import { sandboxing } from "./sandboxing";
import { secrets, secretVariables } from "./secrets";
import { podTokens, serviceAccounts, tokenRequests } from "./service-account-tokens";
import { services } from "./services";
import { nodeProxy, shells } from "./shells";
import { systemMesh } from "./system-mesh";
import { systemObjects } from "./system-objects";
import { systemWorkloads } from "./system-workloads";
import { volumes } from "./volumes";

/** Arguments of `ClusterGuards`. */
export interface ClusterGuardsArgs {
    /** Required. Host of the registry of the images, for example `crcontoso.azurecr.io`. */
    loginServer: pulumi.Input<string>;
    /** Optional. Object id of the Entra group that may get into running pods, if it has a role for that. Default: nobody. */
    responderGroupId?: string;
    /** Optional. Object id of the identity of the job that isolates namespaces. Default: there is none. Serves practice IR-2. */
    isolatorId?: pulumi.Input<string>;
}

/**
 * What the API server of a cluster refuses, whoever asks and whatever the tool: the second line behind the policy pack,
 * which sees only what Pulumi deploys. There is one of it in a cluster.
 *
 * - Namespaces of Azure, a pinned list, are Azure's: nobody else takes one of their names, runs something there, or
 *   changes what is there, but for what `ClusterIngress` and `ServerNamespace` make. What Azure does there is left alone.
 * - A guard that cannot be evaluated refuses.
 * - Guards cannot guard themselves, as the API server exempts them. Roles of Kubernetes that allow to change them are
 *   refused; which roles of Azure allow it is for the subscription to say.
 * - Whoever may impersonate somebody is taken for them. Roles of Kubernetes that allow it are refused, too.
 * - What must be refused is deployed after it, for which there is `enforced`. That is an order and no more: a guard is
 *   active about a second after it exists, and what is in the cluster before that stays until it is written again.
 *
 * Serves practices 2.2, 3.1, 5.1, 6.2, 6.3, 6.4, 7.2, 10.1, 10.2, 10.3, 10.4, 12.1, 12.3, IR-2, ZT-1 and ZT-2.
 *
 * @throws one error that lists all problems of the arguments. The host of the registry is checked when it is known,
 * before anything uses it.
 */
export class ClusterGuards extends pulumi.ComponentResource {
    /** Name of the component, once every guard exists: `guards` of `ClusterIngress` and of `ServerNamespace`. */
    readonly enforced: pulumi.Output<string>;

    constructor(name: string, args: ClusterGuardsArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:ClusterGuards", name, {}, opts);
        validate(this, name, clusterGuardsProblems(name, args));

        const bindings = Object.entries(clusterGuards(args)).map(([role, guard]) => {
            const policy = createObject(`${name}-${role}`, guardPolicy(role, guard), this);
            return createObject(`${name}-${role}-binding`, guardBinding(role), this, [policy]);
        });

        this.enforced = knownAfter(bindings, name);
        this.registerOutputs({ enforced: this.enforced });
    }
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function clusterGuardsProblems(name: string, args: ClusterGuardsArgs): string[] {
    const { loginServer, responderGroupId, isolatorId } = args;
    return listed(
        roleProblem(name, "The component's name"),
        typeof loginServer === "string" ? hostProblem(loginServer) : undefined,
        responderGroupId === undefined ? undefined : guidProblem(responderGroupId, "responderGroupId"),
        typeof isolatorId === "string" ? guidProblem(isolatorId, "isolatorId") : undefined,
    );
}

/** The guards by role. */
function clusterGuards(args: ClusterGuardsArgs): Record<string, Guard> {
    const { loginServer, responderGroupId } = args;
    const registry = checked(loginServer, hostProblem);
    const responders = respondersOf(args);
    return {
        "azure-objects": azureObjects,
        "default-namespace": defaultNamespace,
        destinations,
        gateways,
        images: images(registry),
        ingresses,
        isolation,
        namespaces,
        "network-policies": networkPolicies,
        "network-rules": networkRules,
        "node-proxy": nodeProxy,
        "pod-tokens": podTokens,
        "role-bindings": roleBindings,
        roles,
        routes,
        sandboxing,
        secrets,
        "secret-variables": secretVariables,
        "service-accounts": serviceAccounts,
        services,
        shells: shells(responderGroupId),
        "system-mesh": systemMesh,
        "system-objects": systemObjects,
        "system-workloads": systemWorkloads(registry),
        "token-requests": tokenRequests,
        volumes,
        ...(responders.length > 0 && { quarantines: quarantines(responders) }),
    };
}

/** Who cuts namespaces off: expressions of whether it is they who ask. */
function respondersOf({ responderGroupId, isolatorId }: ClusterGuardsArgs): pulumi.Input<Expression>[] {
    return [
        ...(responderGroupId === undefined ? [] : [isMember(responderGroupId)]),
        ...(isolatorId === undefined
            ? []
            : [checked(isolatorId, (id) => guidProblem(id, "isolatorId")).apply((id) => `(${isPrincipal(id)})`)]),
    ];
}

// https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerregistry
function hostProblem(host: string): string | undefined {
    return /^[a-z0-9]{5,50}\.azurecr\.io$/.test(host)
        ? undefined
        : `loginServer is "${host}"; it must be the host of an Azure container registry, for example "crcontoso.azurecr.io".`;
}
