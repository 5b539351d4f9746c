import { milliseconds } from "../../duration";
import type { Properties } from "../../provider/provider";
import { isObject, objectsAt, textAt, textsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put } from "../resource-type";
import { identifiers } from "./entity-kinds";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * What Azure refuses of a scheduled rule beyond the shape of each property.
 * https://learn.microsoft.com/azure/sentinel/scheduled-rules-overview and
 * https://github.com/Azure/Azure-Sentinel/tree/master/.script/tests/detectionTemplateSchemaValidation/Models
 */
export function alertRuleIsWrong({ inputs }: Put): ArmError | undefined {
    const [problem] = [
        ...timesAreWrong(inputs),
        ...textsAreTooLong(inputs),
        ...detailsAreWrong(inputs),
        ...entitiesAreWrong(inputs),
        ...groupingIsWrong(inputs),
    ];
    return problem === undefined
        ? undefined
        : new ArmError(400, "BadRequest", `Invalid properties for the alert rule: ${problem}.`);
}

function timesAreWrong(inputs: Properties): string[] {
    const limits: [string, number, number][] = [
        ["queryFrequency", 5 * minute, 14 * day],
        ["queryPeriod", 5 * minute, 14 * day],
        ["suppressionDuration", 5 * minute, day],
    ];
    const wrong = limits.flatMap(([name, from, to]) => timeIsWrong(name, textAt(inputs, name) ?? "", from, to));
    if (wrong.length > 0) {
        return wrong;
    }
    const frequency = milliseconds(String(inputs.queryFrequency));
    const period = milliseconds(String(inputs.queryPeriod));
    return [
        ...(frequency > period
            ? [`queryPeriod ${inputs.queryPeriod} must not be shorter than queryFrequency ${inputs.queryFrequency}`]
            : []),
        ...(period >= 2 * day && frequency < hour
            ? [
                  `with a queryPeriod of two days or more, queryFrequency must be an hour or more, not ${inputs.queryFrequency}`,
              ]
            : []),
        ...(inputs.suppressionEnabled === true && milliseconds(String(inputs.suppressionDuration)) < frequency
            ? [
                  `suppressionDuration ${inputs.suppressionDuration} must not be shorter than queryFrequency ${inputs.queryFrequency}`,
              ]
            : []),
    ];
}

function timeIsWrong(name: string, text: string, from: number, to: number): string[] {
    const time = lengthOf(text);
    if (time === undefined) {
        return [`${name} '${text}' is no duration like PT5M`];
    }
    return time < from || time > to
        ? [`${name} must be from ${from / minute} minutes to ${to / day} days, not ${text}`]
        : [];
}

function lengthOf(text: string): number | undefined {
    try {
        return milliseconds(text);
    } catch {
        return undefined;
    }
}

function textsAreTooLong(inputs: Properties): string[] {
    const limits: [string, number][] = [
        ["query", 10_000],
        ["displayName", 256],
        ["description", 5_000],
        ["alertDetailsOverride.alertDisplayNameFormat", 256],
        ["alertDetailsOverride.alertDescriptionFormat", 5_000],
    ];
    const tooLong = limits.flatMap(([path, most]) => {
        const length = textAt(inputs, path)?.length;
        return length !== undefined && (length < 1 || length > most)
            ? [`${path} must have 1 to ${most} characters, not ${length}`]
            : [];
    });
    const formats = ["alertDisplayNameFormat", "alertDescriptionFormat"].map((name) => `alertDetailsOverride.${name}`);
    const tooMany = formats.filter((path) => (textAt(inputs, path)?.match(/\{\{/g)?.length ?? 0) > 3);
    return [...tooLong, ...tooMany.map((path) => `${path} has more than 3 placeholders`)];
}

function detailsAreWrong({ customDetails = {}, techniques }: Properties): string[] {
    const details = isObject(customDetails) ? Object.entries(customDetails) : [];
    return [
        ...(details.length > 20 ? [`it has ${details.length} custom details, and may have 20`] : []),
        ...details
            .filter(([name]) => !/^[A-Za-z]\w{0,19}$/.test(name))
            .map(([name]) => `the custom detail '${name}' must be a letter, and up to 19 letters, digits and _`),
        ...details
            .filter(([, column]) => !/^[A-Za-z_]\w{0,499}$/.test(String(column)))
            .map(([name, column]) => `the custom detail '${name}' names no column, but '${column}'`),
        ...textsAt({ techniques: techniques ?? [] }, "techniques")
            .filter((technique) => !/^T\d{4}$/.test(technique))
            .map((technique) => `'${technique}' is no technique like T1550`),
    ];
}

function entitiesAreWrong(inputs: Properties): string[] {
    const mappings = objectsAt(inputs, "entityMappings");
    return [
        ...(mappings.length > 10 ? [`it has ${mappings.length} entity mappings, and may have 10`] : []),
        ...mappings.flatMap(mappingIsWrong),
    ];
}

function mappingIsWrong(mapping: Properties): string[] {
    const kind = textAt(mapping, "entityType") ?? "";
    const fields = objectsAt(mapping, "fieldMappings");
    const names = fields.map(({ identifier }) => String(identifier));
    const known = identifiers[kind];
    if (!known) {
        return [`the local cloud does not know the identifiers of the entity ${kind}: add them in entity-kinds.ts`];
    }
    const stranger = names.find((name) => !known.all.includes(name));
    return [
        ...(fields.length < 1 || fields.length > 3
            ? [`the entity ${kind} needs 1 to 3 identifiers, and has ${fields.length}`]
            : []),
        ...(stranger === undefined ? [] : [`the entity ${kind} has no identifier ${stranger}`]),
        ...(names.some((name) => known.oneOf.includes(name))
            ? []
            : [`the entity ${kind} needs one of the identifiers ${known.oneOf.join(", ")}`]),
        ...fields
            .filter(({ columnName }) => typeof columnName !== "string" || columnName === "")
            .map(({ identifier }) => `${kind}.${identifier} has no columnName`),
    ];
}

function groupingIsWrong(inputs: Properties): string[] {
    const path = "incidentConfiguration.groupingConfiguration";
    const grouping = valueAt(inputs, path);
    if (!isObject(grouping)) {
        return [];
    }
    const selected = ["groupByEntities", "groupByAlertDetails", "groupByCustomDetails"].flatMap((name) =>
        textsAt(grouping, name),
    );
    const strangers = textsAt(grouping, "groupByCustomDetails").filter(
        (name) => valueAt(inputs, "customDetails") === undefined || valueAt(inputs.customDetails, name) === undefined,
    );
    return [
        ...timeIsWrong(`${path}.lookbackDuration`, textAt(grouping, "lookbackDuration") ?? "", 5 * minute, 7 * day),
        ...(grouping.enabled === true && grouping.matchingMethod === "Selected" && selected.length === 0
            ? [`${path} with the method Selected needs something to group by`]
            : []),
        ...strangers.map((name) => `${path} groups by the custom detail '${name}', which the rule does not have`),
    ];
}
