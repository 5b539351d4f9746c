import type { Properties } from "../../provider/provider";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parentOf, sameId } from "../arm-id";
import type { Put, Rule } from "../resource-type";

/** Where a diagnostic setting of any kind can send logs to. */
export const destinations = ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"];

export function destinationIsMissing({ inputs }: Put): ArmError | undefined {
    return destinations.some((name) => inputs[name] !== undefined)
        ? undefined
        : new ArmError(400, "BadRequest", "At least one data sink needs to be specified.");
}

/** One setting per log and destination: two would send everything twice. */
export function destinationIsUsed({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const selected = selection(inputs);
    for (const other of cloud.all(type.token)) {
        if (sameId(other.id, id) || !sameId(parentOf(other.id), parentOf(id))) {
            continue;
        }
        const sink = destinations.find((name) => inputs[name] !== undefined && inputs[name] === other.body[name]);
        const category = selection(other.body).find((name) => selected.includes(name));
        if (sink && category) {
            return new ArmError(
                409,
                "Conflict",
                `Data sink '${inputs[sink]}' is already used in diagnostic setting '${other.body.name}' for category '${category}'. Data sinks can't be reused in different settings on the same category for the same resource.`,
            );
        }
    }
    return undefined;
}

function selection(body: Properties): string[] {
    return [...objectsAt(body, "logs"), ...objectsAt(body, "metrics")]
        .filter(({ enabled }) => enabled === true)
        .flatMap((setting) => textAt(setting, "category") ?? textAt(setting, "categoryGroup") ?? []);
}

/** Categories of a setting for all of a subscription or a tenant, which are always the same. */
export function categoryIsNoneOf(...allowed: string[]): Rule<Put> {
    return ({ inputs }) => {
        const wrong = objectsAt(inputs, "logs")
            .map((setting) => textAt(setting, "category") ?? textAt(setting, "categoryGroup") ?? "")
            .find((name) => !allowed.some((one) => sameId(one, name)));
        return wrong === undefined
            ? undefined
            : new ArmError(
                  400,
                  "BadRequest",
                  `Category '${wrong}' is not supported, supported are: ${allowed.join(", ")}.`,
              );
    };
}

/** https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings#requirements-and-limitations */
const mostSettings = 5;

export function tooManySettings({ type, id, cloud }: Put): ArmError | undefined {
    const others = cloud
        .all(type.token)
        .filter((other) => sameId(parentOf(other.id), parentOf(id)) && !sameId(other.id, id));
    return others.length < mostSettings
        ? undefined
        : new ArmError(
              409,
              "Conflict",
              `The limit of ${mostSettings} diagnostic settings was reached. To create a new diagnostic setting, please delete an existing one.`,
          );
}
