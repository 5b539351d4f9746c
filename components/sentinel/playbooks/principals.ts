import { incident } from "./response";
import { type Actions, filter, select } from "./workflow";

/** Parameter with the object ids of whom no playbook stops, in lower case: emergency accounts, and who deploys. */
export const protectedIds = "protectedPrincipalIds";

/**
 * The object ids of the users and service principals of the incident, in lower case: `body('Principals')`. What is no
 * object id is left out, because it would mean something else in a list or in an address.
 */
export const principals: Actions = {
    Accounts: filter(
        `@${incident.entities}`,
        "@and(equals(item()?['kind'], 'Account'), equals(length(coalesce(item()?['properties']?['aadUserId'], '')), 36), not(contains(coalesce(item()?['properties']?['aadUserId'], ''), ' ')))",
    ),
    Principals: select("@body('Accounts')", "@toLower(item()?['properties']?['aadUserId'])"),
};

/** Those of them that may be stopped: `body('Stoppable')`. */
export const stoppable: Actions = {
    ...principals,
    Stoppable: filter("@body('Principals')", `@not(contains(parameters('${protectedIds}'), item()))`),
};
