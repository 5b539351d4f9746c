import { boolean, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { objectsAt, textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";

/** Microsoft.Security/securityContacts: whom Defender for Cloud writes to; a subscription has one. */
export const securityContact: ResourceType = {
    token: "azure-native:security:SecurityContact",
    apiVersion: "2023-12-01-preview",
    path: "/subscriptions/{subscriptionId}/providers/Microsoft.Security/securityContacts/{securityContactName}",
    properties: {
        emails: string,
        isEnabled: boolean,
        notificationsByRole: object({
            roles: list(oneOf("AccountAdmin", "ServiceAdmin", "Owner", "Contributor")),
            state: oneOf("On", "Off", "Passed", "Failed", "Skipped", "Unsupported"),
        }),
        notificationsSources: list(
            object({
                sourceType: required(oneOf("Alert", "AttackPath")),
                minimalSeverity: oneOf("High", "Medium", "Low"),
                minimalRiskLevel: oneOf("Critical", "High", "Medium", "Low"),
            }),
        ),
        phone: string,
        ...readOnly("name", "type", "systemData"),
    },
    // no published figures; one record
    seconds: { create: 3, update: 3, delete: 2 },
    refuse: [nameIsWrong, contactIsWrong],
};

function nameIsWrong({ name }: Put): ArmError | undefined {
    return name === "default" ? undefined : invalid(`its name must be 'default', not '${name}'`);
}

function contactIsWrong({ inputs }: Put): ArmError | undefined {
    const emails = (textAt(inputs, "emails") ?? "").split(";").filter((email) => email !== "");
    const wrong = emails.find((email) => !/^[^@\s;,]+@[^@\s;,]+$/.test(email));
    const sources = objectsAt(inputs, "notificationsSources").map((each) => textAt(each, "sourceType"));
    const problem =
        (wrong !== undefined && `'${wrong}' is no email address; several are separated by ;`) ||
        (emails.length === 0 && textsAt(inputs, "notificationsByRole.roles").length === 0 && "it reaches nobody") ||
        (new Set(sources).size < sources.length && "each source of notifications may be there once");
    return problem ? invalid(problem) : undefined;
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "InvalidSecurityContact", `The security contact is invalid: ${problem}.`);
}
