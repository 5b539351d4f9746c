import { boolean, map, object, oneOf, readOnly, string } from "../../provider/schema";
import { isObject } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parseId, sameId } from "../arm-id";
import type { ResourceType } from "../resource-type";
import { registrationState } from "./registration-state";

/** Features of resource providers that the local cloud knows a difference for. */
const features: Record<string, string[]> = {
    // https://learn.microsoft.com/azure/virtual-machines/linux/disks-enable-host-based-encryption-cli
    "Microsoft.Compute": ["EncryptionAtHost"],
    // https://learn.microsoft.com/azure/application-gateway/application-gateway-private-deployment
    "Microsoft.Network": ["EnableApplicationGatewayNetworkIsolation"],
};

const path =
    "/subscriptions/{subscriptionId}/providers/Microsoft.Features/featureProviders/{providerNamespace}/subscriptionFeatureRegistrations/{featureName}";

/**
 * Microsoft.Features/featureProviders/subscriptionFeatureRegistrations: one for the whole subscription. What is deleted
 * counts no more for what is created later, and what exists keeps what it was created with.
 */
export const subscriptionFeatureRegistration: ResourceType = {
    token: "azure-native:features:SubscriptionFeatureRegistration",
    apiVersion: "2021-07-01",
    path,
    properties: {
        properties: object({
            description: string,
            metadata: map(string),
            shouldFeatureDisplayInPortal: boolean,
            state: oneOf(
                ...["NotSpecified", "NotRegistered", "Pending", "Registering", "Registered"],
                ...["Unregistering", "Unregistered"],
            ),
            ...readOnly("approvalType", "authorizationProfile", "displayName", "documentationLink", "featureName"),
            ...readOnly("providerNamespace", "registrationDate", "releaseDate", "subscriptionId", "tenantId"),
        }),
        ...readOnly("name", "type"),
    },
    // no published figures; one record, which the resource provider takes its time to learn of
    seconds: { create: 5, update: 5, delete: 5 },
    outputs: ({ id, before, cloud }) => {
        const { providerNamespace = "", featureName = "" } = parseId(path, id);
        const old = isObject(before?.properties) ? before.properties : {};
        return {
            name: `${providerNamespace}/${featureName}`,
            properties: {
                approvalType: "AutoApproval",
                displayName: featureName,
                documentationLink: "",
                featureName,
                providerNamespace,
                registrationDate: old.registrationDate ?? cloud.timestamp(),
                releaseDate: "",
                subscriptionId: cloud.seed.subscriptionId,
                tenantId: cloud.seed.tenantId,
            },
        };
    },
    derived: ({ body }, cloud) => ({
        properties: { ...(isObject(body.properties) && body.properties), state: registrationState(body, cloud) },
    }),
    refuse: [
        ({ id }) => {
            const { providerNamespace = "", featureName = "" } = parseId(path, id);
            const known = Object.entries(features).some(
                ([namespace, names]) =>
                    sameId(namespace, providerNamespace) && names.some((name) => sameId(name, featureName)),
            );
            return known
                ? undefined
                : new ArmError(
                      404,
                      "FeatureNotFound",
                      `The feature '${featureName}' of the resource provider '${providerNamespace}' could not be found.`,
                  );
        },
    ],
};
