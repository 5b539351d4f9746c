import { ArmError } from "../arm-error";
import { parentOf } from "../arm-id";
import type { Put, Removal, Rule } from "../resource-type";
import { inWorkspace } from "./in-workspace";

/** A setting of Sentinel, of which a workspace has one of each kind. */
export const settingPath = `${inWorkspace}/settings/{settingsName}`;

/** A setting is named by its kind. */
export function nameIsNot(kind: string): Rule<Put> {
    return ({ name }) =>
        name === kind
            ? undefined
            : new ArmError(400, "BadRequest", `The name of the setting must be '${kind}', not '${name}'.`);
}

/** https://learn.microsoft.com/azure/sentinel/enable-entity-behavior-analytics */
export function entityAnalyticsIsOff({ id, cloud }: Put): ArmError | undefined {
    return cloud.exists(setting(id, "EntityAnalytics"))
        ? undefined
        : new ArmError(400, "BadRequest", "User and entity behavior analytics needs the setting EntityAnalytics.");
}

export function uebaNeedsIt({ id, cloud }: Removal): ArmError | undefined {
    return cloud.exists(setting(id, "Ueba"))
        ? new ArmError(400, "BadRequest", "The setting EntityAnalytics is needed by the setting Ueba.")
        : undefined;
}

function setting(other: string, name: string): string {
    return `${parentOf(other)}/providers/Microsoft.SecurityInsights/settings/${name}`;
}
