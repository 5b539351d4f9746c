import * as pulumi from "@pulumi/pulumi";
import { keeperName } from "../cluster-ingress/certificate-keeper";
import { ingressNamespace, secretsDriver } from "../shared";
import { celList, celString, type Expression } from "./cel";
import { type Guard, inSystem } from "./guard";
import { imagesArePinned } from "./images";
import { haveNoPrivileges, sharesNothing } from "./isolation";
import { podMakers, podParts, templateIn } from "./pods";
import { isAzure, isNode } from "./requester";

/** What `kubectl rollout restart` sets, after a certificate has changed. */
const restartedAt = celString("kubectl.kubernetes.io/restartedAt");

/** Labels of the keeper's pods. By any other, a service or a rule of the mesh could take them for pods of Azure. */
const keeperLabels = ["app.kubernetes.io/name", "app.kubernetes.io/part-of", "azure.workload.identity/use"];

/**
 * Only Azure runs something in its namespaces, where the ingress gateway and its keys are. Of ours there is the one
 * Deployment that keeps the certificates, and it may do no more than that. Whoever has a role for it may restart what is
 * there. Serves practices 6.2, 10.2 and ZT-1.
 */
export function systemWorkloads(loginServer: pulumi.Input<string>): Guard {
    return {
        matches: podMakers,
        where: inSystem,
        variables: {
            ...podParts,
            before: templateIn("oldObject"),
            restarted: `oldObject != null && ${isSameBut("variables.template", "variables.before")}`,
            exempt: `${isAzure} || ${isNode} || variables.restarted`,
        },
        demands: [
            {
                holds: `variables.exempt || (object.kind == "Deployment" && request.namespace == ${celString(ingressNamespace)} && object.metadata.name == ${celString(keeperName)})`,
                message: `Only Azure runs something in its namespaces, apart from the Deployment ${keeperName} in ${ingressNamespace}; choose another namespace.`,
            },
            {
                holds: `variables.exempt || variables.template.metadata.?labels.orValue({}).all(l, l in ${celList(keeperLabels)})`,
                message: `Pods of ours among those of Azure may have no labels but ${keeperLabels.join(", ")}.`,
            },
            {
                holds: `variables.exempt || (variables.pod.?serviceAccountName.orValue("") == ${celString(keeperName)} && !variables.pod.?automountServiceAccountToken.orValue(true) && variables.volumes.all(v, v.?csi.?driver.orValue("") == ${celString(secretsDriver)}))`,
                message: `Pods of ours among those of Azure must have the service account ${keeperName}, no token of it, and volumes of ${secretsDriver} alone.`,
            },
            {
                holds: pulumi
                    .output(loginServer)
                    .apply(
                        (host) =>
                            `variables.exempt || (${[imagesArePinned(host), sharesNothing, haveNoPrivileges].join(" && ")})`,
                    ),
                message:
                    "Pods of ours among those of Azure must have images of the registry, pinned by their digests, and no privileges.",
            },
        ],
    };
}

/** Whether two templates differ in nothing that a pod does, and in no annotation but that of a restart. */
function isSameBut(template: Expression, before: Expression): Expression {
    const annotations = (of: Expression) => `${of}.metadata.?annotations.orValue({})`;
    const kept = (of: Expression, by: Expression) =>
        `${annotations(of)}.all(a, a == ${restartedAt} || ${annotations(by)}[?a] == ${annotations(of)}[?a])`;
    return [
        `${template}.spec == ${before}.spec`,
        `${template}.metadata.?labels == ${before}.metadata.?labels`,
        kept(template, before),
        kept(before, template),
    ].join(" && ");
}
