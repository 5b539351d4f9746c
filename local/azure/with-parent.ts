import { policy } from "./api-management/policy";
import { armTypeOf, sameId } from "./arm-id";
import type { ResourceType } from "./resource-type";
import { blobServiceProperties } from "./storage/blob-service-properties";

/**
 * The type of a resource that is there with its parent, whether somebody describes it or not, and that the provider does
 * not ask for before it creates it: https://github.com/pulumi/pulumi-azure-native, `defaultResourcesState`.
 */
export function typeWithParent(id: string): ResourceType | undefined {
    return [blobServiceProperties, policy].find((type) => sameId(armTypeOf(id), armTypeOf(type.path)));
}
