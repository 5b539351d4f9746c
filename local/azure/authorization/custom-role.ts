import { textsAt } from "../../provider/values";
import { isWithin, lastSegment, sameId } from "../arm-id";
import type { Cloud, Stored } from "../cloud";

const type = "azure-native:authorization:RoleDefinition";

/** The role that somebody has defined, by the id of its definition: its GUID alone counts, wherever it is read from. */
export function customRole(definitionId: string, cloud: Cloud): Stored | undefined {
    return cloud.all(type).find(({ id }) => sameId(lastSegment(id), lastSegment(definitionId)));
}

/** Whether the role may be given on the scope. */
export function isAssignable({ body }: Stored, scope: string): boolean {
    return textsAt(body, "assignableScopes").some((each) => isWithin(scope, each));
}
