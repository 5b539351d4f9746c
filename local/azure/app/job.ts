import type { Properties } from "../../provider/provider";
import {
    any,
    each,
    integer,
    limited,
    notModelled,
    number,
    object,
    oneOf,
    readOnly,
    required,
    string,
} from "../../provider/schema";
import { objectsAt, textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import { immutable } from "../immutable";
import { normalLocation } from "../locations";
import { assignedIdentities, identity } from "../managed-identity/identity";
import type { Put, ResourceType } from "../resource-type";
import { list, tags, writeOnly } from "../schema";

const replicas = each(integer, "parallelism", "replicaCompletionCount");

const container = {
    ...each(list(string), "args", "command"),
    env: list(object(each(string, "name", "secretRef", "value"))),
    ...each(string, "image", "name"),
    resources: object({ cpu: number, memory: string, ...notModelled("gpu"), ...readOnly("ephemeralStorage") }),
    volumeMounts: list(object(each(string, "mountPath", "subPath", "volumeName"))),
    ...notModelled("imageType"),
};

/** What starts a job, and the configuration that it needs. */
const triggers: Record<string, string> = {
    Event: "eventTriggerConfig",
    Manual: "manualTriggerConfig",
    Schedule: "scheduleTriggerConfig",
};

/** Microsoft.App/jobs: containers that run to their end; nothing of them runs here. */
export const job: ResourceType = {
    token: "azure-native:app:Job",
    apiVersion: "2025-02-02-preview",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.App/jobs/{jobName}",
    names: { jobName: limited(string, { pattern: "^[-\\w\\._\\(\\)]+$" }) },
    properties: {
        location: string,
        tags,
        identity,
        environmentId: string,
        workloadProfileName: string,
        configuration: object({
            eventTriggerConfig: object({
                ...replicas,
                scale: object({
                    ...each(integer, "maxExecutions", "minExecutions", "pollingInterval"),
                    rules: list(
                        object({
                            auth: list(object(each(string, "secretRef", "triggerParameter"))),
                            ...each(string, "identity", "name", "type"),
                            metadata: any,
                        }),
                    ),
                }),
            }),
            identitySettings: list(
                object({ identity: required(string), lifecycle: oneOf("Init", "Main", "None", "All") }),
            ),
            manualTriggerConfig: object(replicas),
            registries: list(object(each(string, "identity", "passwordSecretRef", "server", "username"))),
            replicaRetryLimit: integer,
            replicaTimeout: required(integer),
            scheduleTriggerConfig: object({ ...replicas, cronExpression: required(string) }),
            secrets: list(object({ ...each(string, "identity", "keyVaultUrl", "name"), value: writeOnly(string) })),
            triggerType: required(oneOf("Schedule", "Event", "Manual")),
        }),
        template: object({
            containers: list(object({ ...container, ...notModelled("probes") })),
            initContainers: list(object(container)),
            volumes: list(
                object({
                    ...each(string, "mountOptions", "name", "storageName"),
                    secrets: list(object(each(string, "path", "secretRef"))),
                    storageType: oneOf("AzureFile", "EmptyDir", "Secret", "NfsAzureFile", "Smb"),
                }),
            ),
        }),
        ...notModelled("extendedLocation"),
        ...readOnly("eventStreamEndpoint", "outboundIpAddresses", "provisioningState", "runningState"),
        ...readOnly("name", "type", "systemData"),
    },
    replacedBy: ["location"],
    // no published figures; a record of the environment, the image is pulled when it runs
    seconds: { create: 15, update: 12, delete: 10 },
    outputs: ({ id, inputs }) => ({
        eventStreamEndpoint: `https://${normalLocation(String(inputs.location))}.azurecontainerapps.dev${id}/eventstream`,
        outboundIpAddresses: [],
        runningState: "Ready",
    }),
    refuse: [
        environmentIsWrong,
        configurationIsWrong,
        identityIsNotAssigned,
        immutable((body) => textAt(body, "environmentId")?.toLowerCase(), invalid("its environment cannot be changed")),
    ],
};

function environmentIsWrong({ inputs, cloud }: Put): ArmError | undefined {
    const environment = cloud.find(textAt(inputs, "environmentId") ?? "");
    if (environment?.type !== "azure-native:app:ManagedEnvironment") {
        return invalid(`environmentId ${inputs.environmentId} is no managed environment`);
    }
    const region = normalLocation(String(inputs.location));
    if (environment.body.location !== region) {
        return invalid(`it is in ${region}, its environment in ${environment.body.location}`);
    }
    const profile = textAt(inputs, "workloadProfileName");
    const profiles = objectsAt(environment.body, "workloadProfiles").map(({ name }) => name);
    return profile !== undefined && !profiles.includes(profile)
        ? invalid(`the environment has no workload profile '${profile}', but: ${profiles.join(", ") || "none"}`)
        : undefined;
}

function configurationIsWrong({ name, inputs }: Put): ArmError | undefined {
    const trigger = textAt(inputs, "configuration.triggerType") ?? "";
    const needed = triggers[trigger];
    const containers = objectsAt(inputs, "template.containers");
    const problem =
        // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftapp
        (!/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name) &&
            `its name '${name}' must have at most 32 lower-case letters, digits and dashes, and begin with a letter`) ||
        (needed === undefined && "it needs a configuration with a triggerType") ||
        (needed !== undefined &&
            valueAt(inputs, `configuration.${needed}`) === undefined &&
            `the trigger ${trigger} needs configuration.${needed}`) ||
        (Number(valueAt(inputs, "configuration.replicaTimeout")) < 1 &&
            "configuration.replicaTimeout must be at least 1 second") ||
        (containers.length === 0 && "it needs a container in template.containers") ||
        (containers.some(({ image }) => typeof image !== "string") && "each container needs an image");
    return problem ? invalid(problem) : undefined;
}

/** Identities that a part of the configuration names must be the job's own, `system` for its system-assigned one. */
function identityIsNotAssigned({ inputs }: Put): ArmError | undefined {
    const hasOwn = /SystemAssigned/i.test(textAt(inputs, "identity.type") ?? "");
    const isAssigned = (name: string) =>
        sameId(name, "system") ? hasOwn : assignedIdentities(inputs).some((each) => sameId(each, name));
    const named = ["registries", "secrets", "identitySettings"].flatMap((part) =>
        objectsAt(inputs, `configuration.${part}`).flatMap((each: Properties) => textAt(each, "identity") ?? []),
    );
    const stranger = named.find((name) => !isAssigned(name));
    return stranger === undefined ? undefined : invalid(`the identity '${stranger}' is none of the job's`);
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "InvalidRequestParameterWithDetails", `The job is invalid: ${problem}.`);
}
