import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const guid = z
    .string()
    .regex(
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
        "must be a GUID in lower case, for example 11111111-1111-4111-8111-111111111111",
    );

const principals = z
    .array(
        z.strictObject({
            id: guid,
            type: z.enum(["Group", "ServicePrincipal", "User"]),
            name: z.string().min(1),
            /** Object ids of groups that it is a direct member of. */
            memberOf: z.array(guid).optional(),
        }),
    )
    .superRefine((all, context) => {
        const groups = new Set(all.filter(({ type }) => type === "Group").map(({ id }) => id));
        all.forEach(({ memberOf = [] }, index) => {
            memberOf.forEach((id, position) => {
                if (groups.has(id)) return;
                context.addIssue({
                    code: "custom",
                    path: [index, "memberOf", position],
                    message: `must be the id of a group in principals, which ${id} is not`,
                });
            });
        });
    });

const seedSchema = z.strictObject({
    tenantId: guid,
    subscriptionId: guid,
    client: z.strictObject({ clientId: guid, objectId: guid }),
    principals,
    verifiedDomains: z
        .array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "must be a domain like contoso.com"))
        .min(1),
    authenticationStrengths: z.record(z.string(), guid),
    /** Id of the strength that each demands. */
    authenticationContexts: z.record(z.string().regex(/^c([1-9]|1\d|2[0-5])$/, "must be like c1"), guid),
    roleDefinitions: z.record(z.string(), guid),
    policySetDefinitions: z.record(z.string(), guid),
    resources: z.array(
        z.strictObject({
            type: z
                .string()
                .regex(/^azure-native:\w+:\w+$/, "must be a token like azure-native:network:NetworkWatcher"),
            id: z.string().startsWith("/subscriptions/"),
            body: z.record(z.string(), z.json()),
        }),
    ),
    registeredProviders: z.array(z.string().regex(/^Microsoft\.\w+$/, "must be a namespace like Microsoft.KeyVault")),
    locations: z.array(z.string().regex(/^[a-z0-9]+$/, "must be a region like westeurope")),
});

/** What exists in the local cloud before any deployment. */
export type Seed = z.infer<typeof seedSchema>;

/**
 * Reads a seed file.
 *
 * @param file Optional. Default: `local/seed.yaml`.
 * @throws An error that lists every problem in the file.
 */
export function readSeed(file = join(__dirname, "..", "seed.yaml")): Seed {
    const result = seedSchema.safeParse(parse(readFileSync(file, "utf8")));
    if (!result.success) {
        const problems = result.error.issues.map(({ path, message }) => `  ${path.join(".") || "(file)"}: ${message}`);
        throw new Error([`The seed ${file} has ${problems.length} problem(s):`, ...problems].join("\n"));
    }
    return result.data;
}
