import { incident } from "./response";
import { type Actions, select } from "./workflow";

/** The namespaces that alerts of the incident name, as one text with spaces between: `@{join(body('Namespaces'), ' ')}`. */
export const namespaces: Actions = {
    // the connector brings custom details as a JSON text with a list of values for each name
    Namespaces: select(
        `@${incident.alerts}`,
        "@join(coalesce(json(coalesce(item()?['properties']?['additionalData']?['Custom Details'], '{}'))?['Namespace'], json('[]')), ' ')",
    ),
};

/** Expression of that text, without its `@`. */
export const namespaceList = "join(body('Namespaces'), ' ')";
