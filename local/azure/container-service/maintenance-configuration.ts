import { each, integer, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { isObject, objectsAt, textAt, valueAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";
import { invalidParameter } from "./cluster-error";

const dayOfWeek = required(oneOf("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"));

/** Names, with the kinds of schedule that each takes: https://learn.microsoft.com/azure/aks/planned-maintenance */
const kinds: Record<string, string[]> = {
    default: ["weekly"],
    aksManagedAutoUpgradeSchedule: ["daily", "weekly", "absoluteMonthly", "relativeMonthly"],
    aksManagedNodeOSUpgradeSchedule: ["daily", "weekly", "absoluteMonthly", "relativeMonthly"],
};

/** Intervals of each kind of schedule, in days, weeks or months. */
const intervals: Record<string, [name: string, most: number]> = {
    daily: ["intervalDays", 7],
    weekly: ["intervalWeeks", 4],
    absoluteMonthly: ["intervalMonths", 6],
    relativeMonthly: ["intervalMonths", 6],
};

/** Microsoft.ContainerService/managedClusters/maintenanceConfigurations: when AKS may upgrade by itself. */
export const maintenanceConfiguration: ResourceType = {
    token: "azure-native:containerservice:MaintenanceConfiguration",
    apiVersion: "2025-09-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerService/managedClusters/{resourceName}/maintenanceConfigurations/{configName}",
    properties: {
        maintenanceWindow: object({
            durationHours: required(integer),
            notAllowedDates: list(object(each(required(string), "end", "start"))),
            schedule: required(
                object({
                    absoluteMonthly: object(each(required(integer), "dayOfMonth", "intervalMonths")),
                    daily: object({ intervalDays: required(integer) }),
                    relativeMonthly: object({
                        dayOfWeek,
                        intervalMonths: required(integer),
                        weekIndex: required(oneOf("First", "Second", "Third", "Fourth", "Last")),
                    }),
                    weekly: object({ dayOfWeek, intervalWeeks: required(integer) }),
                }),
            ),
            startDate: string,
            startTime: required(string),
            utcOffset: string,
        }),
        // of the time before maintenanceWindow
        ...notModelled("notAllowedTime", "timeInWeek"),
        ...readOnly("name", "type", "systemData"),
    },
    // no published figures; one record
    seconds: { create: 4, update: 4, delete: 3 },
    outputs: ({ before, inputs, cloud }) => ({
        maintenanceWindow: {
            startDate:
                textAt(inputs, "maintenanceWindow.startDate") ??
                textAt(before, "maintenanceWindow.startDate") ??
                cloud.timestamp().slice(0, 10),
            utcOffset: textAt(inputs, "maintenanceWindow.utcOffset") ?? "+00:00",
        },
    }),
    refuse: [nameIsWrong, scheduleIsWrong, windowIsWrong],
};

function nameIsWrong({ name, inputs }: Put): ArmError | undefined {
    if (!kinds[name]) {
        return invalidParameter("configName", `'${name}' must be one of ${Object.keys(kinds).join(", ")}`);
    }
    return isObject(inputs.maintenanceWindow) ? undefined : invalidParameter("maintenanceWindow", "it is needed");
}

function scheduleIsWrong({ name, inputs }: Put): ArmError | undefined {
    const at = "maintenanceWindow.schedule";
    const given = Object.keys(intervals).filter((kind) => valueAt(inputs, `${at}.${kind}`) !== undefined);
    const [kind] = given;
    const allowed = kinds[name] ?? [];
    if (given.length !== 1 || kind === undefined || !allowed.includes(kind)) {
        return invalidParameter(at, `${name} needs one of ${allowed.join(", ")}, not ${given.join(" and ") || "none"}`);
    }
    const [interval = "", most = 0] = intervals[kind] ?? [];
    const value = Number(valueAt(inputs, `${at}.${kind}.${interval}`));
    if (value < 1 || value > most) {
        return invalidParameter(`${at}.${kind}.${interval}`, `it must be 1 to ${most}, not ${value}`);
    }
    const day = Number(valueAt(inputs, `${at}.absoluteMonthly.dayOfMonth`) ?? 1);
    return day < 1 || day > 31
        ? invalidParameter(`${at}.absoluteMonthly.dayOfMonth`, `it must be 1 to 31, not ${day}`)
        : undefined;
}

/** https://learn.microsoft.com/rest/api/aks/maintenance-configurations/create-or-update#maintenancewindow */
function windowIsWrong({ inputs }: Put): ArmError | undefined {
    const at = "maintenanceWindow";
    const hours = Number(valueAt(inputs, `${at}.durationHours`));
    if (hours < 4 || hours > 24) {
        return invalidParameter(`${at}.durationHours`, `it must be 4 to 24, not ${hours}`);
    }
    const start = textAt(inputs, `${at}.startTime`) ?? "";
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(start)) {
        return invalidParameter(`${at}.startTime`, `'${start}' must be a time like 22:00`);
    }
    const offset = textAt(inputs, `${at}.utcOffset`) ?? "+00:00";
    if (!/^[+-](0\d|1[0-4]):[0-5]\d$/.test(offset)) {
        return invalidParameter(`${at}.utcOffset`, `'${offset}' must be an offset like +01:00`);
    }
    const dates = objectsAt(inputs, `${at}.notAllowedDates`);
    const wrong = dates.find(({ start, end }) => !isDay(start) || !isDay(end) || String(start) > String(end));
    return wrong
        ? invalidParameter(
              `${at}.notAllowedDates`,
              `${wrong.start} to ${wrong.end} must be days like 2026-12-24, the first one first`,
          )
        : undefined;
}

function isDay(value: unknown): boolean {
    return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
}
