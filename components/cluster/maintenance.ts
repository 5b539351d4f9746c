import * as containerservice from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import { listed, rangeProblem } from "../shared";
import type { ClusterArgs } from "./cluster-args";
import type { ManagedCluster } from "./managed-cluster";

/** A day of the week. */
export const WeekDay = {
    Monday: "Monday",
    Tuesday: "Tuesday",
    Wednesday: "Wednesday",
    Thursday: "Thursday",
    Friday: "Friday",
    Saturday: "Saturday",
    Sunday: "Sunday",
} as const;
export type WeekDay = (typeof WeekDay)[keyof typeof WeekDay];

/** When Azure may upgrade, every week. */
export interface MaintenanceWindow {
    /** Required. Day on which it begins, in UTC. */
    day: WeekDay;
    /** Required. Hour in UTC at which it begins, 0 to 23. */
    startHour: number;
    /** Optional. Hours that it lasts, 4 to 24. Default: 8. */
    durationHours?: number;
}

/** Problems in the window. */
export function maintenanceProblems({ day, startHour, durationHours = 8 }: MaintenanceWindow): string[] {
    const days: string[] = Object.values(WeekDay);
    return listed(
        days.includes(day) ? undefined : `maintenance.day is "${day}"; it must be one of ${days.join(", ")}.`,
        rangeProblem(startHour, "maintenance.startHour", { min: 0, max: 23, unit: "hours" }),
        rangeProblem(durationHours, "maintenance.durationHours", { min: 4, max: 24, unit: "hours" }),
    );
}

/** Names that Azure gives a meaning to: https://learn.microsoft.com/azure/aks/planned-maintenance */
const schedules = { kubernetes: "aksManagedAutoUpgradeSchedule", nodes: "aksManagedNodeOSUpgradeSchedule" };

/** Patches of Kubernetes, and new images of the nodes, are installed in the window only. Serves practice 11.1. */
export function scheduleMaintenance(
    name: string,
    cluster: ManagedCluster,
    { maintenance, resourceGroupName }: ClusterArgs,
    parent: pulumi.Resource,
): void {
    for (const [what, configName] of Object.entries(schedules)) {
        new containerservice.MaintenanceConfiguration(
            `${name}-maintenance-${what}`,
            {
                configName,
                resourceName: cluster.name,
                resourceGroupName,
                maintenanceWindow: {
                    schedule: { weekly: { dayOfWeek: maintenance.day, intervalWeeks: 1 } },
                    startTime: `${String(maintenance.startHour).padStart(2, "0")}:00`,
                    durationHours: maintenance.durationHours ?? 8,
                    utcOffset: "+00:00",
                },
            },
            { parent },
        );
    }
}
