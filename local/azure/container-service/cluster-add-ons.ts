import type { Properties } from "../../provider/provider";
import { isObject, objectsAt, textAt, textsAt, valueAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import { armTypeOf, sameId } from "../arm-id";
import type { Put } from "../resource-type";
import { invalidParameter } from "./cluster-error";
import { defaultVersion, minorOf } from "./kubernetes-versions";

/** Add-ons and the names of their settings: https://learn.microsoft.com/azure/aks/integrations */
const addOns: Record<string, Record<string, RegExp>> = {
    aciConnectorLinux: { SubnetName: /./ },
    azureKeyvaultSecretsProvider: {
        enableSecretRotation: /^(true|false)$/,
        rotationPollInterval: /^\d+(h|m|s)(\d+(m|s))*$/,
    },
    azurepolicy: { version: /^v2$/ },
    httpApplicationRouting: {},
    ingressApplicationGateway: { applicationGatewayId: /./, subnetCIDR: /./, subnetId: /./ },
    omsagent: { logAnalyticsWorkspaceResourceID: /./, useAADAuth: /^(true|false)$/ },
    openServiceMesh: {},
};

export function addOnIsWrong({ inputs }: Put): ArmError | undefined {
    const profiles = isObject(inputs.addonProfiles) ? inputs.addonProfiles : {};
    for (const [name, profile] of Object.entries(profiles)) {
        const settings = addOns[name];
        if (!settings) {
            return invalidParameter(
                "addonProfiles",
                `there is no add-on '${name}', but: ${Object.keys(addOns).join(", ")}`,
            );
        }
        const config = valueAt(profile, "config");
        for (const [setting, value] of Object.entries(isObject(config) ? config : {})) {
            if (!settings[setting]?.test(String(value))) {
                return invalidParameter(
                    `addonProfiles.${name}.config`,
                    settings[setting]
                        ? `'${value}' is no value of ${setting}`
                        : `it has no '${setting}', but: ${Object.keys(settings).join(", ") || "nothing"}`,
                );
            }
        }
    }
    const workspace = textAt(inputs, "addonProfiles.omsagent.config.logAnalyticsWorkspaceResourceID") ?? "";
    return isEnabled(inputs, "addonProfiles.omsagent") &&
        !sameId(armTypeOf(workspace), "Microsoft.OperationalInsights/workspaces")
        ? invalidParameter(
              "addonProfiles.omsagent.config",
              "logAnalyticsWorkspaceResourceID must be the id of a workspace",
          )
        : undefined;
}

function isEnabled(inputs: Properties, path: string): boolean {
    return valueAt(inputs, `${path}.enabled`) === true;
}

/**
 * Revisions of the mesh and the minor versions of Kubernetes that each works with, first and last:
 * https://learn.microsoft.com/azure/aks/istio-support-policy
 */
const revisions: Record<string, [number, number]> = {
    "asm-1-26": [29, 34],
    "asm-1-27": [29, 34],
    "asm-1-28": [30, 35],
    "asm-1-29": [31, 36],
};

/** Revisions that AKS offers for a version of Kubernetes, the latest one last. */
function revisionsFor(version: string): string[] {
    const minor = minorOf(version);
    return Object.entries(revisions)
        .filter(([, [first, last]]) => minor >= first && minor <= last)
        .map(([name]) => name);
}

/** The revision that a mesh gets which names none: the one before the latest. */
export function usualRevision(version: string): string | undefined {
    return revisionsFor(version).at(-2) ?? revisionsFor(version).at(-1);
}

/** https://learn.microsoft.com/azure/aks/istio-about#limitations */
export function meshIsWrong({ inputs }: Put): ArmError | undefined {
    const mesh = inputs.serviceMeshProfile;
    if (textAt(mesh, "mode") !== "Istio") {
        return valueAt(mesh, "istio") === undefined
            ? undefined
            : invalidParameter("serviceMeshProfile.istio", "it needs the mode Istio");
    }
    if (isEnabled(inputs, "addonProfiles.openServiceMesh")) {
        return invalidParameter("serviceMeshProfile.mode", "Istio and the add-on openServiceMesh exclude each other");
    }
    const version = textAt(inputs, "kubernetesVersion") ?? defaultVersion;
    const wanted = textsAt(mesh, "istio.revisions");
    const offered = revisionsFor(version);
    const unknown = wanted.find((revision) => !offered.includes(revision));
    if (unknown !== undefined || wanted.length > 2) {
        return invalidParameter(
            "serviceMeshProfile.istio.revisions",
            unknown === undefined
                ? "a mesh has two revisions at most"
                : `${unknown} is not offered with Kubernetes ${version}, but: ${offered.join(", ")}`,
        );
    }
    const modes = objectsAt(mesh, "istio.components.ingressGateways").map((gateway) => textAt(gateway, "mode") ?? "");
    return new Set(modes).size < modes.length
        ? invalidParameter(
              "serviceMeshProfile.istio.components.ingressGateways",
              "there is one gateway of each mode at most",
          )
        : undefined;
}

/** https://learn.microsoft.com/azure/aks/image-cleaner, https://learn.microsoft.com/azure/aks/auto-upgrade-cluster, https://learn.microsoft.com/azure/aks/long-term-support */
export function upkeepIsWrong({ inputs }: Put): ArmError | undefined {
    const interval = Number(valueAt(inputs, "securityProfile.imageCleaner.intervalHours") ?? 168);
    if (interval < 24 || interval > 2160) {
        return invalidParameter("securityProfile.imageCleaner.intervalHours", `it must be 24 to 2160, not ${interval}`);
    }
    const channel = textAt(inputs, "autoUpgradeProfile.upgradeChannel");
    const images = textAt(inputs, "autoUpgradeProfile.nodeOSUpgradeChannel");
    if (channel === "node-image" && images !== undefined && images !== "NodeImage") {
        return invalidParameter(
            "autoUpgradeProfile.nodeOSUpgradeChannel",
            `the upgradeChannel node-image needs NodeImage, not ${images}`,
        );
    }
    return textAt(inputs, "supportPlan") === "AKSLongTermSupport" && textAt(inputs, "sku.tier") !== "Premium"
        ? invalidParameter("supportPlan", "AKSLongTermSupport needs the sku.tier Premium")
        : undefined;
}

/** https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction */
export function defenderIsWrong({ inputs }: Put): ArmError | undefined {
    const workspace = textAt(inputs, "securityProfile.defender.logAnalyticsWorkspaceResourceId");
    return workspace !== undefined && !sameId(armTypeOf(workspace), "Microsoft.OperationalInsights/workspaces")
        ? invalidParameter("securityProfile.defender.logAnalyticsWorkspaceResourceId", `${workspace} is no workspace`)
        : undefined;
}
