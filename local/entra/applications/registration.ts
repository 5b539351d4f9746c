import type { Properties } from "../../provider/provider";
import { boolean, each, integer, oneOf, readOnly, required } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { doing } from "../graph-error";
import { applicationIds } from "../ids";
import { completed } from "../plan";
import type { ResourceType } from "../resource-type";
import { defaulted, inputsOf, set } from "../schema";
import { servicePrincipalsOf, withAssignments } from "../service-principals/principals";
import { nonEmpty, webAddress, withLength } from "../texts";
import { noParts, patchApplication } from "./application";

/** An application without its parts, which are resources of their own: each is written after the one it needs. */
export const registration: ResourceType = {
    token: "azuread:index/applicationRegistration:ApplicationRegistration",
    fields: {
        displayName: required(nonEmpty),
        description: withLength(0, 1024),
        groupMembershipClaims: set(oneOf("All", "None", "ApplicationGroup", "DirectoryRole", "SecurityGroup")),
        ...each(boolean, "implicitAccessTokenIssuanceEnabled", "implicitIdTokenIssuanceEnabled"),
        ...each(webAddress, "homepageUrl", "logoutUrl", "marketingUrl", "privacyStatementUrl", "supportUrl"),
        termsOfServiceUrl: webAddress,
        ...each(nonEmpty, "notes", "serviceManagementReference"),
        requestedAccessTokenVersion: defaulted({ ...integer, minimum: 1, maximum: 2 }, 2),
        signInAudience: defaulted(
            oneOf(
                "AzureADMyOrg",
                "AzureADMultipleOrgs",
                "AzureADandPersonalMicrosoftAccount",
                "PersonalMicrosoftAccount",
            ),
            "AzureADMyOrg",
        ),
        ...readOnly("clientId", "disabledByMicrosoft", "objectId", "publisherDomain"),
    },
    minutes: { create: 10, read: 5, update: 10, delete: 5 },
    // no published figures; the provider sees the object gone five times, 5 seconds apart, before a deletion ends
    seconds: { create: 2, update: 1, delete: 20 },
    turn: ({ id }) => id,

    async create({ inputs, graph }) {
        const objectId = graph.newGuid("application");
        const path = applicationIds.format(objectId);
        await graph.put(path, {
            ...completed(registration.fields, inputs),
            ...noParts,
            objectId,
            clientId: graph.newGuid("client"),
            publisherDomain: graph.seed.verifiedDomains[0] ?? "",
        });
        return path;
    },

    read(id, graph) {
        const application = graph.find(applicationIds.format(...applicationIds.parse(id)));
        return application && answer(application);
    },

    async update({ inputs, graph, id }) {
        const [objectId] = applicationIds.parse(id);
        await doing(`updating ${describe(objectId)}`, () =>
            patchApplication(graph, objectId, completed(registration.fields, inputs)),
        );
    },

    async remove({ graph, id }) {
        const [objectId] = applicationIds.parse(id);
        await doing(`deleting ${describe(objectId)}`, async () => {
            const application = graph.get(id);
            // what stands for it in the tenant goes with it
            const principals = servicePrincipalsOf(graph, textAt(application, "clientId") ?? "");
            const paths = principals.flatMap(({ path }) => withAssignments(graph, path));
            await graph.remove(
                [id, ...paths],
                principals.map(({ body }) => textAt(body, "objectId") ?? ""),
            );
        });
    },
};

export function describe(objectId: string): string {
    return `Application (Application: "${objectId}")`;
}

function answer(application: Properties): Properties {
    const inputs = inputsOf(registration.fields).map(([name]) => [name, application[name] ?? null]);
    const { groupMembershipClaims, ...outputs } = Object.fromEntries(inputs);
    return {
        ...outputs,
        ...(groupMembershipClaims?.length > 0 && { groupMembershipClaims }),
        clientId: application.clientId ?? "",
        disabledByMicrosoft: "<nil>", // as the provider prints the null that Graph answers
        objectId: application.objectId ?? "",
        publisherDomain: application.publisherDomain ?? "",
    };
}
