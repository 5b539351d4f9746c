import { PlaybookName } from "./playbook-name";
import { protectedIds, stoppable } from "./principals";
import { outcome, responseTo } from "./response";
import { filter, forEach, graph, type PlaybookSettings, select, set, type WorkflowDefinition, when } from "./workflow";

/** Tenants that own Microsoft's own applications: https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in */
const microsoftTenants = "createArray('f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47')";

/**
 * Disables the applications of the incident in Entra: they get no more tokens, for anything. Users are left to people, and
 * so are applications of Microsoft and who deploys.
 *
 * An administrator gives its identity the application role Application.ReadWrite.All of Microsoft Graph, which is for all
 * applications of the tenant, as there is no smaller one: so it is switched off unless the environment wants it.
 *
 * Serves practice IR-2.
 */
export function disableServicePrincipal(settings: PlaybookSettings): WorkflowDefinition {
    const ids = "concat('''', join(body('Stoppable'), ''','''), '''')";
    return responseTo({
        playbook: PlaybookName.DisableServicePrincipal,
        settings,
        onceOnly: true, // somebody may have enabled it again meanwhile
        parameters: [protectedIds],
        steps: {
            ...stoppable,
            Disable_if_any: when(
                "empty(body('Stoppable'))",
                {
                    Say_nobody: set(
                        outcome,
                        "Nothing was done: the incident names no application that may be stopped.",
                    ),
                },
                {
                    // those that are users are not among them
                    Find_applications: graph(settings, {
                        method: "GET",
                        uri: `/v1.0/servicePrincipals?$filter=id%20in%20(@{encodeUriComponent(${ids})})&$select=id,displayName,appOwnerOrganizationId`,
                    }),
                    Applications: filter(
                        "@body('Find_applications')?['value']",
                        `@not(contains(${microsoftTenants}, toLower(coalesce(item()?['appOwnerOrganizationId'], ''))))`,
                    ),
                    Disable_each: forEach("@body('Applications')", {
                        Disable: graph(settings, {
                            method: "PATCH",
                            uri: "/v1.0/servicePrincipals/@{items('Disable_each')?['id']}",
                            body: { accountEnabled: false },
                        }),
                    }),
                    Names: select("@body('Applications')", "@concat(item()?['displayName'], ' (', item()?['id'], ')')"),
                    Say_done: set(
                        outcome,
                        "@{if(empty(body('Names')), 'Nothing was done: the incident names no application that may be stopped.', concat('Disabled in Entra: ', join(body('Names'), ', '), '. Enable it again in Entra.'))}",
                    ),
                },
            ),
        },
    });
}
