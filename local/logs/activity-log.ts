import { type Activity, activityRow, type Caller } from "./activity";
import type { LogSink } from "./log-sink";

/** Notes what somebody does to the resources of a subscription. */
export interface ActivityLog {
    note(activity: Activity): void;
}

/** For a cloud in which nothing is changed, or whose changes nobody wants to see. */
export const noActivityLog: ActivityLog = { note: () => {} };

/** Notes what one caller does, if the subscription sends its activity log to a workspace. */
export function activityLog(sink: LogSink, caller: Caller, now: () => number = Date.now): ActivityLog {
    return {
        note(activity) {
            sink.write(activity.id, "AzureActivity", activityRow(activity, caller, new Date(now())));
        },
    };
}
