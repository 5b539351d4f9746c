import { createHash } from "node:crypto";
import { each, readOnly } from "../../provider/schema";
import { textAt, textsAt } from "../../provider/values";
import type { ResourceType } from "../resource-type";
import { writeOnly } from "../schema";
import { inUse, policiesNaming } from "./in-use";
import {
    childNames,
    entitiesOf,
    entityName,
    referredTo,
    serviceIdOf,
    validationError,
    versionIsTooOld,
} from "./service-of";
import { secretIsUnreadable, vaultReference, vaultStatus } from "./vault-reference";

const year = 365 * 24 * 60 * 60 * 1000;

/** Microsoft.ApiManagement/service/certificates: with which the service shows backends who it is. */
export const certificate: ResourceType = {
    token: "azure-native:apimanagement:Certificate",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/certificates/{certificateId}",
    names: childNames({ certificateId: entityName }),
    properties: {
        keyVault: vaultReference,
        // a private key would come through the program
        ...each(writeOnly({ type: "any", notModelled: true }), "data", "password"),
        ...readOnly("expirationDate", "subject", "thumbprint", "name", "type"),
    },
    // no published figures; the certificate is read from its vault before the answer
    seconds: { create: 6, update: 6, delete: 4 },
    // the local vault does not know what is in its secrets
    outputs: ({ name, inputs, cloud }) => ({
        expirationDate: new Date(cloud.clock.now() + year).toISOString(),
        subject: `CN=${name}`,
        thumbprint: createHash("sha1").update(JSON.stringify(inputs.keyVault)).digest("hex").toUpperCase(),
        ...vaultStatus(inputs, cloud),
    }),
    refuse: [
        versionIsTooOld,
        ({ inputs }) =>
            textAt(inputs, "keyVault.secretIdentifier") === undefined
                ? validationError("A certificate needs keyVault.secretIdentifier.")
                : undefined,
        secretIsUnreadable,
    ],
    refuseDelete: [
        (removal) => {
            const { id, name, cloud } = removal;
            const backends = entitiesOf(serviceIdOf(id), cloud, "azure-native:apimanagement:Backend").filter(
                ({ body }) =>
                    textsAt(body, "credentials.certificateIds").some(
                        (reference) => referredTo(reference, "certificates", removal)?.id === id,
                    ),
            );
            return inUse("Certificate", name, [
                ...backends.map((each) => each.id),
                ...policiesNaming(removal, "certificates"),
            ]);
        },
    ],
};
