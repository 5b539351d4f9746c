import { any, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parentOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";
import { plans } from "./plans";

const onOrOff = oneOf("True", "False");

/** Microsoft.Security/pricings: a plan of Microsoft Defender for Cloud, for a subscription. */
export const pricing: ResourceType = {
    token: "azure-native:security:Pricing",
    apiVersion: "2024-01-01",
    path: "/{scopeId}/providers/Microsoft.Security/pricings/{pricingName}",
    properties: {
        enforce: onOrOff,
        extensions: list(
            object({
                name: required(string),
                isEnabled: required(onOrOff),
                additionalExtensionProperties: any,
                ...readOnly("operationStatus"),
            }),
        ),
        pricingTier: required(oneOf("Free", "Standard")),
        subPlan: string,
        ...readOnly("deprecated", "enablementTime", "freeTrialRemainingTime", "inherited", "inheritedFrom"),
        ...readOnly("replacedBy", "resourcesCoverageStatus", "name", "type", "systemData"),
    },
    // https://github.com/hashicorp/terraform-provider-azurerm/issues/32451: the provider does not repeat it
    serializedBy: "Microsoft.Resources/subscriptions",
    busy: () => new ArmError(409, "Conflict", "Another update operation is in progress. Please retry in a few minutes"),
    // no published figures; one record, plans roll out in the background
    seconds: { create: 6, update: 6, delete: 4 },
    outputs: ({ name, inputs, before, cloud }) => ({
        deprecated: false,
        enforce: inputs.enforce ?? "False",
        freeTrialRemainingTime: "PT0S",
        inherited: "False",
        resourcesCoverageStatus: inputs.pricingTier === "Standard" ? "FullyCovered" : "NotCovered",
        ...(inputs.pricingTier === "Standard" && {
            enablementTime: before?.enablementTime ?? cloud.timestamp(),
            ...(planOf(name)?.subPlans?.[0] && { subPlan: inputs.subPlan ?? planOf(name)?.subPlans?.[0] ?? "" }),
        }),
    }),
    refuse: [scopeIsWrong, planIsUnknown, optionIsUnknown],
};

function planOf(name: string) {
    return plans.find((plan) => sameId(plan.name, name));
}

/** At a resource, only the plans for machines and containers may be set, which nothing here is. */
function scopeIsWrong({ id, cloud }: Put): ArmError | undefined {
    return sameId(parentOf(id), `/subscriptions/${cloud.seed.subscriptionId}`)
        ? undefined
        : invalid(`it belongs to a subscription, not to '${parentOf(id)}'`);
}

function planIsUnknown({ name }: Put): ArmError | undefined {
    const plan = planOf(name);
    if (!plan) {
        return invalid(
            `The name '${name}' is not a valid name. Possible pricing bundle names: ${plans.map((each) => each.name).join(", ")}`,
        );
    }
    return plan.replacedBy ? invalid(`the plan ${name} was replaced by ${plan.replacedBy}`) : undefined;
}

function optionIsUnknown({ name, inputs }: Put): ArmError | undefined {
    const { subPlans = [], extensions: known = [] } = planOf(name) ?? {};
    const subPlan = textAt(inputs, "subPlan");
    const extensions = objectsAt(inputs, "extensions").map((each) => textAt(each, "name") ?? "");
    const stranger = extensions.find((each) => !known.includes(each));
    const problem =
        (subPlan !== undefined &&
            !subPlans.some((each) => sameId(each, subPlan)) &&
            `the plan ${name} has no sub-plan ${subPlan}, but: ${subPlans.join(", ") || "none"}`) ||
        (stranger !== undefined &&
            `the plan ${name} has no extension ${stranger}, but: ${known.join(", ") || "none"}`) ||
        (inputs.pricingTier === "Free" &&
            extensions.length > 0 &&
            `the plan ${name} has no extensions in the tier Free`) ||
        (new Set(extensions).size < extensions.length && "each extension may be there once");
    return problem ? invalid(problem) : undefined;
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "InvalidInput", `The plan of Defender for Cloud is invalid: ${problem}.`);
}
