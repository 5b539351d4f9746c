import type { Properties } from "../../provider/provider";
import { boolean, map, notModelled, number, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { isObject, textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";

/** Microsoft.Consumption/budgets: a budget stops nothing, it only tells that money is spent. */
export const budget: ResourceType = {
    token: "azure-native:consumption:Budget",
    apiVersion: "2024-08-01",
    path: "/{scope}/providers/Microsoft.Consumption/budgets/{budgetName}",
    properties: {
        amount: required(number),
        category: required(oneOf("Cost")),
        eTag: string,
        notifications: map(
            object({
                contactEmails: required(list(string)),
                contactGroups: list(string),
                contactRoles: list(string),
                enabled: required(boolean),
                locale: string,
                operator: required(oneOf("EqualTo", "GreaterThan", "GreaterThanOrEqualTo")),
                threshold: required(number),
                thresholdType: oneOf("Actual", "Forecasted"),
            }),
        ),
        timeGrain: required(
            oneOf("Monthly", "Quarterly", "Annually", "BillingMonth", "BillingQuarter", "BillingAnnual"),
        ),
        timePeriod: required(object({ endDate: string, startDate: required(string) })),
        ...notModelled("filter"),
        ...readOnly("currentSpend", "forecastSpend", "name", "type", "systemData"),
    },
    // no published figures; one record
    seconds: { create: 4, update: 4, delete: 3 },
    outputs: ({ inputs, before, cloud }) => ({
        currentSpend: before?.currentSpend ?? { amount: 0, unit: "EUR" },
        timePeriod: { endDate: textAt(inputs, "timePeriod.endDate") ?? tenYearsAfter(inputs) },
        eTag: inputs.eTag ?? `"${cloud.newGuid("eTag").slice(0, 13)}"`,
    }),
    refuse: [periodIsWrong, amountIsWrong, notificationIsWrong],
};

/** The end when none is given: https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update */
function tenYearsAfter(inputs: Properties): string {
    const start = new Date(textAt(inputs, "timePeriod.startDate") ?? "");
    start.setUTCFullYear(start.getUTCFullYear() + 10);
    return start.toISOString();
}

/** https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update#budgettimeperiod */
const earliest = "2017-06-01";

function periodIsWrong({ inputs }: Put): ArmError | undefined {
    const start = textAt(inputs, "timePeriod.startDate") ?? "";
    const end = textAt(inputs, "timePeriod.endDate");
    const problem =
        (!/^\d{4}-\d{2}-01(T00:00:00(\.0+)?Z)?$/.test(start) &&
            `startDate must be the first of a month, not ${start}`) ||
        (start < earliest && `startDate must not be before ${earliest}`) ||
        (end !== undefined &&
            !(Date.parse(end) > Date.parse(start)) &&
            `endDate ${end} must be after startDate ${start}`);
    return problem ? invalid(`timePeriod.${problem}`) : undefined;
}

function amountIsWrong({ inputs }: Put): ArmError | undefined {
    return Number(inputs.amount) > 0 ? undefined : invalid("amount must be more than 0");
}

function notificationIsWrong({ inputs }: Put): ArmError | undefined {
    const notifications = isObject(inputs.notifications) ? Object.entries(inputs.notifications) : [];
    const problems = notifications.flatMap(([name, notification]) => {
        const contacts = ["contactEmails", "contactGroups", "contactRoles"].flatMap((kind) =>
            textsAt(notification, kind),
        );
        const threshold = isObject(notification) ? Number(notification.threshold) : 0;
        return [
            ...(contacts.length === 0 ? [`notification '${name}' reaches nobody`] : []),
            ...(threshold > 0 && threshold <= 1000
                ? []
                : [`threshold of notification '${name}' must be from 0 to 1000 percent`]),
        ];
    });
    const all = [...(notifications.length > 5 ? ["a budget has at most 5 notifications"] : []), ...problems];
    return all.length > 0 ? invalid(all.join("; ")) : undefined;
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "400", `The budget is invalid: ${problem}.`);
}
