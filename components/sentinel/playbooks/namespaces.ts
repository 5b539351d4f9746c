import { incident } from "./response";
import { type Actions, filter, select } from "./workflow";

/** Reads which namespaces alerts of the incident name. */
export const namespaces: Actions = {
    // the connector brings custom details as a JSON text with a list of values for each name
    Namespaces_by_alert: select(
        `@${incident.alerts}`,
        "@join(coalesce(json(coalesce(item()?['properties']?['additionalData']?['Custom Details'], '{}'))?['Namespace'], json('[]')), ' ')",
    ),
    Namespaces: filter("@body('Namespaces_by_alert')", "@not(empty(item()))"),
};

/** Expression, without its `@`, of their names in one text with spaces between. */
export const namespaceList = "join(body('Namespaces'), ' ')";
