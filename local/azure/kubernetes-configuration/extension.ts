import { boolean, each, map, notModelled, object, oneOf, readOnly, string } from "../../provider/schema";
import { textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import { clusterOf } from "../container-service/cluster-of";
import type { Put, ResourceType } from "../resource-type";
import { clusterIsOfAnotherKind, extensionOf, inCluster, invalidConfiguration } from "./cluster-path";

/** Extensions, with the version that is installed: https://learn.microsoft.com/azure/aks/cluster-extensions */
const versions: Record<string, string> = {
    "microsoft.azuredefender.kubernetes": "0.8.0",
    "microsoft.azuremonitor.containers": "3.1.28",
    "microsoft.dapr": "1.15.8",
    "microsoft.dataprotection.kubernetes": "0.0.3113",
    "microsoft.flux": "1.17.3",
};

/** Those that a cluster without egress to the internet cannot get: https://learn.microsoft.com/azure/aks/concepts-network-isolated */
const notIsolated = ["microsoft.dapr", "microsoft.dataprotection.kubernetes", "microsoft.flux"];

/** Microsoft.KubernetesConfiguration/extensions: software that Azure keeps up to date in a cluster. */
export const extension: ResourceType = {
    token: "azure-native:kubernetesconfiguration:Extension",
    apiVersion: "2023-05-01",
    path: inCluster("extensions/{extensionName}"),
    properties: {
        aksAssignedIdentity: object({
            type: oneOf("SystemAssigned", "UserAssigned"),
            ...readOnly("principalId", "tenantId"),
        }),
        autoUpgradeMinorVersion: boolean,
        configurationSettings: map(string),
        ...each(string, "extensionType", "releaseTrain", "version"),
        scope: object({
            cluster: object({ releaseNamespace: string }),
            namespace: object({ targetNamespace: string }),
        }),
        // secrets in the state, clusters outside of Azure, and the marketplace
        ...notModelled("configurationProtectedSettings", "identity", "plan", "statuses"),
        ...readOnly("currentVersion", "customLocationSettings", "errorInfo", "isSystemExtension", "packageUri"),
        ...readOnly("provisioningState", "name", "type", "systemData"),
    },
    // no published figures; a chart of Helm whose pods become ready
    seconds: { create: 150, update: 90, delete: 90 },
    outputs: ({ inputs }) => ({
        aksAssignedIdentity: { type: textAt(inputs, "aksAssignedIdentity.type") ?? "SystemAssigned" },
        autoUpgradeMinorVersion: inputs.autoUpgradeMinorVersion ?? true,
        currentVersion: textAt(inputs, "version") ?? versions[kindOf(inputs)] ?? "",
        isSystemExtension: false,
        releaseTrain: inputs.releaseTrain ?? "Stable",
    }),
    refuse: [clusterIsOfAnotherKind, kindIsWrong, kindChanges, versionIsWrong, scopeIsWrong, clusterIsIsolated],
};

function kindOf(inputs: Put["inputs"]): string {
    return (textAt(inputs, "extensionType") ?? "").toLowerCase();
}

function kindIsWrong(put: Put): ArmError | undefined {
    const kind = kindOf(put.inputs);
    if (!versions[kind]) {
        return new ArmError(
            400,
            "ExtensionTypeNotFound",
            `The extension type '${kind}' is not one of ${Object.keys(versions).join(", ")}.`,
        );
    }
    const existing = extensionOf(put, kind);
    return existing && !sameId(existing.id, put.id)
        ? new ArmError(
              409,
              "Conflict",
              `The extension type ${kind} is installed in the cluster already, as ${existing.id}.`,
          )
        : undefined;
}

function kindChanges({ inputs, before }: Put): ArmError | undefined {
    return before && !sameId(textAt(before, "extensionType") ?? "", kindOf(inputs))
        ? invalidConfiguration("extensionType cannot be changed")
        : undefined;
}

function versionIsWrong({ inputs }: Put): ArmError | undefined {
    const version = textAt(inputs, "version");
    return version !== undefined && (inputs.autoUpgradeMinorVersion ?? true) === true
        ? invalidConfiguration("a version needs autoUpgradeMinorVersion false")
        : undefined;
}

function scopeIsWrong({ inputs }: Put): ArmError | undefined {
    return valueAt(inputs, "scope.cluster") !== undefined && valueAt(inputs, "scope.namespace") !== undefined
        ? invalidConfiguration("the scope is either cluster or namespace")
        : undefined;
}

function clusterIsIsolated(put: Put): ArmError | undefined {
    const isIsolated = textAt(clusterOf(put)?.body, "bootstrapProfile.artifactSource") === "Cache";
    return isIsolated && notIsolated.includes(kindOf(put.inputs))
        ? invalidConfiguration(`${kindOf(put.inputs)} is not supported in a network isolated cluster`)
        : undefined;
}
