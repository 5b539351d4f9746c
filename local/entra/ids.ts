import { Refusal } from "../provider/provider";

/** Form of an id, for example `/applications/{}/appRoles/{}`. */
export interface IdForm<Parts extends string[]> {
    format(...parts: Parts): string;
    /** Throws {@link Refusal} when the id has another form. */
    parse(id: string): Parts;
}

/** @param template - With `{}` for each part; the last part may hold slashes, as base64 does. */
export function idForm<Parts extends string[]>(template: string): IdForm<Parts> {
    const open = template.split("{}");
    const last = open.length - 2;
    const pattern = open.map((text, index) => text + (index < last ? "([^/]+)" : index === last ? "(.+)" : ""));
    const expression = new RegExp(`^${pattern.join("")}$`);
    return {
        format: (...parts) => open.map((text, index) => text + (parts[index] ?? "")).join(""),
        parse(id) {
            const parts = expression.exec(id)?.slice(1);
            if (parts === undefined) {
                throw new Refusal(`parsing "${id}": it must have the form ${template.replaceAll("{}", "<id>")}`);
            }
            return parts as Parts;
        },
    };
}

/** Id of an application in inputs and outputs; Graph has the object at the same path. */
export const applicationIds = idForm<[objectId: string]>("/applications/{}");
export const servicePrincipalIds = idForm<[objectId: string]>("/servicePrincipals/{}");
export const namedLocationIds = idForm<[objectId: string]>("/identity/conditionalAccess/namedLocations/{}");
export const strengthIds = idForm<[objectId: string]>("/policies/authenticationStrengthPolicies/{}");
