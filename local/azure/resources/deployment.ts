import { PartialFailure } from "../../provider/provider";
import { any, limited, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import * as operations from "../operations";
import type { CarriedOut, Put, ResourceType } from "../resource-type";
import { tags, writeOnly } from "../schema";
import { type TemplateResource, type TypesOfArm, templateOf } from "./template";

/**
 * Microsoft.Resources/deployments of a resource group: ARM puts what the template describes, and keeps a record of it.
 * Deleting the record deletes nothing else.
 */
export function templateDeployment(typesOfArm: TypesOfArm): ResourceType {
    return {
        token: "azure-native:resources:Deployment",
        apiVersion: "2024-03-01",
        path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Resources/deployments/{deploymentName}",
        names: { deploymentName: limited(string, { minLength: 1, maxLength: 64, pattern: "^[-\\w\\._\\(\\)]+$" }) },
        properties: {
            properties: required(
                object({
                    mode: required(oneOf("Incremental", "Complete")),
                    template: writeOnly(any),
                    ...notModelled("debugSetting", "onErrorDeployment", "parameters", "parametersLink", "templateLink"),
                    expressionEvaluationOptions: writeOnly({ type: "any", notModelled: true }),
                    ...readOnly("correlationId", "dependencies", "duration", "error", "outputResources", "outputs"),
                    ...readOnly("providers", "provisioningState", "templateHash", "timestamp", "validatedResources"),
                }),
            ),
            tags,
            // of deployments above resource groups
            ...notModelled("location"),
            ...readOnly("name", "type"),
        },
        optionalLocation: true,
        // no published figures; what is deployed takes its own time
        seconds: { create: 5, update: 5, delete: 5 },
        refuse: [modeIsComplete, (put) => templateIsWrong(put, typesOfArm)],
        carryOut: (put, signal) => deploy(put, typesOfArm, signal),
    };
}

function modeIsComplete({ inputs }: Put): ArmError | undefined {
    return valueAt(inputs, "properties.mode") === "Incremental"
        ? undefined
        : invalid(["the mode Complete is not modelled by the local cloud: it deletes what is not in the template"]);
}

function templateIsWrong(put: Put, typesOfArm: TypesOfArm): ArmError | undefined {
    const { problems } = templateOf(put, typesOfArm);
    return problems.length === 0 ? undefined : invalid(problems);
}

function invalid(problems: string[]): ArmError {
    return new ArmError(400, "InvalidTemplate", `Deployment template validation failed: ${problems.join("; ")}.`);
}

/** How it went with one resource: neither says that it is there, and that somebody has waited for it. */
interface Outcome {
    failure?: string;
    interruption?: string;
}

/** What is deployed stays when something else fails; what waits for that is not begun. */
async function deploy(put: Put, typesOfArm: TypesOfArm, signal: AbortSignal): Promise<CarriedOut> {
    const { steps } = templateOf(put, typesOfArm);
    const outcomes: Outcome[] = [];
    for (const step of steps) {
        if (outcomes.some(({ failure }) => failure !== undefined)) {
            break;
        }
        outcomes.push(...(await Promise.all(step.map((resource) => deployed(resource, put.cloud, signal)))));
    }
    const failures = outcomes.flatMap(({ failure }) => failure ?? []);
    const common = {
        correlationId: put.cloud.newGuid(put.id, "correlationId"),
        timestamp: put.cloud.timestamp(),
        outputResources: steps.flat().map(({ id }) => ({ id })),
    };
    if (failures.length === 0) {
        return {
            outputs: { properties: { ...common, provisioningState: "Succeeded" } },
            reasons: outcomes.flatMap(({ interruption }) => interruption ?? []),
        };
    }
    const code = "DeploymentFailed";
    const message = `At least one resource deployment operation failed. ${failures.join(" ")}`;
    return {
        outputs: { properties: { ...common, provisioningState: "Failed", error: { code, message } } },
        reasons: [new ArmError(200, code, message).message],
    };
}

async function deployed({ type, id, inputs }: TemplateResource, cloud: Cloud, signal: AbortSignal): Promise<Outcome> {
    try {
        // one signal for all of them would have too many listeners
        await operations.update(type, id, inputs, cloud, AbortSignal.any([signal]));
        return {};
    } catch (error) {
        if (error instanceof PartialFailure) {
            return { interruption: error.message };
        }
        if (error instanceof ArmError) {
            return { failure: `${id}: ${error.message}` };
        }
        throw error;
    }
}
