import { createHash } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../shared";
import { certificates } from "./certificates";
import { deployment } from "./deployment";
import { disruptionBudget } from "./disruption-budget";
import { ingressPolicies } from "./ingress-policies";
import { ingressRoute } from "./ingress-route";
import { textOf } from "./known-text";
import { serverNamespace } from "./namespace";
import { networkPolicies } from "./network-policies";
import { certificateProgram, definitionCheckFiles, filesFor } from "./programs";
import { proxyFiles } from "./proxy-files";
import { limitRange, resourceQuota } from "./quota";
import { responders } from "./responders";
import { secretClasses } from "./secrets";
import type { ServerNamespaceArgs } from "./server-namespace-args";
import { service } from "./service";
import { serviceAccount } from "./service-account";

/** What the objects of a server need and Azure gives. */
export interface ServerValues {
    /** Client id of the server's identity. */
    identityClientId: pulumi.Input<string>;
}

/** Objects by role. */
type Objects = Record<string, KubernetesObject>;

/** All objects of a server by role, in the order in which they must come to be. */
export function serverObjects(name: string, args: ServerNamespaceArgs, values: ServerValues): Objects {
    return Object.assign({}, ...serverStages(name, args, values));
}

/**
 * The objects in stages, each of which needs what comes before: nothing runs before it is guarded, and the ingress lets
 * nothing through before it knows whom. The service comes with the pods, for it is ready when they are.
 */
export function serverStages(name: string, args: ServerNamespaceArgs, values: ServerValues): Objects[] {
    const files = {
        certificates: certificateProgram(),
        proxy: proxyFiles(name, args),
        "definition-check": definitionCheckFiles(args),
    };
    const fileObjects = Object.entries(files).map(([container, content]) => [
        `${container}-files`,
        filesFor(container, name, content),
    ]);
    return [
        { namespace: serverNamespace(name, args) },
        { ...networkPolicies(name, args), quota: resourceQuota(name, args), limits: limitRange(name, args) },
        {
            "service-account": serviceAccount(name, values.identityClientId),
            ...responders(name, args),
            certificates: certificates(name, args, values.identityClientId),
            ...secretClasses(name, args, values.identityClientId),
            ...Object.fromEntries(fileObjects),
            "disruption-budget": disruptionBudget(name),
            ...ingressPolicies(name, args),
        },
        ingressRoute(name, args),
        { service: service(name), deployment: deployment(name, args, checksumOf(Object.values(files))) },
    ];
}

function checksumOf(files: Record<string, pulumi.Input<string>>[]): pulumi.Input<string> {
    return textOf<Record<string, string>>(Object.assign({}, ...files), (contents) =>
        createHash("sha256").update(JSON.stringify(contents)).digest("hex"),
    );
}
