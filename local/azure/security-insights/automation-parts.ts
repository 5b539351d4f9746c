import type { Properties } from "../../provider/provider";
import { any, integer, object, oneOf, required, string } from "../../provider/schema";
import { isObject, objectsAt, textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { problemsOf } from "../problems-of";
import type { Put } from "../resource-type";
import { type Field, list } from "../schema";

/** Shapes of an action by its type. */
const actions: Record<string, Field> = {
    AddIncidentTask: object({ title: required(string), description: string }),
    ModifyProperties: object({
        classification: oneOf("Undetermined", "TruePositive", "BenignPositive", "FalsePositive"),
        classificationComment: string,
        classificationReason: oneOf(
            "SuspiciousActivity",
            "SuspiciousButExpected",
            "IncorrectAlertLogic",
            "InaccurateData",
        ),
        labels: list(object({ labelName: required(string) })),
        owner: any,
        severity: oneOf("High", "Medium", "Low", "Informational"),
        status: oneOf("New", "Active", "Closed"),
    }),
    RunPlaybook: object({ logicAppResourceId: required(string), tenantId: string }),
};

/** Shapes of a condition by its type. Those that combine or look into arrays are not described. */
const conditions: Record<string, Field> = {
    Property: object({
        operator: required(
            oneOf(
                "Equals",
                "NotEquals",
                "Contains",
                "NotContains",
                "StartsWith",
                "NotStartsWith",
                "EndsWith",
                "NotEndsWith",
            ),
        ),
        propertyName: required(string),
        propertyValues: required(list(string)),
    }),
    PropertyArrayChanged: object({
        arrayType: required(oneOf("Alerts", "Labels", "Tactics", "Comments")),
        changeType: required(oneOf("Added")),
    }),
    PropertyChanged: object({
        changeType: oneOf("ChangedFrom", "ChangedTo"),
        operator: string,
        propertyName: required(oneOf("IncidentSeverity", "IncidentStatus", "IncidentOwner")),
        propertyValues: list(string),
    }),
};

/** Conditions on what has changed, which a new incident has not. */
const ofChanges = ["PropertyArrayChanged", "PropertyChanged"];

export function actionsAreWrong({ inputs }: Put): ArmError | undefined {
    const all = objectsAt(inputs, "actions");
    const orders = all.map(({ order }) => order);
    const [problem] = [
        ...(all.length === 0 ? ["it needs an action"] : []),
        ...(all.length > 20 ? [`it has ${all.length} actions, and may have 20`] : []),
        ...(new Set(orders).size < orders.length ? ["each action needs an order of its own"] : []),
        ...all.flatMap((action, index) => partIsWrong(`actions[${index}]`, action, "action", actions)),
    ];
    return problem === undefined ? undefined : invalid(problem);
}

export function conditionsAreWrong({ inputs }: Put): ArmError | undefined {
    const logic = isObject(inputs.triggeringLogic) ? inputs.triggeringLogic : {};
    const all = objectsAt(logic, "conditions");
    const isNew = logic.triggersWhen === "Created";
    const [problem] = [
        ...(logic.triggersOn === "Alerts" && !isNew ? ["an alert is never updated"] : []),
        ...all.flatMap((condition, index) =>
            partIsWrong(`triggeringLogic.conditions[${index}]`, condition, "condition", conditions),
        ),
        ...all
            .filter(({ conditionType }) => isNew && ofChanges.includes(String(conditionType)))
            .map(({ conditionType }) => `a condition ${conditionType} needs triggersWhen Updated`),
        ...all
            .filter(({ conditionType }) => conditionType === "Property")
            .filter((condition) => textsAt(condition, "conditionProperties.propertyValues").length === 0)
            .map((condition) => `${textAt(condition, "conditionProperties.propertyName")} is compared with nothing`),
    ];
    return problem === undefined ? undefined : invalid(problem);
}

function partIsWrong(path: string, part: Properties, what: string, shapes: Record<string, Field>): string[] {
    const kind = `${what}Type`;
    const configuration = what === "action" ? "actionConfiguration" : "conditionProperties";
    const shape = shapes[textAt(part, kind) ?? ""];
    if (!shape) {
        return [
            `${path}.${kind} '${part[kind]}' is none of those that the local cloud knows: ${Object.keys(shapes).join(", ")}`,
        ];
    }
    const fields = { [kind]: required(string), [configuration]: required(shape) };
    return problemsOf(path, object({ ...fields, ...(what === "action" && { order: required(integer) }) }), part);
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "BadRequest", `The automation rule is invalid: ${problem}.`);
}
