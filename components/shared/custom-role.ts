import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { parseArmId } from "./arm-id";
import { guidFrom } from "./guid";
import { knownAfter } from "./known-after";
import type { PlacementArgs } from "./placement";

/** A role of one's own; its id is known when it may be assigned. */
export interface CustomRole {
    /** Name of its definition. */
    guid: string;
    id: pulumi.Output<string>;
}

interface RoleContent {
    /** What it is for; part of its name. */
    title: string;
    description: string;
    /** Each written out. */
    actions?: string[];
    dataActions?: string[];
    /** ARM id of what it is for: it may be assigned in the resource group of that. */
    target: pulumi.Input<string>;
}

/** A role that allows what is listed, where no built-in one is as small. Its name is the tenant's. Serves practice 2.2. */
export function createRole(
    name: string,
    { title, description, actions = [], dataActions = [], target }: RoleContent,
    { subscriptionId, naming }: PlacementArgs,
    parent: pulumi.Resource,
): CustomRole {
    const { organisation, workload, environment, instance } = naming;
    const owner = [organisation, workload, environment, instance].filter((part) => part !== undefined).join("-");
    const roleName = `${title} (${owner})`;
    const guid = guidFrom(subscriptionId, roleName);
    const group = pulumi.output(target).apply(groupOf);
    const definition = new authorization.RoleDefinition(
        name,
        {
            roleDefinitionId: guid,
            scope: group,
            roleName,
            roleType: "CustomRole",
            description,
            permissions: [{ actions, notActions: [], dataActions, notDataActions: [] }],
            assignableScopes: [group],
        },
        { parent },
    );
    const id = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
    return { guid, id: knownAfter(definition, id) };
}

/** A role may be for whole resource groups only: https://learn.microsoft.com/azure/role-based-access-control/role-definitions#assignablescopes */
function groupOf(id: string): string {
    const parsed = parseArmId(id);
    if (parsed === undefined) throw new pulumi.RunError(`"${id}" is no ARM id of a resource in a resource group.`);
    return `/subscriptions/${parsed.subscriptionId}/resourceGroups/${parsed.resourceGroupName}`;
}
