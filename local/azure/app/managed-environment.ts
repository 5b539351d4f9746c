import type { Properties } from "../../provider/provider";
import { boolean, each, integer, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { objectsAt, textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import { immutable } from "../immutable";
import { normalLocation } from "../locations";
import { identity } from "../managed-identity/identity";
import { freeAddress } from "../network/address-range";
import { rangesOf } from "../network/placement";
import type { Put, ResourceType } from "../resource-type";
import { list, tags, writeOnly } from "../schema";

/** Microsoft.App/managedEnvironments: the network and the machines that jobs run in. */
export const managedEnvironment: ResourceType = {
    token: "azure-native:app:ManagedEnvironment",
    apiVersion: "2025-02-02-preview",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.App/managedEnvironments/{environmentName}",
    properties: {
        location: string,
        tags,
        kind: string,
        identity,
        appLogsConfiguration: object({
            destination: oneOf("log-analytics", "azure-monitor", "none"),
            logAnalyticsConfiguration: object({
                customerId: string,
                dynamicJsonColumns: boolean,
                sharedKey: writeOnly(string),
            }),
        }),
        infrastructureResourceGroup: string,
        peerAuthentication: object({ mtls: object({ enabled: boolean }) }),
        peerTrafficConfiguration: object({ encryption: object({ enabled: boolean }) }),
        publicNetworkAccess: oneOf("Enabled", "Disabled"),
        vnetConfiguration: object({
            infrastructureSubnetId: string,
            internal: boolean,
            ...notModelled("dockerBridgeCidr", "platformReservedCidr", "platformReservedDnsIP"),
        }),
        workloadProfiles: list(
            object({
                ...each(required(string), "name", "workloadProfileType"),
                ...each(integer, "maximumCount", "minimumCount"),
                enableFips: boolean,
            }),
        ),
        zoneRedundant: boolean,
        ...notModelled("appInsightsConfiguration", "availabilityZones", "customDomainConfiguration"),
        ...notModelled("daprAIConnectionString", "daprAIInstrumentationKey", "diskEncryptionConfiguration"),
        ...notModelled("ingressConfiguration", "openTelemetryConfiguration"),
        ...readOnly("daprConfiguration", "defaultDomain", "deploymentErrors", "eventStreamEndpoint"),
        ...readOnly("kedaConfiguration", "privateEndpointConnections", "privateLinkDefaultDomain"),
        ...readOnly("provisioningState", "staticIp", "name", "type", "systemData"),
    },
    replacedBy: ["location"],
    // no published figures; a cluster of Azure's own with a load balancer
    seconds: { create: 180, update: 60, delete: 240 },
    outputs: environmentOutputs,
    placement: { subnetIds: (body) => [subnetIdOf(body) ?? []].flat(), delegatedTo: "Microsoft.App/environments" },
    refuse: [
        subnetIsWrong,
        logsGoNowhere,
        zonesNeedNetwork,
        ...["vnetConfiguration.infrastructureSubnetId", "vnetConfiguration.internal", "zoneRedundant"].map((path) =>
            immutable(
                (body) => valueAt(body, path),
                invalid(`'${path}' can only be chosen when the environment is created`),
            ),
        ),
    ],
    refuseDelete: [
        ({ id, cloud }) =>
            cloud.all("azure-native:app:Job").some(({ body }) => sameId(textAt(body, "environmentId") ?? "", id))
                ? new ArmError(
                      409,
                      "ManagedEnvironmentHasContainerApps",
                      `Managed environment ${id} cannot be deleted: it has jobs.`,
                  )
                : undefined,
    ],
    diagnostics: {
        logs: ["ContainerAppConsoleLogs", "ContainerAppSystemLogs"],
        groups: ["allLogs"],
        metrics: ["AllMetrics"],
    },
};

function environmentOutputs({ id, inputs, before, cloud }: Put): Properties {
    const region = normalLocation(String(inputs.location));
    const [range] = rangesOf(cloud.find(subnetIdOf(inputs) ?? "")?.body ?? {});
    const label = cloud.newGuid(id, "defaultDomain").slice(0, 8);
    return {
        defaultDomain: before?.defaultDomain ?? `env-${label}.${region}.azurecontainerapps.io`,
        eventStreamEndpoint: `https://${region}.azurecontainerapps.dev${id}/eventstream`,
        privateEndpointConnections: [],
        publicNetworkAccess: inputs.publicNetworkAccess ?? "Enabled",
        // an address of the subnet that its load balancer answers at; one of Azure's when there is no subnet
        staticIp: before?.staticIp ?? (range && freeAddress(range, [])) ?? "20.0.0.1",
        zoneRedundant: inputs.zoneRedundant ?? false,
        infrastructureResourceGroup:
            inputs.infrastructureResourceGroup ?? before?.infrastructureResourceGroup ?? `ME_${label}_${region}`,
    };
}

function subnetIdOf(body: Properties): string | undefined {
    return textAt(body, "vnetConfiguration.infrastructureSubnetId");
}

function subnetIsWrong({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const subnetId = subnetIdOf(inputs);
    if (subnetId === undefined) {
        return valueAt(inputs, "vnetConfiguration.internal") === true
            ? invalid("an internal environment needs vnetConfiguration.infrastructureSubnetId")
            : undefined;
    }
    const subnet = cloud.find(subnetId);
    if (subnet?.type !== "azure-native:network:Subnet") {
        return invalid(`'vnetConfiguration.infrastructureSubnetId' ${subnetId} is no subnet`);
    }
    if (objectsAt(inputs, "workloadProfiles").length === 0) {
        return invalid("in a subnet it needs workloadProfiles, one without them is not modelled by the local cloud");
    }
    const other = cloud
        .all(type.token)
        .find((each) => !sameId(each.id, id) && sameId(subnetIdOf(each.body) ?? "", subnetId));
    return other ? invalid(`subnet ${subnetId} is used by the environment ${other.id}`) : undefined;
}

function logsGoNowhere({ inputs }: Put): ArmError | undefined {
    const configuration = "appLogsConfiguration.logAnalyticsConfiguration";
    const needed = ["customerId", "sharedKey"].every(
        (name) => textAt(inputs, `${configuration}.${name}`) !== undefined,
    );
    return textAt(inputs, "appLogsConfiguration.destination") === "log-analytics" && !needed
        ? invalid(
              "the destination log-analytics needs customerId and sharedKey of a workspace; azure-monitor and a diagnostic setting need no key",
          )
        : undefined;
}

function zonesNeedNetwork({ inputs }: Put): ArmError | undefined {
    return inputs.zoneRedundant === true && subnetIdOf(inputs) === undefined
        ? invalid("zoneRedundant needs vnetConfiguration.infrastructureSubnetId")
        : undefined;
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "InvalidRequestParameterWithDetails", `The environment is invalid: ${problem}.`);
}
