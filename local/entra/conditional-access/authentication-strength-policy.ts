import { required, string } from "../../provider/schema";
import { doing } from "../graph-error";
import { strengthIds } from "../ids";
import { completed } from "../plan";
import type { ResourceType } from "../resource-type";
import { type Field, set } from "../schema";
import { nonEmpty } from "../texts";

/** https://learn.microsoft.com/graph/api/resources/authenticationstrengthpolicy */
const methods = [
    ...["deviceBasedPush", "email", "federatedMultiFactor", "federatedSingleFactor", "fido2", "hardwareOath"],
    ...["microsoftAuthenticatorPush", "password", "sms", "softwareOath", "temporaryAccessPassMultiUse"],
    ...["temporaryAccessPassOneTime", "voice", "windowsHelloForBusiness", "x509CertificateMultiFactor"],
    "x509CertificateSingleFactor",
];

/** Methods that are used together, separated by commas. */
const combination: Field = {
    ...string,
    problems: (value, key) =>
        value
            .split(",")
            .filter((method) => !methods.includes(method.trim()))
            .slice(0, 1)
            .map((method) => `unrecognized authentication method "${method}" in "${key}"`),
};

/** Which ways to sign in are strong enough for a Conditional Access policy. */
export const authenticationStrengthPolicy: ResourceType = {
    token: "azuread:index/authenticationStrengthPolicy:AuthenticationStrengthPolicy",
    fields: { displayName: required(nonEmpty), description: string, allowedCombinations: required(set(combination)) },
    schemaVersion: 1,
    minutes: { create: 5, read: 5, update: 5, delete: 5 },
    // no published figures; the provider sees the policy five times, or five times not, 5 seconds apart
    seconds: { create: 20, update: 2, delete: 20 },

    async create({ inputs, graph }) {
        const id = strengthIds.format(graph.newGuid("authenticationStrength"));
        await graph.put(id, completed(authenticationStrengthPolicy.fields, inputs));
        return id;
    },

    read: (id, graph) => graph.find(strengthIds.format(...strengthIds.parse(id))),

    async update({ inputs, graph, id }) {
        await doing(`Could not update ${describe(id)}`, async () => {
            graph.get(id);
            await graph.put(id, completed(authenticationStrengthPolicy.fields, inputs));
        });
    },

    async remove({ graph, id }) {
        await doing(`[id] Deleting ${describe(id)}`, async () => {
            graph.get(id);
            await graph.remove([id]);
        });
    },
};

function describe(id: string): string {
    const [objectId] = strengthIds.parse(id);
    return `Policy Authentication Strength Policy (Authentication Strength Policy: "${objectId}")`;
}
